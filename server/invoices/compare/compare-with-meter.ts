import type { BilledUse } from '../billed-use.ts';

/** What the portal knows of a billed period of one metering point, or of several added up. */
export interface MeterUse {
  readonly meteringPoints: readonly string[];
  readonly kwh: number | null;
  readonly estimatedHours: number;
  readonly missingHours: number;
  /** Registers at the first and after the last moment of the period, of one meter; null where there is none at the moment. */
  readonly registerFromKwh: number | null;
  readonly registerToKwh: number | null;
  /** Serial numbers of the meters that were put in within the period. */
  readonly swaps: readonly string[];
  /** Readings of the period that were replaced after the invoice was issued. */
  readonly replacedEstimates: boolean;
  readonly replacedOthers: boolean;
  /** Local dates on which the meter stood where the invoice's registers stand, within some days; null elsewhere. */
  readonly registerFromOn: string | null;
  readonly registerToOn: string | null;
}

/** Why the two differ, or can't be compared. */
export type DifferenceReason =
  | 'no-meter' // the metering point isn't this customer's, or has no values
  | 'missing-hours'
  | 'estimated-then' // the invoice had an estimate, which has been measured since
  | 'corrected-later'
  | 'estimated' // the portal's own values are estimated
  | 'other-period'
  | 'swap'
  | 'unknown';

export interface Comparison {
  /** Null where it is not known. */
  readonly agrees: boolean | null;
  readonly reasons: readonly DifferenceReason[];
  readonly meteringPoints: readonly string[];
  readonly from: string;
  readonly to: string;
  readonly invoiceKwh: number;
  readonly meterKwh: number | null;
  /** The invoice's more than the meter's. */
  readonly differenceKwh: number | null;
  readonly differenceOre: number | null;
  readonly invoiceRegisters: readonly [from: number, to: number] | null;
  readonly meterRegisters: readonly [from: number, to: number] | null;
  /** The days that the invoice's registers are of, where they are others. */
  readonly readOn: readonly [from: string, to: string] | null;
}

/**
 * Sets the kWh of an invoice beside those of the portal. A register in whole kWh is cut at both ends, so that 1 kWh is no
 * difference, nor is the last digit of what the invoice writes.
 */
export function compareWithMeter(use: BilledUse, meter: MeterUse): Comparison {
  const { kwh, missingHours } = meter;
  const known = kwh !== null && missingHours === 0;
  const differenceKwh = known ? round(use.kwh - kwh) : null;
  const agrees = differenceKwh === null ? null : Math.abs(differenceKwh) <= Math.max(1, use.stepKwh);
  const price = use.kwh === 0 ? 0 : use.ore / use.kwh;
  const registers = (from: number | null, to: number | null) => (from === null || to === null ? null : ([from, to] as const));
  const isOtherPeriod = (meter.registerFromOn ?? use.from) !== use.from || (meter.registerToOn ?? use.to) !== use.to;
  return {
    agrees,
    reasons: agrees === true ? [] : reasonsOf(meter, known, isOtherPeriod),
    meteringPoints: meter.meteringPoints,
    from: use.from,
    to: use.to,
    invoiceKwh: use.kwh,
    meterKwh: kwh === null ? null : round(kwh),
    differenceKwh,
    differenceOre: differenceKwh === null ? null : Math.round(differenceKwh * price) || 0,
    invoiceRegisters: registers(use.registerFromKwh, use.registerToKwh),
    meterRegisters: registers(meter.registerFromKwh, meter.registerToKwh),
    readOn: agrees === true || !isOtherPeriod ? null : [meter.registerFromOn ?? use.from, meter.registerToOn ?? use.to],
  };
}

function reasonsOf(meter: MeterUse, known: boolean, isOtherPeriod: boolean): DifferenceReason[] {
  if (meter.meteringPoints.length === 0 || meter.kwh === null) return ['no-meter'];
  if (!known) return ['missing-hours'];
  const reasons: DifferenceReason[] = [];
  if (isOtherPeriod) reasons.push('other-period');
  if (meter.replacedEstimates) reasons.push('estimated-then');
  if (meter.replacedOthers) reasons.push('corrected-later');
  if (meter.swaps.length > 0) reasons.push('swap');
  if (meter.estimatedHours > 0) reasons.push('estimated');
  return reasons.length > 0 ? reasons : ['unknown'];
}

const round = (kwh: number): number => Math.round(kwh * 1000) / 1000 || 0;
