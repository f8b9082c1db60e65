/** Largest amount in øre that is read: a hundred million kroner. Sums of thousands of them are still exact in a double. */
const most = 10_000_000_000;

/** Øre of an amount in kroner as XML writes it (`1234.5`), exactly; undefined when it is no such amount or has more than two decimals. */
export function readOre(written: string): number | undefined {
  const parts = /^([+-]?)(\d{0,15})(?:\.(\d{0,20}))?$/.exec(written);
  if (parts === null || !/\d/.test(written)) return undefined;
  const [, sign, whole = '', decimals = ''] = parts;
  if (/[1-9]/.test(decimals.slice(2))) return undefined;
  const ore = Number(whole || '0') * 100 + Number(decimals.slice(0, 2).padEnd(2, '0'));
  if (ore > most) return undefined;
  return sign === '-' && ore !== 0 ? -ore : ore;
}

/** `1234.50`: kroner of øre, as XML and JSON write them. */
export function formatOre(ore: number): string {
  const digits = String(Math.abs(ore)).padStart(3, '0');
  return `${ore < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
