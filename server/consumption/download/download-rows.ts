import type { ConsumptionLevel, ConsumptionValue, Energy } from '../../contract/consumption.ts';
import { energyStatus, statusWords } from '../../../widget/text/status.ts';
import type { Language } from '../../ground/language.ts';
import { addEnergy, type LocalDay } from '../add-up.ts';

const stretchLength = { day: 10, month: 7, year: 4 } as const;

/**
 * Lines of what was used, as the portal shows it: the same digits, and the status in its words in `language`. `hourOf` gives the instant of a
 * day's n-th hour; `digits` is 0 for a meter that tells whole kWh.
 */
export function downloadRows(
  level: ConsumptionLevel,
  days: readonly LocalDay[],
  {
    language,
    wholeKwh,
    since,
    hourOf,
  }: { language: Language; wholeKwh: boolean; since: string; hourOf: (day: string, slot: number) => string },
): ConsumptionValue[] {
  const words = statusWords[language];
  const shown = (value: number | null, digits: number): number | null =>
    value === null ? null : Number(value.toFixed(wholeKwh ? 0 : digits));
  if (level === 'hour') {
    return days.flatMap(({ day, hours, status }) =>
      status.map((letter, slot) => ({
        from: hourOf(day, slot),
        to: hourOf(day, slot + 1),
        energyKwh: shown(hours?.[slot] ?? null, 2),
        status: letter === 's' ? `${words.s} ${since}` : words[letter],
      })),
    );
  }
  return [...Map.groupBy(days, ({ day }) => day.slice(0, stretchLength[level])).values()].map((part) => {
    const energy: Energy = addEnergy(part.map((day) => day.energy));
    return {
      from: part[0]!.day,
      to: part.at(-1)!.day,
      energyKwh: shown(energy.energyKwh, 1),
      status: energyStatus(language, energy, false, since) || lacking(energy, words, since),
    };
  });
}

/** Why a stretch has no value at all. */
function lacking({ missingHours, awaitedHours }: Energy, words: (typeof statusWords)[Language], since: string): string {
  if (missingHours > 0 || awaitedHours === 0) return words['-'];
  return since ? `${words.s} ${since}` : words['.'];
}
