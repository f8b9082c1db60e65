import type { Knex } from 'knex';
import { isKid } from '../server/invoices/document/check-digits.ts';
import { productOre, type CostLine } from '../server/prices/cost-line.ts';
import { daysOfMonth } from '../server/prices/month-use.ts';
import { costInput, costStatement } from '../server/prices/cost-statement.ts';
import { pointMonths, type PointMonth } from '../server/prices/point-months.ts';
import { ehfFile, type EhfInvoice, type EhfLine } from './ehf-file.ts';
import { invoicePdf } from './invoice-pdf.ts';

interface Point {
  id: string;
  costOf: (month: string) => PointMonth;
  /** Whole kWh of the meter at local midnight of the first of each month. */
  registers: Map<string, number>;
}

interface Customer {
  plantNumber: string;
  name: string;
  points: string[];
}

/** This invoice says 150 kWh more than the meter, so that the demo shows what that looks like. */
const wrong = { plantNumber: '660100', month: '2020-11', kwh: 150 };
const seller = { id: '999999999', name: 'Fredrikstad Fjernvarme (eksempel)' };
const zone = 'Europe/Oslo';
/** Up to the last month whose readings are all there. */
const twoYears = Array.from({ length: 24 }, (_, n) => new Date(Date.UTC(2018, 11 + n, 1)).toISOString().slice(0, 7));

/** Two years of example invoices of two customers, made of the demo's own meters and price lists, as EHF files. */
export async function* exampleInvoices(database: Knex): AsyncGenerator<{ name: string; bytes: Uint8Array }> {
  const period = { firstDay: '2018-01-03', lastDay: 'infinity' };
  for (const customer of await readCustomers(database)) {
    const points: Point[] = [];
    for (const id of customer.points) {
      const [row] = await costStatement.ofPoint(database, { point: id, ...period, month: `${twoYears[0]}-01` });
      const choice = { customerGroup: 'eksempel', priceList: 'eksempel-spot' };
      const costOf = row ? pointMonths({ ...costInput(row, period), choice }) : null;
      if (costOf) points.push({ id, costOf, registers: await readRegisters(database, id) });
    }
    for (const month of twoYears) {
      const invoice = invoiceOf(customer, points, month);
      if (invoice) yield { name: `${invoice.number}.xml`, bytes: new TextEncoder().encode(ehfFile(invoice)) };
    }
    const credit = creditNote(customer);
    yield { name: `${credit.number}.xml`, bytes: new TextEncoder().encode(ehfFile(credit)) };
  }
}

function invoiceOf(customer: Customer, points: readonly Point[], month: string): EhfInvoice | undefined {
  const lines = points.flatMap((point) => linesOf(customer, point, month));
  if (lines.length === 0) return undefined;
  const number = numberOf(customer, month);
  const issuedOn = `${monthAfter(month)}-05`;
  return {
    number,
    issuedOn,
    dueOn: `${monthAfter(month)}-20`,
    period: { from: `${month}-01`, to: `${month}-${daysOfMonth(month)}` },
    seller,
    buyerName: customer.name,
    plantNumber: customer.plantNumber,
    kid: kidOf(number),
    account: '12345678903',
    lines,
    pdf: pdfOf(`Faktura ${number}`, customer, issuedOn, lines),
  };
}

function linesOf({ plantNumber }: Customer, { id, costOf, registers }: Point, month: string): EhfLine[] {
  const { cost } = costOf(month);
  const [from, to] = [registers.get(month), registers.get(monthAfter(month))];
  const more = plantNumber === wrong.plantNumber && month === wrong.month ? wrong.kwh : 0;
  return (cost?.lines ?? [])
    .filter(({ part }) => part !== 'vat' && part !== 'rounding')
    .map((line) =>
      line.part === 'energy'
        ? energyLine(line, id, more, from, to)
        : { name: line.name, quantity: '1', unit: 'C62', price: String(line.ore / 100), netOre: line.ore },
    );
}

function energyLine({ name, factors }: CostLine, id: string, more: number, from: number | undefined, to: number | undefined): EhfLine {
  const [kwh, ore] = [factors[0]!, factors[1]!];
  const quantity = String(Number(kwh.value) + more);
  return {
    name,
    quantity,
    unit: 'KWH',
    price: String(Math.round(Number(ore.value) * 10_000) / 1_000_000),
    netOre: productOre([{ ...kwh, value: quantity }, ore]),
    properties: {
      'Målepunkt-ID': id,
      ...(from !== undefined && to !== undefined && { 'Målerstand fra': String(from), 'Målerstand til': String(to + more) }),
    },
  };
}

function creditNote(customer: Customer): EhfInvoice {
  const credited = numberOf(customer, '2019-06');
  const lines = [{ name: 'Kreditert gebyr', quantity: '1', unit: 'C62', price: '120', netOre: 12_000 }];
  const issuedOn = '2019-07-24';
  return {
    number: `K${credited}`,
    credit: true,
    issuedOn,
    refersTo: credited,
    seller,
    buyerName: customer.name,
    plantNumber: customer.plantNumber,
    account: '12345678903',
    lines,
    pdf: pdfOf(`Kreditnota K${credited}`, customer, issuedOn, lines),
  };
}

function pdfOf(title: string, { name, plantNumber }: Customer, issuedOn: string, lines: readonly EhfLine[]): Uint8Array {
  return invoicePdf([
    title,
    'EKSEMPEL: ingen har sendt denne fakturaen, og ingen skal betale den.',
    '',
    `${name}, anleggsnummer ${plantNumber}`,
    `Dato ${issuedOn}`,
    '',
    ...lines.map((line) => `${line.name}: ${line.quantity} x ${line.price} = ${(line.netOre / 100).toFixed(2)} kr uten mva.`),
  ]);
}

async function readCustomers(database: Knex): Promise<Customer[]> {
  const { rows } = await database.raw<{ rows: Customer[] }>(
    `select r.plant_number as "plantNumber", r.customer_name as name, array_agg(p.metering_point_id::text order by p.metering_point_id) as points
     from relationship r join relationship_metering_point p using (relationship_id)
     where r.plant_number in ('660100', '746100') group by r.relationship_id order by r.plant_number`,
  );
  return rows;
}

async function readRegisters(database: Knex, point: string): Promise<Map<string, number>> {
  const { rows } = await database.raw<{ rows: { month: string; kwh: number }[] }>(
    `select to_char(at at time zone '${zone}', 'YYYY-MM') as month, floor(energy_kwh)::float8 as kwh from reading
     where metering_point_id = :point and interval_seconds = 0 and energy_kwh is not null
       and at = date_trunc('month', at at time zone '${zone}') at time zone '${zone}'`,
    { point },
  );
  return new Map(rows.map(({ month, kwh }) => [month, kwh]));
}

const numberOf = ({ plantNumber }: Customer, month: string): string => `${plantNumber}${month.slice(2, 4)}${month.slice(5)}`;

function monthAfter(month: string): string {
  return new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)), 1)).toISOString().slice(0, 7);
}

function kidOf(number: string): string {
  return Array.from({ length: 10 }, (_, digit) => `${number}${digit}`).find(isKid)!;
}
