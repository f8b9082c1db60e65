import { dropKwh, roundingKwh, slackKwh, stepFault } from '../pack/register-step.ts';
import type { RejectReason } from '../pack/reject-reason.ts';
import { longestChain } from './longest-chain.ts';

/** One reading of a register, delivered just now (`fresh`) or stored before. */
export interface Step {
  at: number;
  energyKwh: number;
  fresh: boolean;
}

/**
 * Which fresh readings of one meter don't fit in: the reason each, undefined for those that do. Stored readings are
 * trusted, but for those that a fresh one of the same instant replaces. Of the fresh ones between two trusted the longest
 * sequence is kept in which each can follow the one before. With nothing stored and half of them or more not in it, none is
 * believed. `steps` is in the order of time, the fresh of an instant after the stored and in the order of the file.
 */
export function screen(steps: Step[], maxPowerKw: number): (RejectReason | undefined)[] {
  const instants = [...Map.groupBy(steps.keys(), (index) => steps[index]!.at).values()];
  const fault: Fault = (from, to) => stepFault(steps[from]!.energyKwh, steps[to]!.energyKwh, steps[to]!.at - steps[from]!.at, maxPowerKw);
  const stored = ([index]: number[]) => (steps[index!]!.fresh ? undefined : index);
  let trusted = instants.map((indexes) => (indexes.length === 1 ? stored(indexes) : undefined));
  let kept = keepBetween(trusted, instants, steps, maxPowerKw, fault);
  // A stored one whose replacement is refused stays, so that the others have to fit it.
  for (const stays = (n: number) => kept[n] === undefined && stored(instants[n]!) !== undefined; instants.some((_, n) => stays(n));) {
    trusted = trusted.map((index, n) => (stays(n) ? stored(instants[n]!) : index));
    kept = keepBetween(trusted, instants, steps, maxPowerKw, fault);
  }
  const reasons = findReasons(kept, instants, steps, fault);
  const refused = reasons.filter((reason) => reason !== undefined).length;
  const believed = refused * 2 < steps.length || steps.some(({ fresh }) => !fresh);
  return believed ? reasons : reasons.map((reason) => reason ?? 'implausible');
}

type Fault = (from: number, to: number) => RejectReason | undefined;

/** Fills the gaps between what is trusted with the longest sequences of fresh readings. */
function keepBetween(
  trusted: readonly (number | undefined)[],
  instants: readonly number[][],
  steps: readonly Step[],
  maxPowerKw: number,
  fault: Fault,
): (number | undefined)[] {
  const kept = [...trusted];
  for (let from = 0; from < kept.length; from++) {
    if (kept[from] !== undefined) continue;
    let to = from + 1;
    while (to < kept.length && kept[to] === undefined) to++;
    const before = kept[from - 1];
    const after = kept[to];
    const start = steps[instants[from]![0]!]!.at;
    const groups = instants
      .slice(from, to)
      .map((indexes) =>
        indexes
          .filter((index) => steps[index]!.fresh)
          .filter((index) => (before === undefined || !fault(before, index)) && (after === undefined || !fault(index, after))),
      );
    const links = groups.map((indexes) =>
      indexes.map((index) => {
        const { at, energyKwh } = steps[index]!;
        return { low: energyKwh, high: (maxPowerKw * (at - start)) / 3600 - energyKwh };
      }),
    );
    let last = before;
    for (const [group, place] of longestChain(links, { low: dropKwh + roundingKwh, high: slackKwh + roundingKwh })) {
      const index = groups[group]![place]!;
      if (last !== undefined && fault(last, index)) continue;
      kept[from + group] = index;
      last = index;
    }
    from = to;
  }
  return kept;
}

/** A fresh reading is refused for what it is to those kept around it. One that another of the same instant replaces is not, where it fits. */
function findReasons(
  kept: readonly (number | undefined)[],
  instants: readonly number[][],
  steps: readonly Step[],
  fault: Fault,
): (RejectReason | undefined)[] {
  const reasons = new Array<RejectReason | undefined>(steps.length).fill(undefined);
  let before: number | undefined;
  let next = 0;
  instants.forEach((indexes, n) => {
    if (next <= n) next = n + 1;
    while (next < kept.length && kept[next] === undefined) next++;
    const after = kept[next];
    for (const index of indexes) {
      if (!steps[index]!.fresh || index === kept[n]) continue;
      const reason =
        (before === undefined ? undefined : fault(before, index)) ?? (after === undefined ? undefined : faultAhead(fault(index, after)));
      const replaced = kept[n] !== undefined && index < kept[n];
      reasons[index] = reason ?? (replaced ? undefined : 'implausible');
    }
    before = kept[n] ?? before;
  });
  return reasons;
}

/** Seen from the reading before it, a following drop means that this one is too high. */
function faultAhead(reason: RejectReason | undefined): RejectReason | undefined {
  return reason === 'register-drop' ? 'implausible' : reason === 'implausible' ? 'register-drop' : undefined;
}
