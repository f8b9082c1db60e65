import { dropKwh, roundingKwh, slackKwh, stepFault } from '../pack/register-step.ts';
import type { RejectReason } from '../pack/reject-reason.ts';
import { longestChain, type Link, type Slack } from './longest-chain.ts';
import { findEnds, unrolled, type RegisterEnd } from './roll-over.ts';
import { usualUse } from './usual-power.ts';

/** A register that somebody told: delivered in a file of readings, or read at a swap. */
export interface Candidate {
  /** Unix seconds. */
  at: number;
  energyKwh: number;
  /** When it was delivered: later ones are higher, no two are the same. */
  order: number;
}

/** `superseded`: a later one of the same instant is shown, or says the same. */
export type Verdict = 'shown' | 'superseded' | RejectReason;

/**
 * What becomes of all that was ever delivered of one meter, whoever came first: the longest sequence in which each can follow the one before
 * is shown. Of two as long the later delivered is, unless it takes a step far above the house's own largest hours. Of readings of one instant the
 * latest is that fits between those shown, whatever it replaces. A lone reading is believed only while nothing contradicts it. `candidates` are
 * in the order of time and, within an instant, of delivery.
 */
export function judge(candidates: readonly Candidate[], maxPowerKw: number): Verdict[] {
  const instants = groupByInstant(candidates);
  const { energies, fault, kept } = standing(candidates, instants, maxPowerKw);
  const shown = kept.filter((index) => index !== undefined).length;
  const believed = shown > 1 || instants.length <= 1;
  const verdicts = new Array<Verdict>(candidates.length).fill(believed ? 'shown' : 'implausible');
  if (!believed) return verdicts;
  let before: number | undefined;
  let next = 0;
  instants.forEach((indexes, n) => {
    if (next <= n) next = n + 1;
    while (next < kept.length && kept[next] === undefined) next++;
    const after = kept[next];
    for (const index of indexes) {
      if (index === kept[n]) continue;
      const reason =
        (before === undefined ? undefined : fault(before, index)) ?? (after === undefined ? undefined : faultAhead(fault(index, after)));
      // What says the same as the shown one, or is replaced by a later one, is nobody's fault.
      const replaced = kept[n] !== undefined && (index < kept[n] || energies[index] === energies[kept[n]]);
      verdicts[index] = replaced ? 'superseded' : (reason ?? 'implausible');
    }
    before = kept[n] ?? before;
  });
  return verdicts;
}

type Fault = (from: number, to: number) => RejectReason | undefined;

/** Registers as they are compared, and the sequence that stands so. */
interface ChainResult {
  energies: Float64Array;
  fault: Fault;
  kept: (number | undefined)[];
}

/**
 * The longest sequence. Slips can look like the end of a register, which would put all that comes after them out of place: an end is
 * only taken for one where more readings stand with it than without.
 */
function standing(candidates: readonly Candidate[], instants: readonly number[][], maxPowerKw: number): ChainResult {
  const withEnds = (ends: readonly RegisterEnd[]): ChainResult => {
    const energies = unrolled(candidates, ends);
    const fault = (from: number, to: number) =>
      stepFault(energies[from]!, energies[to]!, candidates[to]!.at - candidates[from]!.at, maxPowerKw);
    const kept = isSimple(instants, fault) ? instants.map(latestOf) : keepLongest(instants, candidates, energies, maxPowerKw, fault);
    return { energies, fault, kept };
  };
  const length = ({ kept }: ChainResult) => kept.filter((index) => index !== undefined).length;
  let ends = findEnds(candidates, maxPowerKw);
  let best = withEnds(ends);
  for (const end of ends) {
    const others = ends.filter((one) => one !== end);
    const without = withEnds(others);
    if (length(without) >= length(best)) [best, ends] = [without, others];
  }
  return best;
}

function groupByInstant(candidates: readonly Candidate[]): number[][] {
  const groups: number[][] = [];
  let last = Number.NaN;
  candidates.forEach(({ at }, index) => {
    if (at === last) groups.at(-1)!.push(index);
    else groups.push([index]);
    last = at;
  });
  return groups;
}

const latestOf = (indexes: readonly number[]) => indexes.at(-1)!;

/** The latest of each instant fits the latest before: nearly always. An import that finds it so judges nothing, and what comes of it has to be the same. */
const isSimple = (instants: readonly number[][], fault: Fault) =>
  instants.every((indexes, n) => n === 0 || !fault(latestOf(instants[n - 1]!), latestOf(indexes)));

function keepLongest(
  instants: readonly number[][],
  candidates: readonly Candidate[],
  energies: Float64Array,
  maxPowerKw: number,
  fault: Fault,
): (number | undefined)[] {
  const start = candidates[0]!.at;
  const use = usualUse(candidates, energies, maxPowerKw);
  const links = instants.map((indexes) =>
    indexes.map((index, place): Link => {
      const { at, order } = candidates[index]!;
      const low = energies[index]!;
      // What corrects another of its instant is no slip: somebody has looked at it.
      const trusted = place > 0 && low !== energies[indexes[place - 1]!];
      return { low, high: (maxPowerKw * (at - start)) / 3600 - low, usual: use[index]! - low, trusted, order };
    }),
  );
  const slack = { low: dropKwh + roundingKwh, high: slackKwh + roundingKwh };
  const kept = new Array<number | undefined>(instants.length).fill(undefined);
  let last: number | undefined;
  for (const [group, place] of longestChain(links, slack)) {
    const index = instants[group]![place]!;
    if (last !== undefined && fault(last, index)) continue;
    kept[group] = index;
    last = index;
  }
  // What a later one of its instant replaced contradicts nothing: it stays only where the later one doesn't fit.
  instants.forEach((indexes, n) => {
    if (kept[n] !== undefined && energies[kept[n]] !== energies[latestOf(indexes)]) kept[n] = undefined;
  });
  keepUncontradicted(kept, instants, links, slack, fault);
  return kept;
}

/** A suspect step goes only where something contradicts it: what fits between those that are kept is kept too. */
function keepUncontradicted(
  kept: (number | undefined)[],
  instants: readonly number[][],
  links: readonly (readonly Link[])[],
  slack: Slack,
  fault: Fault,
): void {
  for (let from = 0, to = 0; from < kept.length; from = to + 1) {
    for (to = from; to < kept.length && kept[to] === undefined;) to++;
    let before = kept[from - 1];
    const after = kept[to];
    const fits = (index: number) => (before === undefined || !fault(before, index)) && (after === undefined || !fault(index, after));
    const open = Array.from({ length: to - from }, (_, n) =>
      instants[from + n]!.flatMap((index, place) => (fits(index) ? [{ index, place }] : [])),
    );
    if (open.every(({ length }) => length === 0)) continue;
    const between = open.map((some, n) => some.map(({ place }) => ({ ...links[from + n]![place]!, trusted: true })));
    for (const [n, place] of longestChain(between, slack)) {
      const { index } = open[n]![place]!;
      if (!fits(index)) continue;
      kept[from + n] = index;
      before = index;
    }
  }
}

/** Seen from the reading before it, a steep rise that follows means that this one is too low; a drop, that it is too high, which is said of any. */
function faultAhead(reason: RejectReason | undefined): RejectReason | undefined {
  return reason === 'implausible' ? 'register-drop' : undefined;
}
