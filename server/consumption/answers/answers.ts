import type { AnswersReply, ForecastAnswer, WeatherAnswer } from '../../contract/answers.ts';
import { billedPeaks, firstBilledDay, type DayPeak, type PeakRule } from '../peaks.ts';
import type { AnswerDay } from './answer-day.ts';
import { correctedByDegreeDays, degreeDaysOf, summerBaseKwh } from './degree-days.ts';
import { expectedKwh, fitSignature, leastDays, usualBand, type DayUse, type EnergySignature } from './energy-signature.ts';
import { forecastYear, type Forecast } from './forecast.ts';
import { addHeatSums, judgeCooling, plantTemperatures } from './heating-plant.ts';
import { correctedBySignature, normalDegreeDays, type NormalWeather } from './normal-year.ts';
import { feltTemperature, type DayTemperatures } from './outdoor.ts';

/** What the answers are made of. */
export interface AnswerGround {
  /** The year, month or day that is shown, as `2024`, `2024-05` or `2024-05-17`. */
  at: string;
  /** Own days, in order. */
  days: readonly AnswerDay[];
  /** Peaks of a sum of points, which follow from its hours and not from theirs; undefined: those of the days. */
  dayPeaks?: readonly DayPeak[];
  weather: { station: string; means: DayTemperatures; hours: ReadonlyMap<string, readonly (number | null)[]> } | null;
  normal: NormalWeather | null;
  rule: PeakRule | null;
  cooling: { good: number; poor: number };
  /** Start of a local day's hour, or of the day, as an instant. */
  instantOf: (day: string, slot: number) => string;
  /** The local day of now. */
  today: string;
}

/** Everything there is to say of a year, a month or a day beside its numbers; each null where the data don't carry it. */
export function presentAnswers(ground: AnswerGround): AnswersReply {
  const { at, days, weather } = ground;
  const shown = days.filter(({ day }) => day.startsWith(at));
  const uses = sureUses(days);
  const usual = weather && signatureFor(uses, weather.means, at);
  const forecast = at === ground.today.slice(0, 4) ? forecastOf(ground) : null;
  return {
    at,
    weather: weather && weatherAnswer(ground, shown, usual),
    plant: plantAnswer(ground, shown),
    peaks: peaksAnswer(ground),
    forecast: forecast && without(forecast),
  };
}

/** What the running year will come to; null where the house has no signature, or nothing tells the weather. */
export function forecastOf({ days, weather, normal, today }: Pick<AnswerGround, 'days' | 'weather' | 'normal' | 'today'>): Forecast | null {
  const uses = sureUses(days);
  const signature = weather && normal && fitSignature(uses, weather.means);
  return signature && forecastYear(signature, normal!, weather!.means, Number(today.slice(0, 4)), uses);
}

function without({ daysLeft: _, ...shown }: Forecast): ForecastAnswer {
  return shown;
}

const sureUses = (days: readonly AnswerDay[]): DayUse[] =>
  days.flatMap(({ day, energyKwh, sure }) => (sure && energyKwh !== null ? [{ day, energyKwh }] : []));

/** What is usual is learned from the days before what is shown; where those are no year, from all others around it. */
function signatureFor(uses: readonly DayUse[], means: DayTemperatures, at: string): EnergySignature | null {
  const before = uses.filter(({ day }) => day < at);
  const signature = before.length >= leastDays ? fitSignature(before, means) : null;
  return (
    signature ??
    fitSignature(
      uses.filter(({ day }) => !day.startsWith(at)),
      means,
    )
  );
}

