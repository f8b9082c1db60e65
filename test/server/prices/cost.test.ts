import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readCustomersFile } from '../../../server/customers/customers-file.ts';
import { arrivalOf, type Arrival } from '../../../server/metering/store/source-file.ts';
import { importCustomers } from '../../../server/customers/import-customers.ts';
import { costInput, costStatement } from '../../../server/prices/cost-statement.ts';
import { pointMonths, type CostSpan } from '../../../server/prices/point-months.ts';
import { importPriceIndex, importPriceLists } from '../../../server/prices/import-prices.ts';
import { readPriceIndex } from '../../../server/prices/price-index-file.ts';
import { readPriceList } from '../../../server/prices/read-price-list.ts';
import { runCommand } from '../../../server/run-command.ts';
import { addConsumption, type TestHour } from '../../support/consumption.ts';
import { addCustomer, logInAsGuest, type TestCustomer } from '../../support/customer.ts';
import { startTestServer, type TestServer } from '../../support/server.ts';

let server: TestServer;
beforeAll(async () => (server = await startTestServer()));
afterAll(() => server.stop());
beforeEach(() => server.database.raw('truncate price_list, price_list_replaced, price_index'));

const bytes = (text: string) => new TextEncoder().encode(text);
const list = (changes: object = {}) =>
  readPriceList(
    JSON.stringify({
      priceList: 1,
      id: 'bolig',
      name: 'Bolig',
      validFrom: '2018-01-01',
      amounts: 'without-vat',
      parts: [
        { part: 'energy', name: 'Energi', price: { kind: 'flat', ore: 80 } },
        { part: 'fixed', name: 'Fastledd', kroner: 366, per: 'year' },
      ],
      ...changes,
    }),
  );
const take = (...lists: ReturnType<typeof list>[]) => importPriceLists(server.database, lists, new Date());

/** A customer with the hours of January and February 2020. */
async function customer(
  hourOf: (day: string, slot: number) => TestHour = () => 1,
  more: Parameters<typeof addCustomer>[1] = {},
): Promise<TestCustomer> {
  const who = await addCustomer(server.database, { validFrom: new Date('2020-01-01T00:00:00+01:00'), ...more });
  await addConsumption(server.database, who.meteringPointId, '2020-01-01', '2020-02-29', hourOf);
  return who;
}
const logIn = async (who: TestCustomer) => (await logInAsGuest(server, who)).visitor;
const months = async (who: TestCustomer) => (await (await logIn(who)).call('GET /cost')).body.months;
const january = async (who: TestCustomer) => (await (await logIn(who)).call('GET /cost/month', { query: { month: '2020-01' } })).body;

