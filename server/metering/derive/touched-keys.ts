import type { Series } from '../screen/evidence.ts';
import { keyColumns } from '../store/merge.ts';
import type { WorkTables } from '../stage/work-tables.ts';

/** Makes a work table of the days of series that an import has changed: what is staged, and what was judged anew. */
export async function touchedKeys(
  tables: WorkTables,
  staging: string | undefined,
  changed: readonly { series: Series; days: string[] }[],
): Promise<string> {
  if (changed.length === 0 && staging) return staging;
  const rows = changed.flatMap(({ series, days }) =>
    days.map((day) => [series.meteringPointId, day, series.serial, series.intervalSeconds]),
  );
  const table = await tables.create('touched', 'metering_point_id bigint, day date, serial text, interval_seconds integer');
  await tables.run(
    `insert into ${table} select * from jsonb_to_recordset(cast(? as jsonb)) as t (metering_point_id bigint, day date, serial text, interval_seconds integer)`,
    [
      JSON.stringify(
        rows.map(([metering_point_id, day, serial, interval_seconds]) => ({ metering_point_id, day, serial, interval_seconds })),
      ),
    ],
  );
  if (staging) await tables.run(`insert into ${table} select ${keyColumns} from ${staging}`);
  await tables.run(`analyze ${table}`);
  return table;
}
