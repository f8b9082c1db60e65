import { InputFault } from '../../ground/input-fault.ts';
import { meanPowerFactor, quantities, unitFactor, type Quantity } from './quantity.ts';
import { emptyRow, type PassedOver, type ReadingSink } from './reading-row.ts';
import { readAmount } from './amount.ts';
import { cellText, headingText, identifierText, isBlank, shorten, type Cell } from '../../ground/cell.ts';
import type { CsvProfile } from './profile.ts';
import { RegisterRows } from './register-rows.ts';
import { createStampReader, StampFault, type StampReader } from './stamp.ts';
import { ColumnsMissing, findColumns, type TableColumns } from './table-columns.ts';
import { ThousandsWatch } from './thousands-watch.ts';

/** Reads a table row by row, whatever shape the profile says it has. */
export interface TableReader {
  /** Undefined until the header is found. */
  columns: TableColumns | undefined;
  readonly stamps: StampReader;
  /** Nothing more is to be found out about how numbers are written. */
  readonly settled: boolean;
  /** Takes the next row; throws an `InputFault` where it can't be read. `padded`: empty cells at its end are left out. */
  take(cells: readonly Cell[], line: number, padded?: boolean): void;
  end(): void;
}

const letters = { measured: 'm', estimated: 'e', manual: 'h', corrected: 'c' };
/** A report's title, address and so on above the header. */
const mostAbove = 100;
/** As a cell of a row of totals begins, or all that stands in it. */
const totals = /^((grand )?total|total[tse]\w*|sum|summa|sluttsum|delsum|sub-?total|i alt|ialt|samlet)(?!\w)/i;
const statistics = /^(gjennomsnitt|snitt|middel|middelverdi|average|mean|maks|maksimum|max|maximum|min|minimum|antall|count)[.:]?$/i;
const amountWithUnit = /^([-+−\d.,\s'’]*\d)\s*([A-Za-z°].*)$/;
/** An hour of `1.000` can't be a thousand kWh: no house uses that. */
const hourSeconds = 3600;

export function createTableReader(profile: CsvProfile, sink: ReadingSink): TableReader {
  const stamps = createStampReader(profile);
  const row = emptyRow();
  const noValue = new Set(profile.noValue);
  const registers = profile.register && new RegisterRows(sink, profile.register.names.length);
  const above: number[] = [];
  const watch = needsWatch(profile) ? new ThousandsWatch(profile.decimal) : undefined;
  let best: ColumnsMissing | undefined;

  /** Runs what throws an Error about a cell. */
  function at<T>(line: number, column: number, read: () => T): T {
    try {
      return read();
    } catch (error) {
      throw new InputFault((error as Error).message, line, reader.columns!.names[column]);
    }
  }

  function findHeader(cells: readonly Cell[], line: number): void {
    try {
      reader.columns = findColumns(profile, cells, line);
      for (const number of above) sink.pass(number, 'above the header');
    } catch (error) {
      if (!(error instanceof ColumnsMissing)) throw error;
      if (!best || error.found > best.found) best = error;
      if (above.push(line) > mostAbove) throw best;
    }
  }

  /** The amount of a cell in our unit; NaN where there is none. A mean power becomes the use of `seconds`. */
  function amount(cell: Cell | undefined, quantity: Quantity, unit: string, seconds: number): { value: number; digits: string } {
    const text = cellText(cell);
    if (text === '' || noValue.has(text)) return { value: Number.NaN, digits: '' };
    let digits: Cell = typeof cell === 'number' ? cell : text;
    let own = unit;
    const written = amountWithUnit.exec(text);
    if (written && (unitFactor(quantity, written[2]!) ?? meanOf(quantity, written[2]!)) !== undefined) {
      digits = written[1]!;
      own = written[2]!;
    }
    const factor = unitFactor(quantity, own);
    const mean = meanOf(quantity, own);
    if ((factor === undefined) !== (unitFactor(quantity, unit) === undefined))
      throw new Error(`"${shorten(text)}" is in ${own}, and the profile says ${unit}`);
    if (factor === undefined && mean === undefined) throw new Error(`"${own}" is not a unit of ${quantity}`);
    const number = readAmount(digits, profile);
    return {
      value: factor === undefined ? (number * mean! * seconds) / 3600 : number * factor,
      digits: typeof digits === 'string' ? digits : '',
    };
  }

  function value(cells: readonly Cell[], column: number, quantity: number, unit: string): number {
    return at(row.line, column, () => {
      const found = amount(cells[column], quantities[quantity]!, unit, row.intervalSeconds);
      if (quantity === 0 && watch && !watch.over)
        watch.look(
          found.digits,
          found.value,
          `${row.point}/${row.serial}`,
          row.seconds,
          row.intervalSeconds,
          row.line,
          reader.columns!.names[column]!,
        );
      return found.value;
    });
  }

  function readRow(cells: readonly Cell[], line: number, padded: boolean): void {
    const columns = reader.columns!;
    if (cells.length < columns.count && !padded)
      throw new InputFault(`the line has ${cells.length} columns, the header ${columns.count}: is it cut off?`, line);
    if (!isBlank(cells.slice(columns.count)))
      throw new InputFault(`the line has ${cells.length} columns, the header ${columns.count}: does a cell hold the delimiter?`, line);
    try {
      stamps.read(columns.times.map((column) => cells[column] ?? ''));
    } catch (error) {
      if (error instanceof StampFault) throw new InputFault(error.message, line, columns.names[columns.times[error.column]!]);
      throw error;
    }
    row.line = line;
    const point = at(line, columns.point, () => identifierText(cells[columns.point]));
    if (columns.point >= 0 && point === '') throw new InputFault('the metering point is missing', line, columns.names[columns.point]);
    row.point = profile.meteringPoint?.names?.[point] ?? point;
    row.serial = at(line, columns.serial, () => identifierText(cells[columns.serial]));
    if (columns.point < 0 && row.serial === '') throw new InputFault('the meter is missing', line, columns.names[columns.serial]);
    row.quality = columns.quality < 0 ? 'm' : letters[profile.quality!.codes[cellText(cells[columns.quality])] ?? 'measured'];
    row.counter = at(line, columns.counter, () => amountOrNone(cells[columns.counter]));
    if (columns.across.length > 0) takeAcross(cells, columns.across);
    else if (columns.register) takeRegister(cells, columns.register);
    else {
      stamps.place(row);
      for (const [quantity, { column, unit }] of columns.values.entries()) row.values[quantity] = value(cells, column, quantity, unit);
      sink.take(row);
    }
  }

  const amountOrNone = (cell: Cell | undefined) => (cellText(cell) === '' ? Number.NaN : readAmount(cell!, profile));

  function takeAcross(cells: readonly Cell[], columns: number[]): void {
    for (const [part, column] of columns.entries()) {
      stamps.place(row, part);
      row.values[0] = value(cells, column, 0, profile.across!.unit);
      // Days of 24 hours leave the 25th empty, and the hour that March skips.
      if (!(row.missing && Number.isNaN(row.values[0]))) sink.take(row);
    }
  }

  function takeRegister(cells: readonly Cell[], columns: NonNullable<TableColumns['register']>): void {
    const name = cellText(cells[columns.column]);
    const known = profile.register!.names.find(({ register }) => headingText(register) === headingText(name));
    if (!known) return sink.pass(row.line, 'another register');
    stamps.place(row);
    const unit = known.unit ?? cellText(cells[columns.unit]);
    const quantity = quantities.indexOf(known.quantity);
    registers!.take(row, quantity, value(cells, columns.value, quantity, unit));
  }

  /** Neither readings nor a fault: a row of totals, or the header once more. */
  function passOver(cells: readonly Cell[], line: number): PassedOver | undefined {
    const { point, serial, times } = reader.columns!;
    try {
      reader.columns = findColumns(profile, cells, line);
      return 'the header again';
    } catch {
      // It is not.
    }
    const text = (column: number) => cellText(cells[column]);
    const timesText = times.map(text);
    const keys = [text(point), text(serial), ...timesText];
    if (keys.every((key) => key === '')) return 'totals';
    try {
      stamps.read(timesText);
      return undefined;
    } catch {
      // Without a time it can be one.
    }
    const first = cells.map(cellText).find((cell) => cell !== '')!;
    return [first, ...keys].some((cell) => totals.test(cell) || statistics.test(cell)) ? 'totals' : undefined;
  }

  const reader: TableReader = {
    columns: undefined,
    stamps,
    get settled() {
      return !watch || watch.over;
    },
    take(cells, line, padded = false) {
      if (isBlank(cells)) return;
      if (!reader.columns) return findHeader(cells, line);
      if (profile.headerBegins !== undefined && cellText(cells[0]).startsWith(profile.headerBegins)) {
        reader.columns = findColumns(profile, cells, line);
        return;
      }
      try {
        readRow(cells, line, padded);
      } catch (error) {
        const why = passOver(cells, line);
        if (why === undefined) throw error;
        sink.pass(line, why);
      }
    },
    end() {
      if (!reader.columns) throw best ?? new InputFault('the file is empty', 1);
      watch?.end();
      registers?.end();
    },
  };
  return reader;
}

/** Mean power of an interval, of energy alone. */
const meanOf = (quantity: Quantity, unit: string) => (quantity === 'energy' ? meanPowerFactor(unit) : undefined);

/** Whole kWh with thousands look like kWh with three decimals; of other units and of hours that can't be. */
function needsWatch({ thousands, values, across, register, period }: CsvProfile): boolean {
  if (thousands !== undefined || across) return false;
  if (period && period.seconds > 0 && period.seconds <= hourSeconds) return false;
  const named = register?.names.filter(({ quantity }) => quantity === 'energy') ?? [];
  return [...(values.energy ?? []), ...named].some(({ unit }) => unit === undefined || (unitFactor('energy', unit) ?? 1) <= 1);
}