describe('the cost of a customer', () => {
  it('is there by month, and line by line, adding up exactly', async () => {
    await take(list());
    const who = await customer();
    // 744 × 0.80 = 595.20; 366 × 31/366 = 31.00; 25 % of 626.20 = 156.55.
    expect(await months(who)).toEqual([
      { month: '2020-01', totalNok: 782.75, lack: null, estimated: false, until: null },
      { month: '2020-02', totalNok: 732.25, lack: null, estimated: false, until: null },
    ]);
    const { totalNok, costs } = await january(who);
    expect(totalNok).toBe(782.75);
    expect(costs[0]).toMatchObject({ meteringPointId: who.meteringPointId, priceList: 'Bolig', vatNok: 156.55, peak: null });
    expect(costs[0]!.lines).toEqual([
      {
        part: 'energy',
        name: 'Energi',
        factors: [
          { value: '744', unit: 'kWh' },
          { value: '80', unit: 'ore/kWh' },
        ],
        amountNok: 595.2,
      },
      {
        part: 'fixed',
        name: 'Fastledd',
        factors: [
          { value: '366', unit: 'kr/year' },
          { value: '31', of: '366', unit: 'days' },
        ],
        amountNok: 31,
      },
      {
        part: 'vat',
        name: '',
        factors: [
          { value: '626.20', unit: 'kr' },
          { value: '25', unit: 'percent' },
        ],
        amountNok: 156.55,
      },
    ]);
  });

  it('is none without a price list, and nobody else may ask', async () => {
    const who = await customer();
    expect(await months(who)).toEqual([]);
    expect(await january(who)).toMatchObject({ totalNok: null, costs: [] });
    for (const path of ['/cost', '/cost/month?month=2020-01']) expect((await server.visitor().send('GET', path)).status).toBe(401);
    const other = await customer();
    const visitor = await logIn(other);
    expect((await visitor.send('GET', `/cost?point=${who.meteringPointId}`)).status).toBe(404);
    expect((await visitor.send('GET', '/cost/month?month=2020-13')).status).toBe(400);
  });

  it('is absent where an hour is missing, and marked where one is estimated', async () => {
    await take(list());
    const missing = await customer((day, slot) => (day === '2020-01-10' && slot === 5 ? null : 1));
    expect(await months(missing)).toMatchObject([{ totalNok: null, lack: 'missing-hours' }, { totalNok: 732.25 }]);
    const estimated = await customer((day, slot) => (day === '2020-01-10' && slot === 5 ? { e: 1 } : 1));
    expect(await months(estimated)).toMatchObject([{ totalNok: 782.75, estimated: true }, { estimated: false }]);
  });

  it('is reckoned to the last whole day of a month that is not over', async () => {
    await take(list());
    const who = await addCustomer(server.database, { validFrom: new Date('2020-01-01T00:00:00+01:00') });
    await addConsumption(server.database, who.meteringPointId, '2020-01-01', '2020-01-11', (day, slot) =>
      day === '2020-01-11' && slot > 7 ? null : 1,
    );
    // Ten days: 240 × 0.80 = 192.00; 366 × 10/366 = 10.00; with VAT 252.50.
    expect(await months(who)).toEqual([{ month: '2020-01', totalNok: 252.5, lack: null, estimated: false, until: '2020-01-10' }]);
  });

  it('begins with the period of the customer', async () => {
    await take(list());
    const who = await customer(() => 1, { validFrom: new Date('2020-01-11T00:00:00+01:00') });
    // 21 days: 504 × 0.80 + 21.00, with VAT.
    expect((await months(who))[0]).toEqual({ month: '2020-01', totalNok: 530.25, lack: null, estimated: false, until: null });
  });

  it('is split at the day where one list ends and the next begins', async () => {
    await take(list(), list({ validFrom: '2020-01-11', parts: [{ part: 'energy', name: 'Energi', price: { kind: 'flat', ore: 100 } }] }));
    const { costs } = await january(await customer());
    expect(costs[0]!.lines.map(({ name, amountNok }) => [name, amountNok])).toEqual([
      ['Energi', 192],
      ['Fastledd', 10],
      ['Energi', 504],
      ['', 176.5],
    ]);
  });

  it('takes the three highest hours of different days, and tells what the highest put on top', async () => {
    await take(
      list({
        amounts: 'with-vat',
        parts: [{ part: 'power', name: 'Effekt', kronerPerKw: 30, per: 'month', of: { of: 'hour', highest: 3, over: 'month' } }],
      }),
    );
    const peaks: Record<string, number> = { '2020-01-05': 9, '2020-01-06': 6, '2020-01-07': 5, '2020-01-08': 4 };
    const { costs } = await january(await customer((day, slot) => (slot === 8 || slot === 9 ? (peaks[day] ?? 1) : 1)));
    // (9 + 6 + 5) / 3 = 6.67 kW × 30; without the highest (6 + 5 + 4) / 3 = 5 kW.
    expect(costs[0]).toMatchObject({ totalNok: 200.1, peak: { date: '2020-01-05', powerKw: 9, amountNok: 50.1 } });
  });

  it('is by the group and the list that the customers file says, with what the other list would have cost', async () => {
    await take(
      list({
        id: 'spot',
        name: 'Spotpris',
        customerGroups: ['hjem'],
        amounts: 'with-vat',
        parts: [{ part: 'energy', name: 'Energi', price: { kind: 'index', series: 'NO1' } }],
      }),
      list({
        id: 'norgespris',
        name: 'Norgespris',
        customerGroups: ['hjem'],
        amounts: 'with-vat',
        parts: [
          { part: 'energy', name: 'Energi', price: { kind: 'index', series: 'NO1' } },
          { part: 'fixed-price', name: 'Norgespris', ore: 50, series: 'NO1', upToKwh: 5000 },
        ],
      }),
    );
    const who = await customer();
    expect(await months(who)).toEqual([]); // in no group
    const file = (...prices: string[]) =>
      readCustomersFile(
        [
          'plant_number;customer_name;address;postal_code;city;registered_mobile;valid_from;valid_to;metering_point_id;metering_point_address;meter_serial;customer_group;price_list;dwellings;subscribed_kw',
          `${who.plantNumber};${who.name};Storgata 1;1607;Fredrikstad;;2020-01-01;;${who.meteringPointId};;;${prices.join(';')}`,
        ].join('\n'),
      );
    expect(file('hjem', 'norgespris', '0', 'x').faults).toMatchObject([
      { line: 2, column: 'dwellings' },
      { line: 2, column: 'subscribed_kw' },
    ]);
    const [first, second] = ['a', 'b'].map((bytes) => arrivalOf('customers', 'customers.csv', Buffer.from(bytes))) as [Arrival, Arrival];
    expect(await importCustomers(server.database, first, file('hjem', 'norgespris', '2', '12,5').lines, { now: new Date() })).toMatchObject(
      { changed: 1 },
    );
    expect(
      await importCustomers(server.database, second, file('hjem', 'norgespris', '2', '12,5').lines, { now: new Date() }),
    ).toMatchObject({
      changed: 0,
      unchanged: 1,
    });
    expect(await months(who)).toMatchObject([{ totalNok: null, lack: 'index' }, { lack: 'index' }]);
    await importPriceIndex(server.database, 'NO1', readPriceIndex(bytes('month;ore_per_kwh_with_vat\n2020-01;100\n2020-02;20,5')), 25);
    const { costs } = await january(who);
    expect(costs[0]).toMatchObject({ priceList: 'Norgespris', totalNok: 372, others: [{ priceList: 'Spotpris', totalNok: 744 }] });
  });

  it('is the same from spans of a month as from days one by one, wherever lists change and days are missing', async () => {
    const power = (of: object) => ({ part: 'power', name: 'Effekt', kronerPerKw: 30, per: 'month', of });
    const energy = (price: object) => ({ part: 'energy', name: 'Energi', price });
    const steps = { kind: 'steps', per: 'year', steps: [{ upToKwh: 3000, ore: 90 }, { ore: 70 }] };
    await take(
      list({
        parts: [energy(steps), power({ of: 'hour', highest: 3, over: { months: 4 } }), power({ of: 'day', highest: 2, over: 'year' })],
      }),
      list({ validFrom: '2018-06-13', parts: [energy({ kind: 'flat', ore: 80 }), power({ of: 'hour', highest: 2, over: 'month' })] }),
      list({ validFrom: '2019-11-01', validTo: '2020-02-10', parts: [energy(steps), power({ of: 'day', highest: 3, over: 'month' })] }),
      list({
        validFrom: '2020-02-10',
        parts: [energy({ kind: 'flat', ore: 60 }), { part: 'fixed', name: 'Fast', kroner: 100, per: 'month' }],
      }),
    );
    let seed = 7;
    const chance = () => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
    const who = await addCustomer(server.database, { validFrom: new Date('2018-01-19T00:00:00+01:00') });
    await addConsumption(server.database, who.meteringPointId, '2017-12-01', '2020-03-17', (day, slot) => {
      const any = chance();
      if (day === '2018-09-09' || (day === '2020-03-17' && slot > 20)) return null;
      return any < 0.0002 ? null : any < 0.01 ? { e: any } : Math.round(any * 1000) / 100;
    });
    await server.database('consumption_day').where('metering_point_id', who.meteringPointId).where('day', '2019-03-05').del();
    const period = { firstDay: '2018-01-19', lastDay: 'infinity' };
    const [row] = await costStatement.ofPointAlone(server.database, { point: who.meteringPointId, ...period, month: null });
    const input = costInput(row!, period);
    const { rows: days } = await server.database.raw<{
      rows: {
        day: string;
        energyKwh: number | null;
        peakKwh: number | null;
        meanKw: number | null;
        missingHours: number;
        estimatedHours: number;
      }[];
    }>(
      `select day::text, energy_kwh as "energyKwh", peak_kwh as "peakKwh", missing_hours as "missingHours", estimated_hours as "estimatedHours",
         case when missing_hours + estimated_hours = 0 then energy_kwh / measured_hours end as "meanKw"
       from consumption_day where metering_point_id = ? and day >= '2018-01-19' order by day`,
      [who.meteringPointId],
    );
    const oneByOne = days.map(({ day, peakKwh, meanKw, ...sums }): CostSpan => {
      const powers = (kw: number | null) => (kw === null ? [] : [{ day, powerKw: kw }]);
      return {
        from: day,
        to: day,
        days: 1,
        ...sums,
        volumeM3: null,
        cooledM3k: null,
        highest: { hour: powers(peakKwh), day: powers(meanKw) },
      };
    });
    expect(input.spans.length).toBeLessThan(40);
    const [bySpan, byDay] = [input, { ...input, spans: oneByOne }].map((one) => pointMonths(one)!);
    const months = [2018, 2019, 2020].flatMap((year) => Array.from({ length: 12 }, (_, n) => `${year}-${String(n + 1).padStart(2, '0')}`));
    const told = (costOf: ReturnType<typeof pointMonths>) =>
      months.map((month) => ({ ...costOf!(month).shown, peak: costOf!(month).more().peak }));
    expect(told(bySpan!)).toEqual(told(byDay!));
    const lacks = Map.groupBy(months, (month) => bySpan!(month).shown.lack ?? 'cost');
    expect([lacks.get('cost')!.length, lacks.get('missing-hours')!.length]).toEqual([21, 6]);
  });

  it('of several metering points is that of each, and their sum', async () => {
    await take(list());
    const who = await customer();
    const second = String(BigInt(who.meteringPointId) + 500_000n);
    await server.database('relationship_metering_point').insert({ relationship_id: who.relationshipId, metering_point_id: second });
    await addConsumption(server.database, second, '2020-01-01', '2020-02-29', () => 2);
    expect(await months(who)).toMatchObject([{ totalNok: 782.75 + 1526.75 }, {}]);
    const { costs, totalNok } = await january(who);
    expect(costs.map((one) => [one.meteringPointId, one.totalNok])).toEqual([
      [who.meteringPointId, 782.75],
      [second, 1526.75],
    ]);
    expect(totalNok).toBe(2309.5);
  });
});

