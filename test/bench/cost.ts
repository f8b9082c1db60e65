import { readFileSync } from 'node:fs';
import type { Knex } from 'knex';
import { importPriceIndex, importPriceLists } from '../../server/prices/import-prices.ts';
import { readPriceIndex } from '../../server/prices/price-index-file.ts';
import { readPriceList } from '../../server/prices/read-price-list.ts';
import { addConsumption } from '../support/consumption.ts';
import { withBase } from './metering/base.ts';
import { headersOf, signIn, startPortal } from './portal.ts';
import { compare, type Row } from './row.ts';

const point = '707057500000006601';
const warmingUp = 100;
const rounds = 300;

/** The cost of three years as a signed-in customer gets it, beside the year view, in turns. */
export async function run(): Promise<Row[]> {
  return withBase(1, async (database) => {
    const cookie = await fill(database);
    const ours = await startPortal((database.client.config.connection as { connectionString: string }).connectionString);
    const headers = headersOf(cookie);
    const ask = async (path: string): Promise<number> => {
      const begin = performance.now();
      const reply = await fetch(`${ours.url}/api/${path}`, { headers });
      if (reply.status !== 200) throw new Error(`${path} answers ${reply.status}`);
      await reply.text();
      return performance.now() - begin;
    };
    try {
      const { months } = (await (await fetch(`${ours.url}/api/cost`, { headers })).json()) as { months: { totalNok: number | null }[] };
      if (months.filter(({ totalNok }) => totalNok !== null).length !== 36) throw new Error('The cost is not that of three years');
      const cost: number[] = [];
      const year: number[] = [];
      for (let round = 0; round < warmingUp + rounds; round += 1) {
        cost.push(await ask('cost'));
        year.push(await ask('consumption/years'));
      }
      const median = (times: number[]) => times.slice(warmingUp).toSorted((one, other) => one - other)[rounds / 2]!;
      return [
        compare({ name: 'cost: three years, against the year view', ours: median(cost), reference: median(year), unit: 'ms', atMost: 1.5 }),
      ];
    } finally {
      await ours.stop();
    }
  });
}

/** A customer with three years and the demo's price lists. Returns the cookie. */
async function fill(database: Knex): Promise<string> {
  await addConsumption(database, point, '2018-01-01', '2020-12-31', (day, slot) => 1 + slot / 10 + Number(day.slice(8)) / 100);
  await database.raw('vacuum analyze consumption_day');
  const demo = (file: string) => readFileSync(new URL(`../../demo/data/${file}`, import.meta.url));
  const lists = ['price-list-spot-2018.json', 'price-list-spot-2020.json', 'price-list-fixed.json'];
  await importPriceLists(
    database,
    lists.map((file) => readPriceList(demo(file).toString())),
    new Date(),
  );
  await importPriceIndex(database, 'NO1', readPriceIndex(demo('no1-monthly-spot.csv')), 25);
  const [row] = await database('relationship')
    .insert({
      plant_number: '660100',
      customer_name: 'Kari Nordmann',
      address: 'Storgata 1',
      postal_code: '1607',
      city: 'Fredrikstad',
      valid_from: '2018-01-01T00:00:00+01:00',
      customer_group: 'eksempel',
      price_list: 'eksempel-spot',
    })
    .returning('relationship_id');
  await database('relationship_metering_point').insert({ relationship_id: row!.relationship_id, metering_point_id: point });
  return signIn(database, row!.relationship_id);
}
