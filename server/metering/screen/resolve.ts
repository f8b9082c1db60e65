import type { RejectReason } from '../pack/reject-reason.ts';
import { dropKwh } from '../pack/register-step.ts';
import { judge, type Candidate, type Verdict } from './judge.ts';
import { orderOf, type Evidence } from './evidence.ts';

/** What is known of a series beside its readings. */
export interface Terms {
  intervalSeconds: number;
  maxPowerKw: number;
  /** Whether the metering point has such a meter. */
  known: boolean;
  /** In which of the meter's times there it is: a meter may come back. Undefined outside them all, or where it may as well be of another metering point. */
  timeOf(evidence: Evidence): number | undefined;
  /** Unix seconds. */
  now: number;
  isWithdrawn(evidence: Evidence): boolean;
  /** Whether what is set aside of the evidence has been judged for good. */
  isSettled?(evidence: Evidence): boolean;
}

/** A reading as it is to be shown. */
export interface InstantReading {
  evidence: Evidence;
  /** m, e, h or c: corrected where it replaces another that was not an estimate. */
  letter: string;
  /** In the order of `quantities`; what it leaves out is taken from what it replaces. */
  values: (number | null)[];
}

export interface Resolution {
  /** One for each of the evidence. */
  verdicts: Verdict[];
  shown: InstantReading[];
  /** Those shown whose register had gone over its end since the one before. */
  rolledOver: { before: Evidence; after: Evidence }[];
}

/** No judgement among readings mends these. */
const forEver: ReadonlySet<string> = new Set(['no-such-local-time', 'purged']);
const isContradicted = ({ reason }: Evidence) => reason === 'register-drop' || reason === 'implausible';
const clockSlackSeconds = 300;

/** What is shown of all that was delivered of a series, in the order of time, and what becomes of each of the others. */
export function resolve(evidence: readonly Evidence[], terms: Terms): Resolution {
  const verdicts = evidence.map((one): Verdict | undefined => outright(one, terms));
  const open = [...evidence.keys()].filter((index) => verdicts[index] === undefined);
  const rolledOver: Resolution['rolledOver'] = [];
  // What a meter counted elsewhere, between two times here, is nothing that this house could have used.
  for (const indexes of Map.groupBy(open, (index) => evidence[index]!.time ?? terms.timeOf(evidence[index]!)).values()) {
    const candidates = indexes.map((index): Candidate => {
      const one = evidence[index]!;
      return { at: one.at, energyKwh: one.values[0]!, order: orderOf(one) };
    });
    const judged = terms.intervalSeconds > 0 ? latest(candidates) : judge(candidates, terms.maxPowerKw);
    indexes.forEach((index, n) => (verdicts[index] = judged[n]!));
    if (terms.intervalSeconds > 0) continue;
    const stand = indexes.filter((index) => verdicts[index] === 'shown').map((index) => evidence[index]!);
    stand.forEach((after, n) => {
      const before = stand[n - 1];
      if (before && after.values[0]! < before.values[0]! - dropKwh) rolledOver.push({ before, after });
    });
  }
  const shown: InstantReading[] = [];
  for (let start = 0, end = 0; start < evidence.length; start = end) {
    while (end < evidence.length && evidence[end]!.at === evidence[start]!.at) end++;
    const one = combine(evidence, verdicts as Verdict[], start, end);
    if (one) shown.push(one);
  }
  return { verdicts: verdicts as Verdict[], shown, rolledOver };
}

function outright(
  one: Evidence,
  { intervalSeconds, maxPowerKw, known, timeOf, now, isWithdrawn, isSettled }: Terms,
): RejectReason | undefined {
  if (one.place === 'told') return undefined;
  if (isWithdrawn(one)) return 'withdrawn';
  if (one.reason !== null && (forEver.has(one.reason) || (isContradicted(one) && isSettled?.(one)))) return one.reason as RejectReason;
  if (!known) return 'unknown-meter';
  if (one.at > now + clockSlackSeconds) return 'future';
  if (timeOf(one) === undefined) return 'outside-meter-time';
  const energy = one.values[0]!;
  if (energy < 0 || (intervalSeconds > 0 && energy > (maxPowerKw * intervalSeconds) / 3600)) return 'implausible';
  return undefined;
}

/** Use per interval contradicts nothing: of one interval the last told counts. */
const latest = (candidates: readonly Candidate[]) =>
  candidates.map(({ at }, index): Verdict => (candidates[index + 1]?.at === at ? 'superseded' : 'shown'));

/** The one that is shown of an instant, with what those before it add. */
function combine(evidence: readonly Evidence[], verdicts: readonly Verdict[], start: number, end: number): InstantReading | undefined {
  let letter: string | undefined;
  let values: (number | null)[] = [];
  for (let index = start; index < end; index++) {
    const verdict = verdicts[index];
    const one = evidence[index]!;
    if (one.place === 'told' || (verdict !== 'shown' && verdict !== 'superseded')) continue;
    letter = letterAfter(letter, values, one, end - start > 1);
    values = one.values.map((value, quantity) => value ?? values[quantity] ?? null);
    if (verdict === 'shown') return { evidence: one, letter, values };
  }
  return undefined;
}

/** What the shown letter c was delivered as is not kept: beside others of its instant it says that it replaced them. */
function letterAfter(before: string | undefined, values: readonly (number | null)[], one: Evidence, beside: boolean): string {
  const own = one.quality === 'c' && one.place === 'shown' && beside ? 'm' : one.quality;
  if (before === undefined) return own;
  const same = one.values.every((value, quantity) => quantity > 3 || value === null || value === values[quantity]);
  if (own !== 'm') return own;
  if (same) return before === 'c' ? 'c' : 'm';
  return before === 'e' ? 'm' : 'c';
}
