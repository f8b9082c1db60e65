import type { PointStatus } from '../store/status.ts';

/** A metering point's line for the operator, and below it what to look at. */
export function describeStatus(status: PointStatus): string[] {
  const { meteringPointId, first, last, estimatedHours, missingHours, rejected, lastFile } = status;
  const line = [
    meteringPointId,
    first ?? 'no readings',
    last ?? '',
    `${estimatedHours} h estimated`,
    `${missingHours} h missing`,
    `${rejected} set aside`,
    lastFile ?? '',
  ].join('  ');
  return [line, ...remarksOf(status).map((remark) => `  ${remark}`)];
}

function remarksOf({ silentSince, standsStillSince, disagreements, correctedMonths, suspiciousHours }: PointStatus): string[] {
  const meterOf = ({ serial, intervalSeconds }: { serial: string; intervalSeconds: number }) =>
    `${serial ? `meter ${serial}` : 'the meter'}${intervalSeconds > 0 ? `, use per ${intervalSeconds} s` : ''}`;
  return [
    ...(silentSince ? [`nothing has come since ${silentSince}`] : []),
    ...(standsStillSince ? [`the register stands still since ${standsStillSince}`] : []),
    ...disagreements.map(({ day, told }) => `${day}: ${told.map((one) => `${meterOf(one)}: ${one.energyKwh} kWh`).join('; ')}`),
    ...(correctedMonths.length > 0 ? [`corrected after the month was over: ${correctedMonths.join(', ')}; was it invoiced?`] : []),
    ...suspiciousHours.map(({ at, energyKwh, usualKwh }) => `${at}: ${energyKwh} kWh in an hour, where ${usualKwh} is about the most`),
  ];
}
