import { expect, test } from 'vitest';
import { openDatabase } from '../../../server/database/connection.ts';
import { freshDatabase } from '../../support/database.ts';

test('gives each test file a migrated database of its own', async () => {
  const [one, other] = [await freshDatabase(), await freshDatabase()];
  const [first, second] = [openDatabase({ url: one.url }), openDatabase({ url: other.url })];
  await first.raw('create table mine (a int)');
  const { rows } = await second.raw(`select to_regclass('mine') as mine, to_regclass('metering_point') as point`);
  expect(rows).toEqual([{ mine: null, point: 'metering_point' }]);
  await Promise.all([first.destroy(), second.destroy()]);
  await Promise.all([one.drop(), other.drop()]);
});
