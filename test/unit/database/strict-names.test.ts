import type { Knex } from 'knex';
import { expect, test } from 'vitest';

// What must not compile: the type check fails where a line marked @ts-expect-error does. Nothing is run.

async function misspelt(database: Knex): Promise<unknown[]> {
  const account = database('account');
  // @ts-expect-error no such table
  await database('accont').first();
  // @ts-expect-error no such table, under another name
  await database('accont as a').first();
  // @ts-expect-error no such table to join
  await account.join('lnk', 'lnk.account_id', 'account.account_id').first();
  // @ts-expect-error no such column to join by
  await account.join('link', 'link.acount_id', 'account.account_id').first();
  // @ts-expect-error
  await account.where({ mobil: 'x' });
  // @ts-expect-error
  await account.where({ mobile: 'x', mobil: 'x' });
  // @ts-expect-error
  await account.where('mobil', 'x').first();
  // @ts-expect-error
  await account.where('mobil', '>', 'x').first();
  // @ts-expect-error
  await account.where('account.mobil', 'x').first();
  // @ts-expect-error
  await account.where((about) => void about.where('mobil', 'x').first());
  // @ts-expect-error
  await account.whereNull('mobil').first();
  // @ts-expect-error
  await account.whereIn('mobil', ['x']).first();
  // @ts-expect-error
  await account.orderBy('mobil').first();
  // @ts-expect-error
  await account.groupBy('mobil').first();
  // @ts-expect-error
  await account.max('mobil').first();
  // @ts-expect-error
  await account.insert({ mobil: 'x' });
  // @ts-expect-error
  await account.update({ mobil: 'x' });
  // @ts-expect-error
  await account.update({}).returning(['mobile', 'mobil']).first();
  // @ts-expect-error
  await account.insert([]).onConflict('mobil').merge();
  // @ts-expect-error
  const [one] = await account.select('mobil');
  // @ts-expect-error
  const [two] = await account.select('mobile', 'mobil');
  // @ts-expect-error
  const [three] = await account.select(['mobile', 'mobil as number']);
  // @ts-expect-error
  const four = (await account.pluck('mobil')).length;
  // @ts-expect-error
  const five = (await account.first('mobil'))?.mobile;
  return [one, two, three, four, five];
}

async function right(database: Knex): Promise<unknown[]> {
  const linked = await database('link as l')
    .join('relationship as r', 'r.relationship_id', 'l.relationship_id')
    .where('l.account_id', 'x')
    .whereNull('valid_to')
    .orderBy('r.plant_number', 'desc')
    .select('l.relationship_id as id', 'plant_number');
  const [account] = await database('account').where({ mobile: 'x' }).orderBy('created_at').select('mobile', 'last_used_at');
  const anyTable: string = 'account';
  return [linked, account?.mobile, await database(anyTable).where({ mobile: 'x' }).first('mobile')];
}

test('neither a table nor a column that the schema lacks compiles in the query builder', () => {
  expect([misspelt.name, right.name]).toEqual(['misspelt', 'right']);
});
