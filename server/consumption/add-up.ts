import type { Energy } from '../contract/consumption.ts';
import { leastSure, type StatusLetter } from '../status.ts';
import type { StoredDay } from './stored-day.ts';

/** A metering point's day as it is seen at a moment: hours after its last value are not come yet (`.`), or overdue (`s`). */
export interface PointDay extends Omit<StoredDay, 'status'> {
  status: readonly StatusLetter[];
}

/** A local day of what was chosen: one point, or several added up. As long as the day, the future left out. */
export interface LocalDay {
  day: string;
  /** kWh an hour; null where there is none. Null as a whole once the hours are purged. */
  hours: (number | null)[] | null;
  status: StatusLetter[];
  energy: Energy;
}

/**
 * Adds the points' days up, hour by hour: an hour that one of them lacks is lacking in the sum, and the sum is as sure as the
 * least sure of them. A point without any row that day has not begun or is closed down, and lacks nothing.
 * `slots` is how many of the day's hours there are to show; 0 for a day in the future.
 */
export function addUp(day: string, points: readonly PointDay[], slots: number): LocalDay {
  if (points.length > 0 && points.every(({ hours }) => hours === null)) return withoutHours(day, points, slots);
  const hours: (number | null)[] = [];
  const status: StatusLetter[] = [];
  for (let slot = 0; slot < slots; slot += 1) {
    const values = points.map((point) => point.hours?.[slot] ?? null);
    const lacking = values.length === 0 || values.includes(null);
    hours.push(lacking ? null : values.reduce<number>((sum, value) => sum + (value ?? 0), 0));
    status.push(lacking ? whyLacking(points, slot) : leastSure(points.map((point) => point.status[slot] ?? '-')));
  }
  const known = hours.filter((value) => value !== null);
  const energyKwh = known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0);
  return { day, hours, status, energy: { energyKwh, ...count(status) } };
}

/** Several days' energy as one. */
export function addEnergy(parts: readonly Energy[]): Energy {
  const sum: Energy = { energyKwh: null, ...count([]) };
  for (const part of parts) {
    if (part.energyKwh !== null) sum.energyKwh = (sum.energyKwh ?? 0) + part.energyKwh;
    sum.hours += part.hours;
    sum.estimatedHours += part.estimatedHours;
    sum.correctedHours += part.correctedHours;
    sum.manualHours += part.manualHours;
    sum.missingHours += part.missingHours;
    sum.awaitedHours += part.awaitedHours;
  }
  return sum;
}

/** The last slot with a value, or that had one before its hours were purged; -1 without any. */
export function lastSlot({ status }: Pick<LocalDay, 'status'>): number {
  return status.findLastIndex((letter) => !lackingLetters.has(letter));
}

const lackingLetters: ReadonlySet<StatusLetter> = new Set(['.', 's', '-']);

/** Whether an hour has no value (and had none). */
export const isLacking = (letter: StatusLetter): boolean => lackingLetters.has(letter);

function count(status: readonly StatusLetter[]): Omit<Energy, 'energyKwh'> {
  const of = (...letters: StatusLetter[]): number => status.filter((letter) => letters.includes(letter)).length;
  return {
    hours: status.length,
    estimatedHours: of('e'),
    correctedHours: of('c'),
    manualHours: of('h'),
    missingHours: of('-'),
    awaitedHours: of('.', 's'),
  };
}

/** Missing for good counts more than not come yet; hours that are no longer kept of one point are no hole of the other's. */
function whyLacking(points: readonly PointDay[], slot: number): StatusLetter {
  const lacking = points.filter(({ hours }) => (hours?.[slot] ?? null) === null);
  return leastSure(lacking.map(({ hours, status }) => (hours === null && !isLacking(status[slot] ?? '-') ? 'x' : (status[slot] ?? '-'))));
}

/** Past their keeping time only the day's own sums are left, and how sure each hour was. */
function withoutHours(day: string, points: readonly PointDay[], slots: number): LocalDay {
  const was = Array.from({ length: slots }, (_, slot) => leastSure(points.map(({ status }) => status[slot] ?? '-')));
  const known = points.filter(({ energyKwh }) => energyKwh !== null);
  return {
    day,
    hours: null,
    status: was.map((letter) => (isLacking(letter) ? letter : 'x')),
    energy: {
      energyKwh: known.length === 0 ? null : known.reduce((sum, { energyKwh }) => sum + (energyKwh ?? 0), 0),
      ...count(was),
    },
  };
}
