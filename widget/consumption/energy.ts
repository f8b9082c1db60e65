import type { Energy, StatusLetter } from '../../server/contract.ts';
import type { Look } from '../chart/model.ts';

/** Less than an hour of a day, or a day of a month, may be missing from what is called whole. */
const missingShare = 0.03;
/** From here on an estimated part makes the whole look estimated. */
const estimatedShare = 0.1;

/** How a period's bar looks; `wholeHours` are the period's when it is over. */
export function lookOf({ energyKwh, hours, estimatedHours, missingHours }: Energy, wholeHours: number): Look {
  if (energyKwh === null) return '-';
  if (estimatedHours > hours * estimatedShare) return 'e';
  return isWhole({ hours, missingHours }, wholeHours) ? 'm' : 'u';
}

/** Over, and (nearly) nothing missing. One hour less is March's. */
export const isWhole = ({ hours, missingHours }: Pick<Energy, 'hours' | 'missingHours'>, wholeHours: number): boolean =>
  hours >= wholeHours - 1 && missingHours <= hours * missingShare;

/** Readings by hand and corrected ones are as good as measured. */
export const hourLooks = (letters: string): string => letters.replace(/[hc]/g, 'm' satisfies StatusLetter);

/** Change as a share (-0.12: twelve per cent less); null where there is nothing to compare with. */
export const changeOf = (now: number | null, before: number | null | undefined): number | null =>
  now === null || !before || before <= 0 ? null : now / before - 1;

/** A whole's part, null when there is no whole. */
export const shareOf = (part: number | null, whole: number | null): number | null => (part === null || !whole ? null : part / whole);

/** Adds up what is there; null when nothing is. */
export const sumOf = (values: readonly (number | null)[]): number | null =>
  values.reduce<number | null>((sum, value) => (value === null ? sum : (sum ?? 0) + value), null);
