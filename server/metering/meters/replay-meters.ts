import type { Knex } from 'knex';
import { refuseMisfit, refuseTwice } from './import-meters.ts';
import { pointsOfFile, readLines, type KeptLine } from './meter-lines.ts';
import type { MeterLine } from './meter-file.ts';
import { byMoment, takeLine } from './take-line.ts';
import { withdrawnFiles } from '../store/source-file.ts';

/**
 * Makes the meters of all metering points of which a file said something anew, out of all that is not withdrawn, in the order in which it came.
 * Returns the points whose meters changed, every serial that is or was among theirs, and the points of which nothing is told any more.
 * @throws InputFault where the rest of what was said doesn't fit together without it.
 */
export async function replayMeters(
  transaction: Knex.Transaction,
  fileId: number,
): Promise<{ points: string[]; serials: string[]; untold: string[] }> {
  const points = await pointsOfFile(transaction, fileId);
  if (points.length === 0) return { points: [], serials: [], untold: [] };
  const withdrawn = await withdrawnFiles(transaction);
  const lines = await readLines(transaction, points, withdrawn);
  const before = await describeMeters(transaction, points);
  const needed = [...new Set(lines.map((line) => line.meteringPointId))];
  if (needed.length > 0)
    await transaction('metering_point')
      .insert(needed.map((id) => ({ metering_point_id: id })))
      .onConflict()
      .ignore();
  await transaction('meter').whereIn('metering_point_id', points).delete();
  await transaction('metering_point').whereIn('metering_point_id', points).update({ max_power_kw: null });
  for (const line of lines.toSorted(inOrder)) await replay(transaction, line);
  await registerByReadings(transaction, points, withdrawn);
  const told = lines.flatMap((line) => meterLineOf(line) ?? []);
  for (const line of told) await refuseMisfit(transaction, line);
  await refuseTwice(transaction, told);
  const after = await describeMeters(transaction, points);
  const changed = points.filter((point) => JSON.stringify(before.get(point)) !== JSON.stringify(after.get(point)));
  const serials = changed.flatMap((point) => [...(before.get(point) ?? []), ...(after.get(point) ?? [])].map(({ serial }) => serial));
  return {
    points: changed,
    serials: [...new Set(serials)],
    untold: points.filter((point) => !needed.includes(point) && !after.has(point)),
  };
}

type MeterState = { serial: string } & Record<string, unknown>;

/** Each point's meters and limit, without what readings have made of the registers told. */
async function describeMeters(transaction: Knex.Transaction, points: readonly string[]): Promise<Map<string, MeterState[]>> {
  const rows: MeterState[] = await transaction('meter')
    .join('metering_point', 'metering_point.metering_point_id', 'meter.metering_point_id')
    .whereIn('meter.metering_point_id', points)
    .orderByRaw('meter.metering_point_id, serial, installed_at')
    .select('meter.*', 'max_power_kw');
  return Map.groupBy(
    rows.map((row) => ({ ...row, opening_reason: null, closing_reason: null })),
    (row) => String(row['metering_point_id' as keyof typeof row]),
  );
}

/** As they were taken in: file by file, and those of one file by what they tell. */
function inOrder(one: KeptLine, other: KeptLine): number {
  const lines = [meterLineOf(one), meterLineOf(other)];
  return one.fileId - other.fileId || (lines[0] && lines[1] ? byMoment(lines[0], lines[1]) : one.line - other.line);
}

async function replay(transaction: Knex.Transaction, line: KeptLine): Promise<void> {
  const { meteringPointId, said } = line;
  if (!('first' in said)) return void (await takeLine(transaction, meterLineOf(line)!, { ended: [], again: [] }));
  if (said.serial === null) return;
  const known = await transaction('meter').where({ metering_point_id: meteringPointId }).first('serial');
  if (!known) await transaction('meter').insert({ metering_point_id: meteringPointId, serial: said.serial });
}

function meterLineOf({ meteringPointId, line, said }: KeptLine): MeterLine | undefined {
  if ('first' in said) return undefined;
  return { line, meteringPointId, serial: said.serial, values: said.values, maxPowerKw: said.maxPowerKw ?? undefined };
}

/**
 * A metering point of which no file tells a meter has that of its first reading. Not of a file that names meters alone: which point
 * its readings are of was told by what is now withdrawn.
 */
async function registerByReadings(transaction: Knex.Transaction, points: readonly string[], withdrawn: ReadonlySet<number>): Promise<void> {
  const namingMeters: number[] = await transaction('source_file').where({ names_meters: true }).pluck('file_id');
  const bare = `metering_point_id = any(cast(:points as bigint[])) and not exists (select from meter m where m.metering_point_id = d.metering_point_id)`;
  const files = `cast(:withdrawn as int[])`;
  await transaction.raw(
    `insert into meter (metering_point_id, serial)
     select distinct on (metering_point_id) metering_point_id, serial from (
       select metering_point_id, serial, coalesce(file_id, (select min(file) from unnest(files) file where not file = any(${files}))) as file_id
         from reading_day d where ${bare} and (file_id is null or not file_id = any(${files}))
       union all
       select metering_point_id, serial, file_id from reading_beside d where ${bare} and not file_id = any(${files})) d
     where file_id is not null order by metering_point_id, file_id`,
    { points, withdrawn: [...withdrawn, ...namingMeters] },
  );
}

/** Nobody would know such a point, had the file never come. */
export async function forgetEmptyPoints(transaction: Knex.Transaction, points: readonly string[]): Promise<void> {
  const has = (table: string) => `exists (select from ${table} t where t.metering_point_id = p.metering_point_id)`;
  const { rows } = await transaction.raw<{ rows: { id: string }[] }>(
    `select metering_point_id as id from metering_point p where metering_point_id = any(cast(? as bigint[]))
       and not ${has('reading_day')} and not ${has('reading_beside')} and not ${has('consumption_day')}`,
    [[...points]],
  );
  const owned: string[] = await transaction('relationship_metering_point').whereIn('metering_point_id', points).pluck('metering_point_id');
  await transaction('metering_point')
    .whereIn(
      'metering_point_id',
      rows.map(({ id }) => id).filter((id) => !owned.includes(id)),
    )
    .delete();
}
