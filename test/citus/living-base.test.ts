import { afterAll, expect, inject, test } from 'vitest';
import { Readable } from 'node:stream';
import { openDatabaseForWork } from '../../server/database/connection.ts';
import { migrate } from '../../server/database/migrate.ts';
import { importReadings } from '../../server/metering/import-readings.ts';
import { loadProfile } from '../../server/metering/files/load-profile.ts';
import { dropCitusDatabase, joinNodes } from '../support/citus.ts';
import { createDatabase, migrateAt } from '../support/create-database.ts';
import { hourly, ownCsv, point } from '../server/metering/fixture.ts';

test('a base that was filled on one machine is spread by migrate with all that is in it, and its shards move while it is read', async () => {
  const coordinator = inject('databaseServer');
  const { name, url } = await createDatabase(coordinator);
  afterAll(() => dropCitusDatabase(coordinator, name));
  await migrateAt(url);
  const deliver = async (of: string, text: string) => {
    const database = openDatabaseForWork(of);
    const input = Readable.from([Buffer.from(text)]);
    await importReadings({ database, profile: loadProfile('own'), profileName: 'own', fileName: 'a.csv', input, now: new Date() });
    const days = await database('consumption_day').select('*').orderBy('day');
    const readings = await database.raw('select at, energy_kwh, file_id, line from reading order by at');
    await database.destroy();
    return { days, readings: readings.rows };
  };
  const before = openDatabaseForWork(url);
  await before('metering_point').insert({ metering_point_id: point });
  await before.destroy();
  const registers = hourly('2019-02-01T00:00', 24 * 30);
  const filled = await deliver(url, ownCsv(registers));
  expect(filled.days.length).toBeGreaterThan(28);

  await joinNodes(coordinator, name);
  const database = openDatabaseForWork(url);
  expect(await migrate(database)).toContain('spread reading_day');
  expect(await migrate(database)).toEqual([]);
  const shards = await database.raw(
    `select count(distinct colocationid)::int as groups, count(*)::int as tables from pg_dist_partition where partmethod = 'h'`,
  );
  expect(shards.rows).toEqual([{ groups: 1, tables: 7 }]);

  // What rebalance_table_shards() does for each shard that has too many neighbours.
  const { rows } = await database.raw(
    `select s.shardid, nodename, nodeport from citus_shards s where table_name = 'reading_day'::regclass and s.shardid = get_shard_id_for_distribution_column('reading_day', ?::bigint)`,
    [point],
  );
  const { rows: nodes } = await database.raw(`select nodename, nodeport from pg_dist_node where groupid <> 0 and nodeport <> ? limit 1`, [
    rows[0].nodeport,
  ]);
  let moving = true;
  let reads = 0;
  const reading = (async () => {
    const reader = openDatabaseForWork(url);
    while (moving && reads < 100_000) {
      expect(await reader('consumption_day').where({ metering_point_id: point })).toHaveLength(filled.days.length);
      reads += 1;
    }
    await reader.destroy();
  })();
  await database.raw(`select citus_move_shard_placement(?, ?, ?, ?, ?)`, [
    rows[0].shardid,
    rows[0].nodename,
    rows[0].nodeport,
    nodes[0].nodename,
    nodes[0].nodeport,
  ]);
  moving = false;
  await reading;
  expect(reads).toBeGreaterThan(0);
  await database.destroy();

  const again = await deliver(url, ownCsv([...registers.slice(5), ['2019-03-05T00:00', 9000]]));
  expect(again.readings.slice(0, filled.readings.length)).toMatchObject(
    filled.readings.map(({ at, energy_kwh }: Record<string, unknown>) => ({ at, energy_kwh })),
  );

  // And back: each table comes to the coordinator as it is, and without the extension it is a base of one machine.
  const back = openDatabaseForWork(url);
  const spreadTables = await back.raw(`select logicalrelid::text as name from pg_dist_partition where partmethod = 'h'`);
  for (const { name: table } of spreadTables.rows) await back.raw('select undistribute_table(cast(? as regclass))', [table]);
  await back.raw('drop extension citus cascade');
  expect(await migrate(back)).toEqual([]);
  await back.destroy();
  const alone = await deliver(url, ownCsv([['2019-03-05T01:00', 9001]]));
  expect(alone.readings.slice(0, again.readings.length)).toEqual(again.readings);
  expect(alone.readings).toHaveLength(again.readings.length + 1);
});
