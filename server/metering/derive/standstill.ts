/** A register at a moment, as it is shown. */
export interface Register {
  /** Unix seconds. */
  at: number;
  energyKwh: number;
  /** Null where the meter doesn't tell it. */
  volumeM3: number | null;
}

/** A register that stood still and then rose: from the last reading before it stood still to the first after. */
export interface Standstill {
  /** Unix seconds. */
  since: number;
  till: number;
  riseKwh: number;
  /** The largest hour that this house uses otherwise, within a month. */
  largestKwh: number;
  /** Whether the rise is spread over all of it: more than this house ever uses in an hour. */
  spread: boolean;
}

/** Hours that a register must stand still for, where no other number was told of the meter. */
export const defaultStandstillHours = 2;
/** A house that uses nothing for longer is not lived in, and no meter stands still. */
export const longestStandstillDays = 92;
/** How far around a house's hours are compared. */
export const comparedDays = 31;

const comparedSeconds = comparedDays * 86_400;
const daySeconds = 86_400;
const roundingKwh = 1e-6;
/** A stamp may be late by so much and still be the hour's. */
const slackSeconds = 300;
/** Without so many hours with use there is nothing to compare with. */
const fewestHours = 5;
/** A house that does so again and again (so many times more), as one that lowers its heat at night, has no fault. */
const habit = { times: 3, share: 0.8 };

/** What was used in the hour that ends with a register, or in an hour of the longer stretch that does. */
interface HourEnd {
  at: number;
  kwh: number;
  /** The stretch begins in a standstill. */
  still: boolean;
}

/**
 * The standstills among registers in the order of time that end between two moments, of at least so many hours, and whose rise is the most of its day: those
 * that are spread, and those that would be if another hour, now larger, were not. A month of registers on each side decides.
 */
export function findStandstills(
  registers: readonly Register[],
  { hours, from, to }: { hours: number; from: number; to: number },
): Standstill[] {
  if (hours <= 0) return [];
  const runs = findRuns(registers, hours);
  if (!runs.some(({ next }) => inside(registers[next]!.at, from, to))) return [];
  const ends = hourEnds(registers, runs);
  const whole = registers.every(({ energyKwh }) => Number.isInteger(energyKwh));
  return runs.flatMap(({ first, next }): Standstill[] => {
    const [before, after] = [registers[first]!, registers[next]!];
    if (!inside(after.at, from, to)) return [];
    const { kwh } = ends[next - 1]!;
    const plain = ends.filter(({ at, still }) => !still && Math.abs(at - after.at) <= comparedSeconds);
    const largestOf = (some: readonly HourEnd[]) => some.reduce((largest, one) => Math.max(largest, one.kwh), 0);
    const more = (largest: number) => kwh > largest + (whole ? 1 : roundingKwh);
    if (!more(largestOf(plain.filter(({ at }) => Math.abs(at - after.at) <= daySeconds)))) return [];
    const largestKwh = largestOf(plain);
    const known = plain.filter((one) => one.kwh > 0).length >= fewestHours;
    // Each standstill once, itself too: where registers come each quarter, several hours end with one rise.
    const alike = runs
      .map((run) => ends[run.next - 1]!)
      .filter((one) => Math.abs(one.at - after.at) <= comparedSeconds && one.kwh >= kwh * habit.share);
    return [
      {
        since: before.at,
        till: after.at,
        riseKwh: after.energyKwh - before.energyKwh,
        largestKwh,
        spread: known && alike.length <= habit.times && more(largestKwh),
      },
    ];
  });
}

const inside = (at: number, from: number, to: number) => at >= from && at <= to;

/** Where the registers stand still for long enough and then rise: the first that stands still, and the next that doesn't. */
function findRuns(registers: readonly Register[], hours: number): { first: number; next: number }[] {
  const runs: { first: number; next: number }[] = [];
  for (let first = 0, next = 0; first < registers.length; first = next) {
    next = first + 1;
    while (next < registers.length && isSame(registers[first]!, registers[next]!)) next++;
    const stood = registers[next - 1]!.at - registers[first]!.at;
    if (next === first + 1 || stood < hours * 3600 - slackSeconds || stood > longestStandstillDays * daySeconds) continue;
    if (next < registers.length && registers[next]!.energyKwh > registers[first]!.energyKwh) runs.push({ first, next });
  }
  return runs;
}

/** Where the water ran on, no heat was used: the meter counts. */
const isSame = (one: Register, other: Register) =>
  Math.abs(other.energyKwh - one.energyKwh) <= roundingKwh &&
  (one.volumeM3 === null || other.volumeM3 === null || Math.abs(other.volumeM3 - one.volumeM3) <= roundingKwh);

/** One for each register but the first. */
function hourEnds(registers: readonly Register[], runs: readonly { next: number }[]): HourEnd[] {
  const afterRun = new Set(runs.map(({ next }) => next));
  let start = 0;
  let lastAfter = -1;
  return registers.slice(1).map(({ at, energyKwh }, before) => {
    while (start < before && registers[start]!.at < at - 3600 - slackSeconds) start++;
    if (afterRun.has(before + 1)) lastAfter = before + 1;
    const hours = Math.max(1, (at - registers[start]!.at) / 3600);
    return { at, kwh: (energyKwh - registers[start]!.energyKwh) / hours, still: lastAfter > start };
  });
}
