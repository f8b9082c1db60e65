import { DateTime } from 'luxon';
import { Failure } from '../failure.ts';
import { headingText, identifierText } from '../ground/cell.ts';
import { InputFault } from '../ground/input-fault.ts';
import { readTableFile, type TableRow } from '../ground/table-file.ts';
import { readMobile } from '../ground/typed-mobile.ts';
import { isoDate } from '../ground/written-date.ts';
import { zone } from '../ground/zone.ts';

/** One metering point of one relationship, as a line of the file says it. */
export interface CustomerLine {
  line: number;
  plantNumber: string;
  customerName: string;
  address: string;
  postalCode: string;
  city: string;
  /** E.164. */
  registeredMobile: string | null;
  /** ISO instants of local midnights; the period's end is the first moment outside it. */
  validFrom: string;
  validTo: string | null;
  meteringPointId: string;
  meteringPointAddress: string | null;
  meterSerial: string | null;
  /** Undefined where the file has none of these columns: then what is stored stays. */
  prices?: CustomerPrices;
}

/** What the cost is reckoned by. */
export interface CustomerPrices {
  customerGroup: string | null;
  priceList: string | null;
  dwellings: number;
  subscribedKw: number | null;
}

/** What is wrong with the file, and where. Lines count from 1, the header's. */
export interface CustomerFault {
  line: number;
  column: string | null;
  message: string;
}

const columns = [
  'plant_number',
  'customer_name',
  'address',
  'postal_code',
  'city',
  'registered_mobile',
  'valid_from',
  'valid_to',
  'metering_point_id',
  'metering_point_address',
  'meter_serial',
] as const;
/** May be left out. */
const priceColumns = ['customer_group', 'price_list', 'dwellings', 'subscribed_kw'] as const;
type Column = (typeof columns)[number] | (typeof priceColumns)[number];
type Cells = Record<Column, string>;

/** What lines of the same relationship must agree on. */
const shared: readonly Column[] = ['customer_name', 'address', 'postal_code', 'city', 'registered_mobile', 'valid_to', ...priceColumns];

/**
 * Reads a customers file, as `readTableFile` takes it: a header line with every column in any order; those of prices may be left
 * out. All faults at once.
 * Mobiles of any country are taken: the utility's record may hold what the log-in doesn't send to.
 */
export function readCustomersFile(content: Buffer | string): { lines: CustomerLine[]; faults: CustomerFault[] } {
  const faults: CustomerFault[] = [];
  const rows = tableRows(content, faults);
  const header = rows.shift();
  if (header === undefined)
    return { lines: [], faults: faults.length > 0 ? faults : [{ line: 1, column: null, message: 'the file is empty' }] };
  const names = header.cells.map((name) => headingText(name).toLowerCase());
  const missing = columns.filter((column) => !names.includes(column));
  faults.push(...missing.map((column) => ({ line: header.line, column, message: 'the column is missing' })));
  if (faults.length > 0) return { lines: [], faults };

  const hasPrices = priceColumns.some((column) => names.includes(column));
  const lines: CustomerLine[] = [];
  const first = new Map<string, { line: number; cells: Cells }>();
  const seen = new Map<string, number>();
  for (const { line, cells: values, width } of rows) {
    const cells = Object.fromEntries([...columns, ...priceColumns].map((column) => [column, values[names.indexOf(column)] ?? ''])) as Cells;
    if (width < names.length || values.length > names.length) {
      faults.push({ line, column: null, message: `has ${width} fields, and the header ${names.length}` });
      continue;
    }
    const before = faults.length;
    const read = { ...readLine(line, cells, faults), ...(hasPrices && { prices: readPrices(line, cells, faults) }) };
    if (faults.length > before) continue;

    const relationship = `${read.plantNumber} ${read.validFrom}`;
    const other = first.get(relationship);
    if (other === undefined) first.set(relationship, { line, cells });
    else
      for (const column of shared)
        if (other.cells[column] !== cells[column])
          faults.push({ line, column, message: `differs from line ${other.line}, which is the same relationship` });
    const twice = seen.get(`${relationship} ${read.meteringPointId}`);
    if (twice !== undefined) faults.push({ line, column: 'metering_point_id', message: `stands in line ${twice} already` });
    seen.set(`${relationship} ${read.meteringPointId}`, line);
    lines.push(read);
  }
  return { lines, faults };
}

