import { InputFault } from '../ground/input-fault.ts';
import type { Comparison } from './compare/compare-with-meter.ts';
import type { InvoiceReport } from './import-invoices.ts';
import type { SetAside } from './match-invoice.ts';

const reasons: Record<SetAside, string> = {
  'no-number': 'it names neither a plant number nor a metering point',
  'unknown-number': 'no customer has its number',
  'other-period': 'nobody was a customer there in its period',
  'over-a-move': 'it goes over a move, and is made out to none of the customers by name',
  'other-customer': 'it is made out to a customer of another time',
};

/** What an import did, in sentences: the first in short, then each file that was refused or set aside. */
export function describeInvoices(report: InvoiceReport, check: boolean): string[] {
  const { files, added, changed, unchanged, setAside, refused, remarks } = report;
  const counts = `${added} new, ${changed} changed, ${unchanged} unchanged, ${setAside.length} set aside, ${refused.length} files refused`;
  return [
    `${files} files of invoices: ${counts}.${check ? ' Nothing was stored: this was only a check.' : ''}`,
    ...refused.map(({ file, line, column, message }) => new InputFault(message, line, column).describe(file)),
    ...setAside.map(({ file, number, reason }) => `${file}: invoice ${number} is set aside: ${describeSetAside(reason)}.`),
    ...remarks.map(({ file, remark }) => `${file}: ${remark}.`),
  ];
}

export function describeSetAside(reason: string): string {
  return reasons[reason as SetAside] ?? reason;
}

/** One comparison in one line: what the invoice says, what the meter says, and why they differ. */
export function describeComparison({ from, to, invoiceKwh, meterKwh, differenceKwh, differenceOre, reasons: why }: Comparison): string {
  const meter = meterKwh === null ? 'nothing' : `${meterKwh} kWh`;
  const difference = differenceKwh === null ? '' : `, ${differenceKwh} kWh and ${(differenceOre ?? 0) / 100} kr too much`;
  return `${from} to ${to}: the invoice says ${invoiceKwh} kWh, the meter ${meter}${difference} (${why.join(', ')})`;
}
