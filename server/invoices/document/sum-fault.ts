import { formatOre } from '../../ground/ore.ts';
import type { Totals } from './invoice-document.ts';

/** What the totals are made of, in øre. */
export interface Summands {
  readonly lines: readonly number[];
  readonly allowances: readonly number[];
  readonly charges: readonly number[];
  readonly vat: readonly number[];
}

/** The rule of EN 16931 that the sums break, in words, with UBL's name of the amount; undefined when they all add up to the øre. */
export function sumFault(totals: Totals, { lines, allowances, charges, vat }: Summands): { element: string; message: string } | undefined {
  const { linesOre, allowancesOre, chargesOre, netOre, vatOre, grossOre, prepaidOre, roundingOre, payableOre } = totals;
  const rules: [rule: string, element: string, what: string, says: number, isOre: number][] = [
    ['BR-CO-10', 'LineExtensionAmount', 'the lines', linesOre, sum(lines)],
    ['BR-CO-11', 'AllowanceTotalAmount', 'the allowances', allowancesOre, sum(allowances)],
    ['BR-CO-12', 'ChargeTotalAmount', 'the charges', chargesOre, sum(charges)],
    ['BR-CO-13', 'TaxExclusiveAmount', 'lines − allowances + charges', netOre, linesOre - allowancesOre + chargesOre],
    ['BR-CO-14', 'TaxAmount', 'the VAT of all rates', vatOre, sum(vat)],
    ['BR-CO-15', 'TaxInclusiveAmount', 'the amount without VAT + VAT', grossOre, netOre + vatOre],
    ['BR-CO-16', 'PayableAmount', 'the amount with VAT − prepaid + rounding', payableOre, grossOre - prepaidOre + roundingOre],
  ];
  for (const [rule, element, what, says, isOre] of rules) {
    if (says !== isOre) return { element, message: `${what}: the invoice says ${formatOre(says)} and it is ${formatOre(isOre)} (${rule})` };
  }
  return undefined;
}

const sum = (amounts: readonly number[]): number => amounts.reduce((total, amount) => total + amount, 0);
