import type { Energy, StatusLetter } from '../contract.ts';

/** One metering point's local day as it is stored. Hours are null where missing, and all of them once purged. */
export interface PointDay {
  /** `YYYY-MM-DD` */
  day: string;
  hours: (number | null)[] | null;
  status: string;
  energyKwh: number | null;
  measuredHours: number;
  estimatedHours: number;
  missingHours: number;
}

/** A local day of what was chosen: one point, or several added up. As long as the day, the future left out. */
export interface LocalDay {
  day: string;
  /** kWh an hour; null where missing. Null as a whole once the hours are purged. */
  hours: (number | null)[] | null;
  status: StatusLetter[];
  energy: Energy;
}

/**
 * Adds the points' days up, hour by hour: an hour that one of them lacks is missing in the sum, an hour that one of them
 * has estimated is estimated. A point without any row that day has not begun or is closed down, and lacks nothing.
 * `slots` is how many of the day's hours there are to show; 0 for a day in the future.
 */
export function addUp(day: string, points: readonly PointDay[], slots: number): LocalDay {
  if (points.length > 0 && points.every(({ hours }) => hours === null)) return purged(day, points, slots);
  const hours: (number | null)[] = [];
  const status: StatusLetter[] = [];
  for (let slot = 0; slot < slots; slot += 1) {
    const values = points.map((point) => point.hours?.[slot] ?? null);
    const missing = values.length === 0 || values.includes(null);
    hours.push(missing ? null : values.reduce<number>((sum, value) => sum + (value ?? 0), 0));
    status.push(missing ? '-' : leastSure(points.map((point) => point.status[slot] ?? '-')));
  }
  return { day, hours, status, energy: energyOf(hours, status) };
}

/** Several days' energy as one. */
export function addEnergy(parts: readonly Energy[]): Energy {
  const known = parts.filter(({ energyKwh }) => energyKwh !== null);
  return {
    energyKwh: known.length === 0 ? null : known.reduce((sum, { energyKwh }) => sum + (energyKwh ?? 0), 0),
    hours: parts.reduce((sum, { hours }) => sum + hours, 0),
    estimatedHours: parts.reduce((sum, { estimatedHours }) => sum + estimatedHours, 0),
    missingHours: parts.reduce((sum, { missingHours }) => sum + missingHours, 0),
  };
}

/** The largest hour that was truly measured (or corrected by the sender); spread hours are never a peak. */
export function findPeak(days: readonly LocalDay[]): { day: string; slot: number; powerKw: number } | null {
  let peak: { day: string; slot: number; powerKw: number } | null = null;
  for (const { day, hours, status } of days) {
    hours?.forEach((powerKw, slot) => {
      const sure = status[slot] === 'm' || status[slot] === 'c';
      if (sure && powerKw !== null && (peak === null || powerKw > peak.powerKw)) peak = { day, slot, powerKw };
    });
  }
  return peak;
}

/** The last slot with a value, -1 without any. */
export function lastSlot({ status }: LocalDay): number {
  return status.findLastIndex((letter) => letter !== '-');
}

function energyOf(hours: readonly (number | null)[], status: readonly StatusLetter[]): Energy {
  const known = hours.filter((value) => value !== null);
  return {
    energyKwh: known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0),
    hours: hours.length,
    estimatedHours: status.filter((letter) => letter === 'e').length,
    missingHours: hours.length - known.length,
  };
}

/** Past their keeping time only the day's own sums are left. */
function purged(day: string, points: readonly PointDay[], slots: number): LocalDay {
  const missingHours = Math.max(...points.map((point) => point.missingHours));
  const known = points.filter(({ energyKwh }) => energyKwh !== null);
  return {
    day,
    hours: null,
    status: Array.from({ length: slots }, () => '-' as const),
    energy: {
      energyKwh: known.length === 0 ? null : known.reduce((sum, { energyKwh }) => sum + (energyKwh ?? 0), 0),
      hours: slots,
      estimatedHours: Math.max(...points.map((point) => point.estimatedHours)),
      missingHours: Math.min(slots, missingHours),
    },
  };
}

function leastSure(letters: readonly string[]): StatusLetter {
  return (['e', 'h', 'c'] as const).find((letter) => letters.includes(letter)) ?? 'm';
}
