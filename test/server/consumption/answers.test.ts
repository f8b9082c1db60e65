import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { importPriceLists } from '../../../server/prices/import-prices.ts';
import { readPriceList } from '../../../server/prices/read-price-list.ts';
import { storeTemperatures } from '../../../server/weather/weather-store.ts';
import { datesBetween, madeUpWeather, plainHouse, usesOf } from '../../unit/answers/houses.ts';
import { addConsumption } from '../../support/consumption.ts';
import { addCustomer, logInAsGuest, type TestCustomer } from '../../support/customer.ts';
import { startTestServer, type TestServer } from '../../support/server.ts';
import type { Visitor } from '../../support/visitor.ts';

let server: TestServer;
let visitor: Visitor;
const weather = madeUpWeather('2022-01-01', '2025-12-31');

beforeAll(async () => {
  server = await startTestServer();
  const temperatures = [...weather].flatMap(([day, celsius]) =>
    Array.from({ length: 24 }, (_, hour) => ({ station: 'SN1', at: Date.parse(`${day}T00:00:00Z`) / 1000 + hour * 3600, celsius })),
  );
  await storeTemperatures(server.database, temperatures);
  const customer = await addCustomer(server.database, { validFrom: new Date('2021-01-01T00:00:00+01:00') });
  await addUses(customer, '2025-12-31');
  ({ visitor } = await logInAsGuest(server, customer));
});
afterAll(() => server.stop());

/** What a plain house in that weather uses, to a day. */
async function addUses(customer: TestCustomer, until: string): Promise<void> {
  const uses = usesOf(plainHouse, weather).filter(({ day }) => day <= until);
  await server.database.batchInsert(
    'consumption_day',
    uses.map(({ day, energyKwh }, index) => ({
      metering_point_id: customer.meteringPointId,
      day,
      measured_hours: 24,
      estimated_hours: 0,
      missing_hours: 0,
      energy_kwh: energyKwh,
      peak_kwh: energyKwh / 20,
      peak_hour: 7,
      volume_m3: 1 + (index % 2),
      flow_m3c: (1 + (index % 2)) * 70,
      return_m3c: (1 + (index % 2)) * 40,
      status: 'm'.repeat(24),
      hours: Array.from({ length: 24 }, () => energyKwh / 24),
    })),
    500,
  );
}

const answers = async (at?: string) => (await visitor.call('GET /consumption/answers', { query: at ? { at } : {} })).body;

describe('the answers', () => {
  test('are what the days say now, however often they were asked for before', async () => {
    const used = async () => (await answers('2025-03')).weather!.usual!.actualKwh;
    const before = await used();
    expect(await used()).toBe(before);
    const use = (kWh: number) =>
      server.database.raw(`update consumption_day set energy_kwh = energy_kwh + ? where day = '2025-03-10'`, [kWh]);
    await use(7);
    expect(await used()).toBeCloseTo(before + 7, 6);
    await use(-7);
    expect(await used()).toBeCloseTo(before, 6);
  });

  test('say of a year what this house usually uses in its weather, by month, and what a normal year would have taken', async () => {
    const { at, weather: answer, plant, forecast } = await answers();
    expect(at).toBe('2025');
    expect(answer!.station).toBe('SN1');
    expect(answer!.usual!.days).toBe(365);
    expect(answer!.usual!.actualKwh / answer!.usual!.expectedKwh).toBeCloseTo(1, 1);
    expect(answer!.parts).toHaveLength(12);
    expect(answer!.parts[0]!.usual!.lowKwh).toBeLessThan(answer!.parts[0]!.usual!.expectedKwh);
    expect(answer!.corrected).toMatchObject({ method: 'signature', normalFrom: 'station' });
    expect(answer!.corrected!.kWh / answer!.corrected!.actualKwh).toBeCloseTo(1, 0);
    expect(answer!.degreeDays / answer!.normalDegreeDays!).toBeCloseTo(1, 0);
    expect(plant).toMatchObject({ flow: 70, return: 40, judged: 'fair', good: 45, poor: 25 });
    expect(plant!.cooling).toBeCloseTo(30, 9);
    expect(forecast).toBeNull();
  });

  test('say of a month and a day their weather, and of a month its billed peaks on different days', async () => {
    const month = await answers('2024-02');
    expect(month.weather!.parts).toHaveLength(29);
    expect(month.peaks!.peaks).toHaveLength(3);
    expect(new Set(month.peaks!.peaks.map((peak) => peak.at.slice(0, 10))).size).toBe(3);
    expect(month.peaks!.peaks[0]!.at).toMatch(/T07:00:00\+01:00$/);
    expect(month.peaks!.meanWithoutHighestKw).toBeLessThan(month.peaks!.meanKw);
    const day = await answers('2024-03-31');
    expect(day.weather!.parts).toHaveLength(23);
    expect(day.weather!.corrected).toBeNull();
  });

  test('are absent where the data do not carry them', async () => {
    const bare = await addCustomer(server.database);
    const { visitor: other } = await logInAsGuest(server, bare);
    const { body } = await other.call('GET /consumption/answers', { query: { at: '2020' } });
    expect(body).toEqual({ at: '2020', weather: null, plant: null, peaks: null, forecast: null });
    expect((await other.send('GET', '/consumption/answers?at=20')).status).toBe(400);
    expect((await server.visitor().send('GET', '/consumption/answers')).status).toBe(401);
    expect((await visitor.send('GET', `/consumption/answers?point=${bare.meteringPointId}`)).status).toBe(404);
  });
});