describe('an import of prices', () => {
  it('changes nothing the second time, keeps what it replaces, and refuses a gap or an overlap as a whole', async () => {
    expect(await take(list())).toEqual(['new']);
    expect(await take(list())).toEqual(['unchanged']);
    expect(await take(list({ name: 'Bolig, rettet' }))).toEqual(['changed']);
    expect(await server.database('price_list_replaced')).toMatchObject([{ id: 'bolig', list: { name: 'Bolig' } }]);
    await expect(take(list({ validTo: '2020-01-01' }), list({ validFrom: '2020-02-01' }))).rejects.toThrow('there is a gap');
    await expect(take(list({ validTo: '2020-03-01' }), list({ validFrom: '2020-02-01' }))).rejects.toThrow('overlaps');
    expect(await server.database('price_list')).toMatchObject([{ valid_to: null }]);
  });

  it('of a series refuses a missing month and another VAT, and corrects months', async () => {
    const index = (...lines: string[]) => readPriceIndex(bytes(['month;ore_per_kwh_with_vat', ...lines].join('\n')));
    const into = (given: ReturnType<typeof index>, vat = 25) => importPriceIndex(server.database, 'NO1', given, vat);
    expect(await into(index('2020-02;2', '2020-01;1'))).toEqual({ read: 2, changed: 2 });
    expect(await into(index('2020-02;3'))).toEqual({ read: 1, changed: 1 });
    await expect(into(index('2020-04;1'))).rejects.toThrow('2020-03 would be missing');
    await expect(into(index('2020-03;1'), 15)).rejects.toThrow('another VAT');
    expect(() => index('2020-01;1', '2020-03;1')).toThrow('2020-02 is missing before 2020-03');
    for (const wrong of ['2020-13;1', '2020-01;x', '2020-01;', '01.2020;1']) expect(() => index(wrong)).toThrow();
    expect(() => index('2020-01;1', '2020-01;2')).toThrow('stands in line 2 already');
    expect(() => readPriceIndex(bytes('month;ore\n2020-01;1'))).toThrow('no such column');
  });

  it('is told on the command line, and checked there with a worked month', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'min-side-prices-'));
    const said: string[] = [];
    const run = (...words: string[]) =>
      runCommand(
        words,
        { DATABASE_URL: server.running.services.config.database.url },
        { print: (line) => said.push(line), complain: (line) => said.push(line) },
      );
    try {
      const [good, bad, index] = ['good.json', 'bad.json', 'no1.csv'].map((name) => join(folder, name)) as [string, string, string];
      const given = {
        priceList: 1,
        id: 'bolig',
        name: 'Bolig',
        validFrom: '2018-01-01',
        amounts: 'with-vat',
        parts: [{ part: 'energy', name: 'Energi', price: { kind: 'index', series: 'NO1' } }],
      };
      await writeFile(good, JSON.stringify(given));
      await writeFile(bad, JSON.stringify({ ...given, parts: [{ part: 'bonus', name: 'x' }] }));
      await writeFile(index, 'month;ore_per_kwh_with_vat\n2020-01;100\n');
      expect(await run('prices', 'check', good)).toBe(0);
      expect(said.join('\n')).toContain('Energi: 1600 kWh × 62.5 ore/kWh = 1000.00 kr');
      expect(await run('prices', 'check', bad)).toBe(1);
      expect(said.at(-1)).toMatch(/bad\.json has faults:\n {2}parts\.0\.part: "bonus" is unknown; there are/);
      expect(await run('import', 'prices', good, bad)).toBe(1);
      expect(await server.database('price_list')).toEqual([]);
      expect(await run('import', 'prices', good)).toBe(0);
      expect(said.at(-1)).toBe('bolig from 2018-01-01: new.');
      expect(await run('import', 'price-index', index, '--series', 'NO1')).toBe(0);
      expect(said.at(-1)).toBe('NO1: 1 months read, 1 new or changed.');
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
