import type { InvoiceDocument, InvoiceLine } from './document/invoice-document.ts';
import type { InvoiceProfile } from './profile.ts';

/** What an invoice says that a metering point used. */
export interface BilledUse {
  /** Null where the invoice doesn't tell: then all of the relationship's. */
  readonly meteringPointId: string | null;
  readonly meterSerial: string | null;
  /** Local dates, both included. */
  readonly from: string;
  readonly to: string;
  readonly kwh: number;
  /** kWh that the last digit of the quantity or register stands for. */
  readonly stepKwh: number;
  readonly registerFromKwh: number | null;
  readonly registerToKwh: number | null;
  /** Øre with VAT of everything that is charged for these kWh. */
  readonly ore: number;
}

/** kWh of a unit of UN/ECE Recommendation 20. */
const kwhOf: Record<string, number> = { KWH: 1, MWH: 1000, GWH: 1_000_000, '3B': 1 / 3.6, GV: 1000 / 3.6, WHR: 0.001 };

/**
 * The use behind an invoice's energy lines. The same kWh are often charged several times (energy, grid, fees), and one
 * charge may stand in several lines (steps, months): lines of one name are added up, and the name with the most kWh is the use.
 */
export function billedUses(document: InvoiceDocument, profile: InvoiceProfile): BilledUse[] {
  const lines = document.lines.filter(({ unit }) => unit in kwhOf);
  const groups = Map.groupBy(lines, (line) => JSON.stringify([...pointOf(line, profile), periodOf(line, document)]));
  return [...groups.values()].flatMap((own) => {
    const [first] = own;
    const period = periodOf(first!, document);
    if (period === null) return [];
    const [meteringPointId, meterSerial] = pointOf(first!, profile);
    const named = own.filter(({ name }) => profile.energyLines.includes(name));
    const byName = [...Map.groupBy(named.length > 0 ? named : own, ({ name }) => (named.length > 0 ? '' : name)).values()];
    const main = byName.toSorted((one, other) => Math.abs(sumKwh(other)) - Math.abs(sumKwh(one)))[0]!;
    const registers = main.map((line) => [registerOf(line, profile.registerFrom), registerOf(line, profile.registerTo)] as const);
    const known = registers.filter(([from, to]) => from !== null && to !== null);
    return [
      {
        meteringPointId,
        meterSerial,
        ...period,
        kwh: round(sumKwh(main)),
        stepKwh: Math.max(...main.map(({ quantity, unit }) => stepOf(quantity) * kwhOf[unit]!)),
        registerFromKwh: known.length > 0 ? round(Math.min(...known.map(([from]) => from!))) : null,
        registerToKwh: known.length > 0 ? round(Math.max(...known.map(([, to]) => to!))) : null,
        ore: Math.round(own.reduce((sum, { netOre, vatPercent }) => sum + netOre * (1 + Number(vatPercent ?? 0) / 100), 0)),
      },
    ];
  });
}

function pointOf({ properties }: InvoiceLine, { meteringPoint, meter }: InvoiceProfile): [string | null, string | null] {
  const value = (names: readonly string[]) => properties.find(({ name }) => names.includes(name))?.value.trim() || null;
  const point = value(meteringPoint)?.replace(/\s/g, '') ?? null;
  return [point !== null && /^[1-9]\d{0,17}$/.test(point) ? point : null, value(meter)];
}

const periodOf = (line: InvoiceLine, document: InvoiceDocument) => line.period ?? document.period;

/** A register in the unit of its line: `12 345,6`, or with the unit behind it. */
function registerOf({ properties, unit }: InvoiceLine, names: readonly string[]): number | null {
  const written = properties.find(({ name }) => names.includes(name))?.value;
  const parts = /^(-?[\d\s.]*\d(?:,\d+)?)\s*(k?wh|mwh|gj|mj)?$/i.exec(written?.replace(/[\u00a0\u202f]/g, ' ').trim() ?? '');
  if (parts === null) return null;
  const number = Number(parts[1]!.replace(/\s/g, '').replace(',', '.'));
  const factor = { wh: 0.001, kwh: 1, mwh: 1000, gj: 1000 / 3.6, mj: 1 / 3.6 }[(parts[2] ?? '').toLowerCase()] ?? kwhOf[unit]!;
  return Number.isFinite(number) ? number * factor : null;
}

const sumKwh = (lines: readonly InvoiceLine[]): number =>
  lines.reduce((sum, { quantity, unit }) => sum + Number(quantity) * kwhOf[unit]!, 0);
const stepOf = (quantity: string): number => 10 ** -(quantity.split('.')[1]?.length ?? 0);
/** Conversions leave noise behind the thousandth. */
const round = (kwh: number): number => Math.round(kwh * 1000) / 1000;