test('the made-up weather has every day', () => expect(weather.size).toBe(datesBetween('2022-01-01', '2025-12-31').length));

describe('what the running year will cost', () => {
  test('is told from the use that is expected and the price list, of all metering points together, and is none without either', async () => {
    const customer = await addCustomer(server.database, { validFrom: new Date('2021-01-01T00:00:00+01:00') });
    await addUses(customer, '2025-09-30');
    const own = (await logInAsGuest(server, customer)).visitor;
    server.pass(Date.parse('2025-10-01T08:00:00Z') - server.running.services.now().getTime());
    const cost = async (point?: string) => (await own.call('GET /cost/forecast', { query: { ...(point && { point }) } })).body;
    expect(await cost()).toEqual({ point: customer.meteringPointId, forecast: null });
    const parts = [{ part: 'energy', name: 'Energi', price: { kind: 'flat', ore: 100 } }];
    const list = { priceList: 1, id: 'bolig', name: 'Bolig', validFrom: '2018-01-01', amounts: 'with-vat', parts };
    await importPriceLists(server.database, [readPriceList(JSON.stringify(list))], new Date());
    const { forecast } = await cost();
    const { body } = await own.call('GET /consumption/answers', { query: { at: '2025' } });
    const { soFarKwh, expectedKwh, lowKwh, highKwh } = body.forecast!;
    // A krone a kWh, each month rounded to the øre.
    expect(forecast).toMatchObject({ year: 2025, until: '2025-09-30' });
    for (const [nok, kWh] of [
      [forecast!.soFarNok, soFarKwh],
      [forecast!.expectedNok, expectedKwh],
      [forecast!.lowNok, lowKwh],
      [forecast!.highNok, highKwh],
    ] as const)
      expect(Math.abs(nok - kWh)).toBeLessThan(0.1);
    const second = String(BigInt(customer.meteringPointId) + 500_000n);
    await server.database('relationship_metering_point').insert({ relationship_id: customer.relationshipId, metering_point_id: second });
    expect((await cost()).forecast).toEqual(forecast); // the other has nothing
    await addUses({ ...customer, meteringPointId: second }, '2025-09-29');
    const both = (await cost()).forecast!;
    expect([both.until, Math.round(both.expectedNok / forecast!.expectedNok)]).toEqual(['2025-09-29', 2]);
    expect((await cost(second)).forecast!.until).toBe('2025-09-29');
  });
});

describe('the peaks of several metering points added up', () => {
  test('are those of the hours in which they ran together, not of each alone', async () => {
    const customer = await addCustomer(server.database, { validFrom: new Date('2021-01-01T00:00:00+01:00') });
    const second = String(BigInt(customer.meteringPointId) + 5_000n);
    await server.database('relationship_metering_point').insert({ relationship_id: customer.relationshipId, metering_point_id: second });
    // One is highest at 7, the other at 8; together at 9, and on the 3rd an estimated hour counts for nothing.
    const morning = (seven: number, eight: number, nine: number) => (_day: string, slot: number) =>
      ({ 7: seven, 8: eight, 9: nine })[slot] ?? 1;
    await addConsumption(server.database, customer.meteringPointId, '2024-01-01', '2024-01-02', morning(10, 1, 8));
    await addConsumption(server.database, second, '2024-01-01', '2024-01-02', morning(1, 10, 7));
    await addConsumption(server.database, customer.meteringPointId, '2024-01-03', '2024-01-03', (_, slot) => (slot === 4 ? { e: 50 } : 2));
    await addConsumption(server.database, second, '2024-01-03', '2024-01-03', () => 2);
    const guest = await logInAsGuest(server, customer);
    const { peaks } = (await guest.visitor.call('GET /consumption/answers', { query: { at: '2024-01', point: 'sum' } })).body;
    expect(peaks!.peaks).toEqual([
      { at: '2024-01-01T09:00:00+01:00', powerKw: 15 },
      { at: '2024-01-02T09:00:00+01:00', powerKw: 15 },
      { at: '2024-01-03T00:00:00+01:00', powerKw: 4 },
    ]);
    expect(peaks!.meanKw).toBeCloseTo(34 / 3, 9);
  });
});
