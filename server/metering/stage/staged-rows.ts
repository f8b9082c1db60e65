import type { Knex } from 'knex';
import { quantityColumns } from '../files/quantity.ts';
import { isGiven, valueAt } from './packed-sql.ts';
import { emptyRow, type ReadingRow } from '../files/reading-row.ts';

/** The staged readings one by one, or those of another table packed likewise; `more` is further columns, where `n` counts the readings of a row of `s`. */
export const stagedReadings = (staging: string, more = '', where = 'true') => `
  select s.metering_point_id, s.day, s.serial, s.interval_seconds,
    s.first_at + coalesce(s.offsets[n], (n - 1) * s.step_seconds) * interval '1 second' as at,
    coalesce(s.lines[n], s.line + (n - 1) * s.line_step)::int as line,
    coalesce(substr(s.quality, n, 1), 'm') as quality, ${quantityColumns.map((name) => `${valueAt('s', name, 'n')} as ${name}`).join(', ')}${more}
  from (select * from ${staging} s where ${where}) s cross join lateral generate_series(1, s.count) n where ${isGiven('s', 'energy_kwh')}`;

const rowsAtOnce = 1_000;

/** A staged or stored reading as a query gives it, with the quantities' columns. */
export type StagedRow = Pick<ReadingRow, 'seconds' | 'line' | 'quality'> & Record<string, any>;

/** All rows of a cursor that was declared in this transaction, some at a time; it is closed at the end. */
export async function* fetchAll(transaction: Knex.Transaction, cursor: string): AsyncGenerator<StagedRow> {
  for (;;) {
    const { rows } = await transaction.raw(`fetch ${rowsAtOnce} from ${cursor}`);
    if (rows.length === 0) break;
    yield* rows;
  }
  await transaction.raw(`close ${cursor}`);
}

const reading = emptyRow();

/** The row as a parser would have given it; the answer is one object, overwritten by the next call. */
export function toReading(row: StagedRow): ReadingRow {
  reading.seconds = row.seconds;
  reading.line = row.line;
  reading.quality = row.quality;
  reading.counter = row['counter'] ?? Number.NaN;
  reading.ambiguous = row['ambiguous'] ?? false;
  for (const [quantity, name] of quantityColumns.entries()) reading.values[quantity] = row[name] ?? Number.NaN;
  return reading;
}