function weatherAnswer(
  { at, weather, normal, days }: AnswerGround,
  shown: readonly AnswerDay[],
  signature: EnergySignature | null,
): WeatherAnswer | null {
  const { station, means, hours } = weather!;
  const dates = [...means.keys()].filter((day) => day.startsWith(at));
  if (dates.length === 0) return null;
  const stretch = at.length === 4 ? 7 : 10;
  const uses = shown.flatMap(({ day, energyKwh }) => (energyKwh === null ? [] : [{ day, energyKwh }]));
  const compared = signature === null ? [] : uses.filter(({ day }) => means.has(day));
  const expected = new Map(compared.map(({ day }) => [day, expectedKwh(signature!, day, feltTemperature(means, day)!)]));
  const total = (of: readonly { day: string }[]): number => of.reduce((sum, { day }) => sum + expected.get(day)!, 0);
  const used = compared.reduce((sum, { energyKwh }) => sum + energyKwh, 0);
  const band = (own: readonly { day: string }[]) => {
    const kWh = total(own);
    return { expectedKwh: kWh, ...usualBand(signature!, kWh, own.length) };
  };
  const degreeDays = dates.reduce((sum, day) => sum + degreeDaysOf(means.get(day)!), 0);
  const normals = normal === null ? [null] : dates.map((day) => normalDegreeDays(normal, day));
  const normalSum = normals.includes(null) ? null : normals.reduce<number>((sum, value) => sum + value!, 0);
  return {
    station,
    parts:
      at.length === 10
        ? (hours.get(at) ?? []).map((temperature, slot) => ({ at: String(slot), temperature, usual: null }))
        : [...Map.groupBy(dates, (day) => day.slice(0, stretch))].map(([part, own]) => {
            const ofPart = compared.filter(({ day }) => day.startsWith(part));
            return {
              at: part,
              temperature: own.reduce((sum, day) => sum + means.get(day)!, 0) / own.length,
              // A month is held against its band only where it is compared as a whole.
              usual: ofPart.length > 0 && ofPart.length === own.length ? band(ofPart) : null,
            };
          }),
    degreeDays,
    normalDegreeDays: normalSum,
    usual: compared.length > 0 ? { actualKwh: used, ...band(compared), days: compared.length } : null,
    corrected: correctedAnswer(),
    signature: signature && {
      baseKwh: signature.baseKwh,
      slopeKwh: signature.slopeKwh,
      changePoint: signature.changePoint,
      days: signature.days,
      from: signature.from,
      to: signature.to,
    },
  };

  /** Only of a whole month or year: a day's weather says too little. */
  function correctedAnswer(): WeatherAnswer['corrected'] {
    if (normal === null || at.length === 10 || uses.length < dates.length || uses.length < 28) return null;
    const actualKwh = uses.reduce((sum, { energyKwh }) => sum + energyKwh, 0);
    if (signature !== null) {
      const kWh = correctedBySignature(signature, normal, means, uses);
      return kWh === null ? null : { kWh, actualKwh, method: 'signature', normalFrom: normal.from };
    }
    if (normalSum === null) return null;
    const kWh = correctedByDegreeDays({
      useKwh: actualKwh,
      basePerDayKwh: summerBaseKwh(sureUses(days)),
      days: uses.length,
      degreeDays,
      normalDegreeDays: normalSum,
    });
    return kWh === null ? null : { kWh, actualKwh, method: 'degree-days', normalFrom: normal.from };
  }
}

function plantAnswer({ at, cooling }: AnswerGround, shown: readonly AnswerDay[]): AnswersReply['plant'] {
  const whole = plantTemperatures(addHeatSums(shown));
  if (whole === null) return null;
  const parts = [...Map.groupBy(shown, ({ day }) => day.slice(0, at.length === 4 ? 7 : 10))].map(([part, days]) => {
    const found = plantTemperatures(addHeatSums(days));
    return {
      at: part,
      volumeM3: found?.volumeM3 ?? null,
      flow: found?.flow ?? null,
      return: found?.return ?? null,
      cooling: found?.cooling ?? null,
    };
  });
  // In summer little water runs through long pipes: what it cools says nothing about the plant.
  const heated = plantTemperatures(addHeatSums(shown.filter(({ day }) => !summerMonths.includes(day.slice(5, 7)))));
  return { ...whole, judged: heated && judgeCooling(heated.cooling, cooling), good: cooling.good, poor: cooling.poor, parts };
}

const summerMonths = ['06', '07', '08'];

/** First and last day whose peaks are billed together with what is shown; null where there is nothing to show. */
export function billedSpan({ at, days, rule }: Pick<AnswerGround, 'at' | 'days' | 'rule'>): { from: string; last: string } | null {
  // A month's peaks are no year's, and a year's are shown in its months, where they lie.
  if (rule === null || (rule.per === 'month' && at.length === 4)) return null;
  const last = days.findLast(({ day }) => day.startsWith(rule.per === 'month' ? at.slice(0, 7) : at.slice(0, 4)))?.day;
  return last === undefined ? null : { from: firstBilledDay(rule.per, last), last };
}

function peaksAnswer({ at, days, dayPeaks, rule, instantOf }: AnswerGround): AnswersReply['peaks'] {
  const span = billedSpan({ at, days, rule });
  if (span === null || rule === null) return null;
  const { from, last } = span;
  const own = dayPeaks ?? days.flatMap((day) => ofDay(day, rule.of));
  const found = billedPeaks(
    own.filter(({ day }) => day >= from && day <= last),
    rule,
  );
  if (found === null) return null;
  const { peaks, ...means } = found;
  return {
    ...means,
    ...rule,
    from,
    to: last,
    peaks: peaks.map(({ day, slot, powerKw }) => ({ at: slot === null ? day : instantOf(day, slot), powerKw })),
  };
}

function ofDay({ day, energyKwh, sure, peakKw, peakSlot }: AnswerDay, of: PeakRule['of']): DayPeak[] {
  if (of === 'hour') return peakKw === null || peakSlot === null ? [] : [{ day, slot: peakSlot, powerKw: peakKw }];
  // The two days of the year with 23 and 25 hours are of no account for a mean of days.
  return sure && energyKwh !== null ? [{ day, slot: null, powerKw: energyKwh / 24 }] : [];
}
