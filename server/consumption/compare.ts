import { lastSlot, type LocalDay } from './add-up.ts';

/**
 * Energy of the days before that stand against what there is of the days shown: the same days, the last one cut at the
 * same hour. Null when either of them lacks an hour in between, because then they are not like for like.
 */
export function comparable(shown: readonly LocalDay[], before: readonly LocalDay[]): { energyKwh: number } | null {
  const last = shown.findLastIndex((day) => lastSlot(day) >= 0 || day.energy.energyKwh !== null);
  if (last < 0) return null;
  let energyKwh = 0;
  for (let n = 0; n <= last; n += 1) {
    const day = shown[n]!;
    const whole = n < last || day.hours === null || lastSlot(day) === day.status.length - 1;
    const hours = whole ? undefined : lastSlot(day) + 1;
    const other = before[n];
    if (other === undefined) return n > 0 && n === 28 ? { energyKwh } : null; // 29 February has no day a year before
    if (hours === undefined) {
      if (day.energy.missingHours > 0 || other.energy.missingHours > 0 || other.energy.energyKwh === null) return null;
      energyKwh += other.energy.energyKwh;
    } else {
      const cut = other.hours?.slice(0, hours) ?? [null];
      if (day.status.slice(0, hours).includes('-') || cut.includes(null)) return null;
      energyKwh += cut.reduce<number>((sum, value) => sum + (value ?? 0), 0);
    }
  }
  return { energyKwh };
}
