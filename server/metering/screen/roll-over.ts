import type { Candidate } from './judge.ts';

/** Smaller registers are not known, and a drop from less is no roll-over. */
export const fewestKwh = 10_000;
/** In kWh: a register rolls over at a power of ten of its own unit, kWh, MJ or kcal; of others of their kind it is a power of ten again. */
export const unitsKwh = [1, 1 / 3.6, 1.163];
const slackKwh = 1;

/** What a register that went from one reading over its end to a lower one has counted; undefined for one below 0. */
function rolledRise(before: number, after: number): number | undefined {
  if (after < 0) return undefined;
  return Math.min(...unitsKwh.map((unit) => 10 ** (Math.floor(Math.log10(before / unit)) + 1) * unit - before + after));
}

/** kWh: what a register with an end can't show fits nothing, nor another of its kind. */
const beyond = 1e15;

/** Between the last reading before the end and the first after it so many may be slips. */
const reach = 12;

/** Where a register seems to have gone over its end. */
export interface RegisterEnd {
  /** Places of the last reading before it and of the first after it. */
  before: number;
  after: number;
  /** kWh at which the register begins anew. */
  kwh: number;
}

/**
 * Where the register may have gone over its end. Only where the step is one that this house makes, and where most of the
 * readings before are high and most of those after are low: a zero among high registers, or a spike among low ones, is no end.
 */
export function findEnds(candidates: readonly Candidate[], maxPowerKw: number): RegisterEnd[] {
  const isSteep = ({ energyKwh }: Candidate, after: Candidate | undefined) =>
    energyKwh >= fewestKwh && after !== undefined && after.energyKwh < energyKwh / 2;
  if (!candidates.some((one, index) => isSteep(one, candidates[index + 1]))) return [];
  const usual = largestPower(candidates, maxPowerKw);
  const ends: RegisterEnd[] = [];
  let endedAt = -Infinity;
  for (let index = 0; index < candidates.length; index++) {
    const end = findEnd(candidates, index, usual);
    if (!end) continue;
    const { at } = candidates[end.after]!;
    // A register can't have counted all it can hold since it was last at its end: those are slips around that end.
    if (((at - endedAt) * maxPowerKw) / 3600 < end.kwh / 2) continue;
    ends.push(end);
    endedAt = at;
    index = end.after - 1;
  }
  return ends;
}

/** The registers as if none had an end, so that a sequence over it rises. What the register can't show before its end is higher than anything. */
export function unrolled(candidates: readonly Candidate[], ends: readonly RegisterEnd[]): Float64Array {
  const energies = Float64Array.from(candidates, ({ energyKwh }) => energyKwh);
  let offset = 0;
  let last = 0;
  for (const { before, after, kwh } of ends) {
    const half = candidates[before]!.energyKwh / 2;
    for (; last <= after; last++) {
      if (candidates[last]!.energyKwh >= kwh) energies[last] = beyond * (last + 1);
      else energies[last]! += last > before && candidates[last]!.energyKwh < half ? offset + kwh : offset;
    }
    offset += kwh;
  }
  for (; last < candidates.length; last++) energies[last]! += offset;
  return energies;
}

/**
 * The two readings between which the register went over its end, next after a place: of several near each other those that leave the fewest slips
 * around, and of these the earliest.
 */
function findEnd(candidates: readonly Candidate[], index: number, usual: number): RegisterEnd | undefined {
  let best: (RegisterEnd & { slips: number }) | undefined;
  for (let before = index; before < candidates.length && before <= (best ? index + 2 * reach : index); before++) {
    if (best && isFar(candidates[index]!, candidates[before]!, usual, best.kwh)) break;
    const found = findAfterEnd(candidates, before, usual);
    if (found && (!best || found.slips < best.slips)) best = found;
  }
  return best && { before: best.before, after: best.after, kwh: best.kwh };
}

/** The reading that goes on from this one over the end of the register, and how many around it that would make slips. */
function findAfterEnd(candidates: readonly Candidate[], index: number, usual: number): (RegisterEnd & { slips: number }) | undefined {
  const before = candidates[index]!;
  if (before.energyKwh < fewestKwh) return undefined;
  const half = before.energyKwh / 2;
  let best: (RegisterEnd & { slips: number }) | undefined;
  for (let next = index + 1; next < candidates.length && next <= index + reach; next++) {
    const after = candidates[next]!;
    if (after.energyKwh >= half) continue;
    const rise = rolledRise(before.energyKwh, after.energyKwh);
    if (rise === undefined || rise > (usual * 2 * (after.at - before.at)) / 3600 + slackKwh) continue;
    const kwh = rise + before.energyKwh - after.energyKwh;
    if (next > index + 1 && isFar(before, after, usual, kwh)) continue;
    const former = candidates.slice(Math.max(index + 1 - reach, 0), index + 1).filter((one) => !isFar(one, before, usual, kwh));
    const latter = candidates.slice(next, next + reach).filter((one) => !isFar(after, one, usual, kwh));
    const low = former.filter(({ energyKwh }) => energyKwh <= half).length;
    const high = latter.filter(({ energyKwh }) => energyKwh >= half).length;
    if (low * 2 < former.length && high * 2 < latter.length && (!best || low + high < best.slips))
      best = { before: index, after: next, kwh, slips: low + high };
  }
  return best;
}

/** So far that the house may have used half of what the register holds: what is low here may be high there, and another end is another. */
const isFar = (one: Candidate, other: Candidate, usual: number, kwh: number) => ((other.at - one.at) * usual) / 3600 >= kwh / 2;

/** kW: what this house uses in nearly all of its largest hours. */
function largestPower(candidates: readonly Candidate[], maxPowerKw: number): number {
  const powers: number[] = [];
  for (let index = 1; index < candidates.length; index++) {
    const seconds = candidates[index]!.at - candidates[index - 1]!.at;
    const power = ((candidates[index]!.energyKwh - candidates[index - 1]!.energyKwh) * 3600) / seconds;
    if (seconds > 0 && power >= 0 && power <= maxPowerKw) powers.push(power);
  }
  powers.sort((left, right) => left - right);
  return powers[Math.floor((powers.length - 1) * 0.98)] ?? 0;
}
