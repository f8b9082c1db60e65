import { afterAll, expect, test } from 'vitest';
import { openDatabaseForWork } from '../../../server/database/connection.ts';
import { mergeLock } from '../../../server/database/merge-lock.ts';
import { migrate, migrationSource, stepBack } from '../../../server/database/migrate.ts';
import { freshDatabase } from '../../support/database.ts';
import { describeTables } from './describe-tables.ts';
import { describeSchema } from './describe-schema.ts';

const changed = 'The schema is another than the file says. If that is meant: npm run snapshots, and look at the difference.';

const fresh = await freshDatabase({ migrated: false });
const database = openDatabaseForWork(fresh.url);
afterAll(async () => {
  await database.destroy();
  await fresh.drop();
});

test('is the one in schema.sql after all migrations', async () => {
  await migrate(database);
  await expect(await describeSchema(database), changed).toMatchFileSnapshot('../../sql/schema.sql');
});

test('goes back step by step, and each step back leaves what was there before it came', async () => {
  const down = [await describeSchema(database)];
  const names: string[] = [];
  for (let name = await stepBack(database); name !== null; name = await stepBack(database)) {
    names.unshift(name);
    down.unshift(await describeSchema(database));
  }
  expect(names.length).toBeGreaterThan(5);
  expect(down[0]).toBe('\n');
  const up = [down[0]!];
  for (const name of names) {
    expect(await database.migrate.up({ migrationSource })).toEqual([expect.anything(), [name]]);
    up.push(await describeSchema(database));
  }
  expect(up).toEqual(down);
});

test('is what the query builder is held to', async () => {
  await migrate(database);
  await expect(await describeTables(database), changed).toMatchFileSnapshot('../../../server/database/tables.ts');
});

test('waits for an import that merges before it takes any table, so that whoever reads waits for neither', async () => {
  await migrate(database);
  await stepBack(database);
  const importing = await database.transaction();
  await importing.raw('select pg_advisory_xact_lock_shared(?)', [mergeLock]);
  await importing.raw('lock table reading_day in row exclusive mode');
  const migrated = migrate(database);
  await expect
    .poll(
      async () =>
        (
          await database.raw(
            `select locktype from pg_locks l join pg_stat_activity a using (pid) where not granted and datname = current_database()`,
          )
        ).rows,
    )
    .toEqual([{ locktype: 'advisory' }]);
  await importing.commit();
  expect(await migrated).toHaveLength(1);
});
