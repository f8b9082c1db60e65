import { dropKwh, slackKwh } from '../pack/register-step.ts';

/** SQL: `stepFault` between two readings, each an expression of energy in kWh and of an instant; `limit` is the house's, in kW. */
export const stepFaultSql = (energy: string, before: string, at: string, atBefore: string, limit: string) =>
  `(${energy} < ${before} - ${dropKwh} or ${energy} > ${before} + ${limit} * extract(epoch from ${at} - ${atBefore}) / 3600 + ${slackKwh})`;
