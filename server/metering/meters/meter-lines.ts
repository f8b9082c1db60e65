import type { Knex } from 'knex';

/** What a file said of a meter. */
export type MeterSaid =
  /** A serial alone, in a file of customers or of readings: it counts where the metering point has no meter. Null: only the point. */
  | { serial: string | null; first: true }
  /** Columns of `meter`, as in `MeterLine`. */
  | { serial: string; values: Record<string, string | number | null>; maxPowerKw: number | null };

/** A line of a file, with the place of the delivery in the order of all. */
export interface KeptLine {
  meteringPointId: string;
  fileId: number;
  line: number;
  said: MeterSaid;
}

/** Files that said the very same are remembered up to so many: enough unless all of them are withdrawn. */
const mostAgain = 8;

/** Keeps what a file said; of what only repeats what held already, that it was said once more. */
export async function keepLines(
  transaction: Knex.Transaction,
  fileId: number,
  lines: readonly { meteringPointId: string; line: number; said: MeterSaid; repeats: boolean }[],
): Promise<void> {
  const rows = lines.map(({ meteringPointId: id, line, said, repeats }) => ({ id, line, said, repeats }));
  const given = `jsonb_to_recordset(cast(:rows as jsonb)) as l (id bigint, line integer, said jsonb, repeats boolean)`;
  const bindings = { rows: JSON.stringify(rows), fileId, mostAgain, ids: [...new Set(rows.map(({ id }) => id))] };
  const earlier = `metering_point_id = any(cast(:ids as bigint[])) and file_id <> :fileId`;
  await transaction.raw(
    `update meter_line set again = again || cast(:fileId as int)
     where ${earlier} and cardinality(again) < :mostAgain and (metering_point_id, said) in (select id, said from ${given} where repeats)`,
    bindings,
  );
  await transaction.raw(
    `insert into meter_line (metering_point_id, file_id, line, said)
     select l.id, cast(:fileId as int), l.line, l.said from ${given}
     left join (select distinct metering_point_id, said from meter_line where ${earlier}) m on m.metering_point_id = l.id and m.said = l.said
     where m.metering_point_id is null or not l.repeats`,
    bindings,
  );
}

/** The same of serials alone, in a file of customers or of readings. */
export function keepFirstMeters(
  transaction: Knex.Transaction,
  fileId: number,
  lines: readonly { meteringPointId: string; serial: string | null; line: number }[],
): Promise<void> {
  const said = lines.map(({ meteringPointId, serial, line }) => ({
    meteringPointId,
    line,
    said: { serial, first: true as const },
    repeats: true,
  }));
  return said.length === 0 ? Promise.resolve() : keepLines(transaction, fileId, said);
}

/** The metering points of which a file said something. */
export async function pointsOfFile(transaction: Knex.Transaction, fileId: number): Promise<string[]> {
  const { rows } = await transaction.raw<{ rows: { id: string }[] }>(
    `select distinct metering_point_id::text as id from meter_line where file_id = :fileId or again @> array[cast(:fileId as int)]`,
    { fileId },
  );
  return rows.map(({ id }) => id);
}

/** All that was ever said of the meters of some metering points and is not withdrawn, each as often as it was, in the order of deliveries. */
export async function readLines(
  transaction: Knex.Transaction,
  points: readonly string[],
  withdrawn: ReadonlySet<number>,
): Promise<KeptLine[]> {
  const rows: { metering_point_id: string; file_id: number; line: number; again: number[]; said: MeterSaid }[] = await transaction(
    'meter_line',
  )
    .whereIn('metering_point_id', points)
    .select('metering_point_id', 'file_id', 'line', 'again', 'said');
  return rows
    .flatMap(({ metering_point_id: meteringPointId, file_id: fileId, line, again, said }) =>
      [fileId, ...again].filter((file) => !withdrawn.has(file)).map((file): KeptLine => ({ meteringPointId, fileId: file, line, said })),
    )
    .toSorted((one, other) => one.fileId - other.fileId || one.line - other.line);
}
