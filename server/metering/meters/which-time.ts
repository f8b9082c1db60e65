/** When a meter hung at a metering point, or what a line tells of it: instants as numbers, infinite where unbounded. */
export interface HungTime {
  from: number;
  to: number;
}

/**
 * Which of the times in which a meter hung at a metering point a line tells of; undefined where it tells of another: the meter came back, or
 * had hung there before. `times` are in their order.
 */
export function whichTime(times: readonly HungTime[], { from, to }: Partial<HungTime>): number | undefined {
  if (from === undefined && to === undefined) return times.length > 0 ? times.length - 1 : undefined;
  const found = from === undefined ? endsAt(times, to!) : beginsAt(times, from, to ?? Infinity);
  return found < 0 ? undefined : found;
}

/** The one that ends then, or else the last that has begun by then: its end is told, or corrected. */
function endsAt(times: readonly HungTime[], to: number): number {
  const same = times.findIndex((time) => time.to === to);
  return same < 0 ? times.findLastIndex((time) => time.from < to) : same;
}

/** The one that begins then, or that it lies in, or the first that it runs into: its beginning is told, or corrected. */
function beginsAt(times: readonly HungTime[], from: number, to: number): number {
  const same = times.findIndex((time) => time.from === from);
  if (same >= 0) return same;
  const around = times.findLastIndex((time) => time.from < from && from < time.to);
  return around < 0 ? times.findIndex((time) => time.from < to && from < time.to) : around;
}
