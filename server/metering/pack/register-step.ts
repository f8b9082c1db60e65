import type { RejectReason } from './reject-reason.ts';

/** A house with no limit of its own uses less than this; a block with 42 flats has been seen to use 51. */
export const defaultMaxPowerKw = 500;
/** Of registers in whole kWh. */
export const slackKwh = 1;
export const roundingKwh = 1e-6;
/** Rounding of delivered values, not a drop. */
export const dropKwh = 1e-6;
/** A house's own largest hours: so many times them, and so much more, is suspect though the house can use it. */
export const suspect = { times: 3, moreKwh: 2 };

/** Why a register can't go from one reading to a later one; undefined when it can. Energy in kWh. */
export function stepFault(energyBefore: number, energyAfter: number, seconds: number, maxPowerKw: number): RejectReason | undefined {
  const rise = energyAfter - energyBefore;
  if (rise < -dropKwh) return 'register-drop';
  return rise > (maxPowerKw * seconds) / 3600 + slackKwh ? 'implausible' : undefined;
}
