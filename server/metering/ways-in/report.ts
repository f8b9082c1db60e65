import type { ImportReport, SetAsideRegister } from '../import-report.ts';
import { describeReason, type RejectedReading } from '../screen/set-aside.ts';

const mostNamed = 20;

/** An import's report in sentences for the operator. */
export function describeImport(report: ImportReport, check: boolean): string[] {
  const {
    file,
    known,
    read,
    shown,
    stored,
    unchanged,
    corrected,
    superseded,
    rejected,
    empty,
    rejections,
    overruled,
    told,
    rolledOver,
    passedOver,
  } = report;
  if (known) return [`${file}: imported before; nothing changed (${read} readings).`];
  const parts = [
    `${shown} shown (${stored} new, ${corrected} corrected, ${unchanged} as before)`,
    `${superseded} superseded`,
    `${rejected} set aside`,
    ...(empty > 0 ? [`${empty} without a value`] : []),
  ];
  const passed = passedOver.lines > 0 ? ` ${countLines(passedOver.lines)} passed over (${describePassedOver(passedOver)}).` : '';
  const lines = rejections.slice(0, mostNamed).map((reading) => `  ${describeRejected(reading)}`);
  if (rejected > lines.length) lines.push(`  … and ${rejected - lines.length} more; see min-side readings rejected`);
  for (const reading of overruled.slice(0, mostNamed))
    lines.push(`  It speaks against ${reading.file}, ${describeRejected(reading)}; that one is set aside now.`);
  for (const register of told) lines.push(`  ${describeTold(register)}`);
  for (const { meteringPointId, serial, at, fromKwh, toKwh } of rolledOver.slice(0, mostNamed))
    lines.push(`  Meter ${serial} at metering point ${meteringPointId} rolled over by ${at}, from ${fromKwh} to ${toKwh} kWh; it goes on.`);
  return [`${check ? 'Would import ' : ''}${file}: ${read} readings read: ${parts.join(' + ')}.${passed}`, ...lines];
}

/** A register told at a swap that readings contradict. */
export const describeTold = ({ end, energyKwh, serial, meteringPointId, reason }: SetAsideRegister) =>
  `The ${end} register ${energyKwh} kWh of meter ${serial} at metering point ${meteringPointId} is set aside: ${describeReason(reason, energyKwh)}`;

export const countLines = (lines: number) => (lines === 1 ? '1 line' : `${lines} lines`);

/** Such as "line 1 above the header, line 27 totals". */
function describePassedOver({ lines, first }: ImportReport['passedOver']): string {
  const named = first.slice(0, 5).map(({ line, what }) => `line ${line} ${what}`);
  return [...named, ...(lines > named.length ? ['…'] : [])].join(', ');
}

/** Where a reading that was set aside stood, what it was, and why. */
export function describeRejected({ line, meteringPointId, serial, at, energyKwh, reason }: RejectedReading): string {
  const point = meteringPointId === '0' ? '' : `metering point ${meteringPointId}, `;
  const meter = serial === '' ? '' : `meter ${serial}, `;
  return `line ${line}: ${point}${meter}${at}, ${energyKwh} kWh: ${describeReason(reason, energyKwh)}`;
}
