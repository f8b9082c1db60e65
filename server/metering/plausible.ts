/** How far a register may rise; whole-kWh registers need one unit of slack. */
export interface Limits {
  maxPowerKw: number;
}

/** A house with no limit of its own uses less than this; a block with 42 flats has been seen to use 51. */
export const defaultMaxPowerKw = 500;
const slackKwh = 1;
/** Rounding of delivered values, not a drop. */
export const dropKwh = 1e-6;

export type RejectReason = 'register-drop' | 'implausible' | 'future' | 'unknown-meter' | 'no-such-local-time' | 'purged';

/** Why a register can't go from one reading to a later one; undefined when it can. Energy in kWh. */
export function stepFault(energyBefore: number, energyAfter: number, seconds: number, maxPowerKw: number): RejectReason | undefined {
  const rise = energyAfter - energyBefore;
  if (rise < -dropKwh) return 'register-drop';
  return rise > (maxPowerKw * seconds) / 3600 + slackKwh ? 'implausible' : undefined;
}

/** One reading of a register, delivered just now (`fresh`) or stored before. */
export interface Step {
  at: number;
  energyKwh: number;
  fresh: boolean;
}

/**
 * Which fresh readings of one meter don't fit in: the reason each, undefined for those that do. Stored readings are
 * trusted, but for those that a fresh one of the same instant is to replace. `steps` is in the order of time, the fresh
 * of an instant after the stored. With nothing stored, the first pair that fits begins; when then most don't fit, none is believed.
 */
export function screen(steps: Step[], maxPowerKw: number): (RejectReason | undefined)[] {
  const reasons = new Array<RejectReason | undefined>(steps.length).fill(undefined);
  const trusted = (index: number) => !steps[index]!.fresh && steps[index + 1]?.at !== steps[index]!.at;
  const fault = (from: number, to: number) =>
    stepFault(steps[from]!.energyKwh, steps[to]!.energyKwh, steps[to]!.at - steps[from]!.at, maxPowerKw);
  const nextTrusted = new Array<number>(steps.length);
  for (let index = steps.length - 1, next = -1; index >= 0; index--) {
    nextTrusted[index] = next;
    if (trusted(index)) next = index;
  }
  let last = -1;
  let fresh = 0;
  let rejected = 0;
  for (let index = 0; index < steps.length; index++) {
    if (!steps[index]!.fresh) {
      if (trusted(index)) last = index;
      continue;
    }
    fresh++;
    const next = nextTrusted[index]!;
    const after = next >= 0 ? next : last < 0 && index + 1 < steps.length ? index + 1 : -1;
    const sameInstant = last >= 0 && steps[last]!.at === steps[index]!.at;
    const reason =
      (last >= 0 && !sameInstant ? fault(last, index) : undefined) ?? (after >= 0 ? faultAhead(fault(index, after)) : undefined);
    if (reason) {
      reasons[index] = reason;
      rejected++;
    } else {
      last = index;
    }
  }
  const anyTrusted = steps.some((_, index) => trusted(index));
  if (!anyTrusted && rejected * 2 > fresh) steps.forEach((step, index) => step.fresh && (reasons[index] ??= 'implausible'));
  return reasons;
}

/** Seen from the reading before it, a following drop means that this one is too high. */
function faultAhead(reason: RejectReason | undefined): RejectReason | undefined {
  return reason === 'register-drop' ? 'implausible' : reason === 'implausible' ? 'register-drop' : undefined;
}