function tableRows(content: Buffer | string, faults: CustomerFault[]): TableRow[] {
  try {
    return readTableFile(content);
  } catch (error) {
    if (!(error instanceof InputFault)) throw error;
    faults.push({ line: error.line ?? 1, column: null, message: error.message });
    return [];
  }
}

function readLine(line: number, cells: Cells, faults: CustomerFault[]): CustomerLine {
  const fault = (column: Column, message: string) => void faults.push({ line, column, message });
  for (const column of ['customer_name', 'address', 'postal_code', 'city'] as const) if (cells[column] === '') fault(column, 'is empty');
  for (const column of ['plant_number', 'metering_point_id', 'meter_serial'] as const) {
    try {
      identifierText(cells[column]);
    } catch (error) {
      fault(column, (error as Error).message);
    }
  }
  if (!/^\d{1,18}$/.test(cells.plant_number)) fault('plant_number', 'must be 1 to 18 digits');
  if (!/^[1-9]\d{0,17}$/.test(cells.metering_point_id)) fault('metering_point_id', 'must be 1 to 18 digits, the first not 0');
  const [from, to] = [isoDate(cells.valid_from), isoDate(cells.valid_to)];
  const validFrom = midnight(from);
  const validTo = to === '' ? null : midnight(to);
  if (validFrom === undefined) fault('valid_from', `"${cells.valid_from}" is not a date such as 2018-01-31`);
  if (validTo === undefined) fault('valid_to', `"${cells.valid_to}" is not a date such as 2018-01-31`);
  if (validFrom && validTo && to <= from) fault('valid_to', 'must be later than valid_from');
  return {
    line,
    plantNumber: cells.plant_number,
    customerName: cells.customer_name,
    address: cells.address,
    postalCode: cells.postal_code,
    city: cells.city,
    registeredMobile: cells.registered_mobile === '' ? null : registered(cells.registered_mobile, fault),
    validFrom: validFrom ?? '',
    validTo: validTo ?? null,
    meteringPointId: cells.metering_point_id,
    meteringPointAddress: cells.metering_point_address || null,
    meterSerial: cells.meter_serial || null,
  };
}

function readPrices(line: number, cells: Cells, faults: CustomerFault[]): CustomerPrices {
  for (const column of ['customer_group', 'price_list'] as const)
    if (!/^[\w-]{0,40}$/.test(cells[column])) faults.push({ line, column, message: 'must be 1 to 40 letters, digits, _ or -' });
  if (!/^([1-9]\d{0,3})?$/.test(cells.dwellings)) faults.push({ line, column: 'dwellings', message: 'must be a number from 1 to 9999' });
  if (!/^(\d{1,5}([.,]\d{1,3})?)?$/.test(cells.subscribed_kw))
    faults.push({ line, column: 'subscribed_kw', message: 'must be a number of kW' });
  return {
    customerGroup: cells.customer_group || null,
    priceList: cells.price_list || null,
    dwellings: Number(cells.dwellings || 1),
    subscribedKw: cells.subscribed_kw === '' ? null : Number(cells.subscribed_kw.replace(',', '.')),
  };
}

function midnight(date: string): string | undefined {
  const instant = /^\d{4}-\d{2}-\d{2}$/.test(date) ? DateTime.fromISO(date, { zone }) : undefined;
  return instant?.isValid ? instant.toISO() : undefined;
}

function registered(typed: string, fault: (column: Column, message: string) => void): string | null {
  try {
    return readMobile(typed, 'any');
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    fault('registered_mobile', 'is not a mobile number');
    return null;
  }
}
