import type { Energy } from '../../server/contract/consumption.ts';
import type { Look } from '../chart/model.ts';

/** From here on an estimated part makes the whole look estimated; a smaller one is told in words. */
const estimatedShare = 0.1;

/** How a period's bar looks; `wholeHours` are the period's when it is over. */
export function lookOf(energy: Energy, wholeHours: number, overdue = false): Look {
  const { energyKwh, hours, estimatedHours, correctedHours, manualHours, missingHours, awaitedHours } = energy;
  if (energyKwh === null) return missingHours > 0 || awaitedHours === 0 ? '-' : overdue ? 's' : '.';
  if (estimatedHours > hours * estimatedShare) return 'e';
  if (!isWhole({ hours, missingHours, awaitedHours }, wholeHours)) return 'u';
  return correctedHours > 0 ? 'c' : manualHours > 0 ? 'h' : 'm';
}

/** Over, and nothing missing, however little. One hour less is March's. */
export const isWhole = (
  { hours, missingHours, awaitedHours }: Pick<Energy, 'hours' | 'missingHours' | 'awaitedHours'>,
  wholeHours: number,
): boolean => hours >= wholeHours - 1 && missingHours === 0 && awaitedHours === 0;

/** Change as a share (-0.12: twelve per cent less); null where there is nothing to compare with. */
export const changeOf = (now: number | null, before: number | null | undefined): number | null =>
  now === null || !before || before <= 0 ? null : now / before - 1;

/** A whole's part, null when there is no whole. */
export const shareOf = (part: number | null, whole: number | null): number | null => (part === null || !whole ? null : part / whole);

/** Adds up what is there; null when nothing is. */
export const sumOf = (values: readonly (number | null)[]): number | null =>
  values.reduce<number | null>((sum, value) => (value === null ? sum : (sum ?? 0) + value), null);

/** Several periods as one. */
export function addEnergy(parts: readonly Energy[]): Energy {
  const total = (key: Exclude<keyof Energy, 'energyKwh'>): number => parts.reduce((sum, part) => sum + part[key], 0);
  return {
    energyKwh: sumOf(parts.map(({ energyKwh }) => energyKwh)),
    hours: total('hours'),
    estimatedHours: total('estimatedHours'),
    correctedHours: total('correctedHours'),
    manualHours: total('manualHours'),
    missingHours: total('missingHours'),
    awaitedHours: total('awaitedHours'),
  };
}
