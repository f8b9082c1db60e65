import fc from 'fast-check';
import { DateTime } from 'luxon';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { months } from '../../../server/consumption/years.ts';
import { addConsumption } from '../../support/consumption.ts';
import { addCustomer, logInAsGuest, type TestCustomer } from '../../support/customer.ts';
import { runs } from '../../support/runs.ts';
import { startTestServer, type TestServer } from '../../support/server.ts';
import type { Visitor } from '../../support/visitor.ts';

/** Nothing but measured. */
const none = { estimatedHours: 0, correctedHours: 0, manualHours: 0, missingHours: 0, awaitedHours: 0 };

let server: TestServer;
beforeAll(async () => (server = await startTestServer()));
afterAll(() => server.stop());

async function visit(more: Parameters<typeof addCustomer>[1] = {}): Promise<{ customer: TestCustomer; visitor: Visitor }> {
  const customer = await addCustomer(server.database, more);
  const { visitor } = await logInAsGuest(server, customer);
  return { customer, visitor };
}

async function addPoint(customer: TestCustomer, id: string): Promise<void> {
  await server
    .database('relationship_metering_point')
    .insert({ relationship_id: customer.relationshipId, metering_point_id: id, address: 'Garasjen' });
}

describe('years', () => {
  test('shows up to three calendar years, and leaves months without data out', async () => {
    const { customer, visitor } = await visit({ validFrom: new Date('2015-01-01T00:00:00+01:00') });
    await addConsumption(server.database, customer.meteringPointId, '2017-12-20', '2020-12-31', () => 1);
    const { status, body } = await visitor.call('GET /consumption/years');
    expect(status).toBe(200);
    expect(body.months).toHaveLength(36);
    expect(body.months[0]).toEqual({ month: '2018-01', energyKwh: 744, hours: 744, ...none });
    expect(body.months.find(({ month }) => month === '2019-03')).toMatchObject({ energyKwh: 743, hours: 743 });
    expect(body.months.find(({ month }) => month === '2019-10')).toMatchObject({ energyKwh: 745, hours: 745 });
    expect(body).toMatchObject({
      point: customer.meteringPointId,
      points: [{ id: customer.meteringPointId, address: null }],
      dataFrom: '2017-12-20T00:00:00+01:00',
      dataUntil: '2021-01-01T00:00:00+01:00',
    });
  });

  test('says the same of a metering point where the metering is spread over nodes', async () => {
    const { database } = server;
    const { meteringPointId: point } = await addCustomer(database);
    const letters = fc.constantFrom('m', 'm', 'm', 'm', 'e', 'c', 'h', '-');
    const measured = fc.constantFrom(23, 24, 24, 24, 25).map((hours) => Array.from({ length: hours }, () => 'm'));
    const days = fc.array(
      fc.record({
        letters: fc.oneof(fc.array(letters, { minLength: 2, maxLength: 4 }), fc.array(letters, { minLength: 24, maxLength: 24 }), measured),
        kwh: fc.nat(400),
        gap: fc.nat(90),
      }),
      {
        maxLength: 40,
      },
    );
    const meters = fc.uniqueArray(fc.integer({ min: -6, max: 46 }), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(days, meters, fc.boolean(), fc.nat(700), fc.nat(1500), async (each, installed, sinceEver, from, length) => {
        await database('consumption_day').where({ metering_point_id: point }).del();
        await database('meter').where({ metering_point_id: point }).del();
        const dayAfter = (days: number) => DateTime.fromISO('2016-11-20').plus({ days }).toISODate()!;
        let after = 0;
        const rows = each.map(({ letters, kwh, gap }) => {
          const count = (kind: RegExp) => letters.filter((letter) => kind.test(letter)).length;
          const values = count(/[^-]/);
          return {
            metering_point_id: point,
            day: dayAfter((after += gap + 1)),
            status: letters.join(''),
            measured_hours: count(/[mch]/),
            estimated_hours: count(/e/),
            missing_hours: count(/-/),
            energy_kwh: values === 0 ? null : kwh / (kwh % 3 === 0 ? 4 : 1),
          };
        });
        if (rows.length > 0) await database('consumption_day').insert(rows);
        await database('meter').insert(
          installed.map((nth, index) => ({
            metering_point_id: point,
            serial: `A${index}`,
            // On a day with values, from the last on for a negative one, or where there is none of that number, on any other.
            installed_at: index === 0 && sinceEver ? '-infinity' : `${rows.at(nth)?.day ?? dayAfter(nth * 40)}T21:30:00Z`,
          })),
        );
        const asked = { point, firstDay: dayAfter(from), lastDay: length % 2 === 0 ? 'infinity' : dayAfter(from + length) };
        expect(await months.ofPointAlone(database, asked)).toEqual(await months.ofPoint(database, asked));
      }),
      { numRuns: runs(60), endOnFailure: true },
    );
  });

  test('counts the hours that are missing at the start, and those estimated', async () => {
    const { customer, visitor } = await visit();
    await addConsumption(server.database, customer.meteringPointId, '2018-01-03', '2018-01-31', (day, slot) =>
      day === '2018-01-03' && slot < 5 ? null : day === '2018-01-10' ? { e: 2 } : 1,
    );
    const { body } = await visitor.call('GET /consumption/years');
    expect(body.months).toEqual([
      { month: '2018-01', energyKwh: 29 * 24 - 5 + 24, hours: 744, ...none, estimatedHours: 24, missingHours: 53 },
    ]);
    expect(body.dataFrom).toBe('2018-01-03T05:00:00+01:00');
  });

  test('has nothing to show before the first reading', async () => {
    const { visitor } = await visit();
    expect((await visitor.call('GET /consumption/years')).body).toMatchObject({ months: [], dataFrom: null, dataUntil: null });
    const month = await visitor.call('GET /consumption/month', { query: { month: '2019-02' } });
    expect(month.body.total).toEqual({ energyKwh: null, hours: 672, ...none, estimatedHours: 0, missingHours: 672 });
  });

  test('never shows what was used before or after the period', async () => {
    const customer = await addCustomer(server.database, {
      validFrom: new Date('2019-05-10T00:00:00+02:00'),
      validTo: new Date('2019-07-01T00:00:00+02:00'),
    });
    await addConsumption(server.database, customer.meteringPointId, '2018-01-01', '2020-12-31', () => 1);
    server.pass(0);
    const { visitor } = await logInWhileRunning(customer);
    const years = await visitor.call('GET /consumption/years');
    expect(years.body.months).toEqual([
      { month: '2019-05', energyKwh: 22 * 24, hours: 22 * 24, ...none },
      { month: '2019-06', energyKwh: 720, hours: 720, ...none },
    ]);
    expect(years.body).toMatchObject({ dataFrom: '2019-05-10T00:00:00+02:00', dataUntil: '2019-07-01T00:00:00+02:00' });
    const month = await visitor.call('GET /consumption/month', { query: { month: '2019-05' } });
    expect(month.body.days.map(({ date }) => date)).toEqual(Array.from({ length: 22 }, (_, n) => `2019-05-${n + 10}`));
    expect(month.body.yearBefore).toBeNull();
    expect((await visitor.call('GET /consumption/day', { query: { date: '2019-07-01' } })).body.hours).toEqual([]);
    const weekLater = await visitor.call('GET /consumption/day', { query: { date: '2019-05-12' } });
    expect(weekLater.body).toMatchObject({ total: { energyKwh: 24 }, weekBefore: null });
  });
});

describe('several metering points', () => {
  test('adds them up, and takes an hour that one of them lacks as missing in the sum', async () => {
    const { customer, visitor } = await visit();
    const other = `${customer.meteringPointId.slice(0, -6)}900001`;
    await addPoint(customer, other);
    await addConsumption(server.database, customer.meteringPointId, '2020-01-01', '2020-01-31', () => 1);
    await addConsumption(server.database, other, '2020-01-01', '2020-01-31', (day, slot) =>
      day === '2020-01-05' && slot === 3 ? null : day === '2020-01-06' && slot < 2 ? { e: 10 } : 10,
    );
    const years = await visitor.call('GET /consumption/years');
    const month = await visitor.call('GET /consumption/month', { query: { month: '2020-01' } });
    const day = await visitor.call('GET /consumption/day', { query: { date: '2020-01-05' } });
    expect(years.body).toMatchObject({ point: 'sum', points: [{ id: customer.meteringPointId }, { id: other, address: 'Garasjen' }] });
    expect(years.body.months).toEqual([{ month: '2020-01', energyKwh: 743 * 11, hours: 744, ...none, estimatedHours: 2, missingHours: 1 }]);
    expect(month.body.total).toEqual({ energyKwh: 743 * 11, hours: 744, ...none, estimatedHours: 2, missingHours: 1 });
    expect(day.body.hours[3]).toEqual({ start: '2020-01-05T03:00:00+01:00', energyKwh: null, status: '-', weekBeforeKwh: null });
    expect(day.body.total).toEqual({ energyKwh: 23 * 11, hours: 24, ...none, estimatedHours: 0, missingHours: 1 });
    const one = await visitor.call('GET /consumption/years', { query: { point: other } });
    expect(one.body).toMatchObject({ point: other, months: [{ energyKwh: 7430, missingHours: 1, estimatedHours: 2 }] });
  });

  test('answers 404 for a metering point of somebody else, as for one that does not exist, with a line in the audit', async () => {
    const { customer, visitor } = await visit();
    const other = await addCustomer(server.database);
    const foreign = await visitor.call('GET /consumption/years', { query: { point: other.meteringPointId } });
    const madeUp = await visitor.call('GET /consumption/years', { query: { point: '123456' } });
    expect([foreign.status, foreign.body]).toEqual([404, { error: 'not-found' }]);
    expect([madeUp.status, madeUp.body]).toEqual([404, { error: 'not-found' }]);
    for (const path of [
      `/consumption/month?month=2020-01&point=${other.meteringPointId}`,
      `/consumption/day?date=2020-01-01&point=${other.meteringPointId}`,
    ])
      expect((await visitor.send('GET', path)).status).toBe(404);
    const lines = await server.database('audit').where({ what: 'foreign-asked', relationship_id: customer.relationshipId });
    expect(lines).toHaveLength(4);
  });
});

describe('month and day', () => {
  test('has 25 and 23 hours on the days when the clocks change, both 02s told apart', async () => {
    const { customer, visitor } = await visit();
    await addConsumption(server.database, customer.meteringPointId, '2019-03-01', '2019-10-31', (_, slot) => slot);
    const autumn = await visitor.call('GET /consumption/day', { query: { date: '2019-10-27' } });
    expect(autumn.body.hours).toHaveLength(25);
    expect(autumn.body.hours.slice(2, 4).map(({ start }) => start)).toEqual(['2019-10-27T02:00:00+02:00', '2019-10-27T02:00:00+01:00']);
    const spring = await visitor.call('GET /consumption/day', { query: { date: '2019-03-31' } });
    expect(spring.body.hours).toHaveLength(23);
    expect(spring.body.hours.slice(1, 3).map(({ start }) => start)).toEqual(['2019-03-31T01:00:00+01:00', '2019-03-31T03:00:00+02:00']);
    const month = await visitor.call('GET /consumption/month', { query: { month: '2019-10' } });
    expect(month.body.power.powerKw).toHaveLength(745);
    expect(month.body.power).toMatchObject({ start: '2019-10-01T00:00:00+02:00', status: 'm'.repeat(745) });
    expect(month.body.peak).toEqual({ at: '2019-10-27T23:00:00+01:00', powerKw: 24 });
  });

  test('compares an unfinished month with the same hours a year before, and a day with the week before', async () => {
    const { customer, visitor } = await visit();
    await addConsumption(server.database, customer.meteringPointId, '2018-11-01', '2019-11-10', (day, slot) =>
      day === '2019-11-10' && slot >= 6 ? null : day.startsWith('2018') ? 2 : 1,
    );
    const month = await visitor.call('GET /consumption/month', { query: { month: '2019-11' } });
    expect(month.body.total.energyKwh).toBe(9 * 24 + 6);
    expect(month.body.yearBefore).toEqual({
      nowKwh: 9 * 24 + 6,
      beforeKwh: 2 * (9 * 24 + 6),
      from: '2019-11-01',
      to: '2019-11-10',
      untilHour: 6,
    });
    expect(month.body.days[0]!.yearBeforeKwh).toBe(48);
    const day = await visitor.call('GET /consumption/day', { query: { date: '2019-11-10' } });
    expect(day.body).toMatchObject({
      total: { energyKwh: 6, missingHours: 0, awaitedHours: 18 },
      weekBefore: { nowKwh: 6, beforeKwh: 6, untilHour: 6 },
      overdue: true,
    });
  });

  test('leaves the future out, and never takes a spread hour for the peak', async () => {
    const { customer, visitor } = await visit();
    const now = server.running.services.now();
    const today = now.toLocaleDateString('sv-SE', { timeZone: 'Europe/Oslo' });
    const first = `${today.slice(0, 8)}01`;
    await addConsumption(server.database, customer.meteringPointId, first, today, (_, slot) => (slot === 0 ? { e: 99 } : 3));
    const month = await visitor.call('GET /consumption/month', { query: { month: today.slice(0, 7) } });
    expect(month.body.days.at(-1)?.date).toBe(today);
    expect(month.body.peak?.powerKw).toBe(3);
    const years = await visitor.call('GET /consumption/years');
    const later = await visitor.call('GET /consumption/month', { query: { month: today.slice(0, 7) } });
    // As many as the month has had so far; another hour may begin meanwhile.
    expect([month.body.total.hours, later.body.total.hours]).toContain(years.body.months.at(-1)!.hours);
    const day = await visitor.call('GET /consumption/day', { query: { date: today } });
    expect(day.body.hours.every(({ start }) => Date.parse(start) < now.getTime())).toBe(true);
    const tomorrow = new Date(now.getTime() + 30 * 3_600_000).toLocaleDateString('sv-SE', { timeZone: 'Europe/Oslo' });
    expect((await visitor.call('GET /consumption/day', { query: { date: tomorrow } })).body.hours).toEqual([]);
  });

  test('refuses a date that is none', async () => {
    const { visitor } = await visit();
    for (const path of [
      '/consumption/day?date=2019-02-30',
      '/consumption/day?date=20',
      '/consumption/answers?at=2019-02-30',
      '/consumption/month?month=2019-13',
      '/consumption/month?month=0000-01',
      '/consumption/month?month=9999-12',
      '/consumption/day?date=9999-12-31',
      '/consumption/day',
      '/consumption/years?point=x',
    ])
      expect((await visitor.send('GET', path)).status).toBe(400);
    expect((await server.visitor().send('GET', '/consumption/years')).status).toBe(401);
  });
});

describe('what is not there', () => {
  const today = () => server.running.services.now().toLocaleDateString('sv-SE', { timeZone: 'Europe/Oslo' });
  const daysAgo = (count: number) => new Date(Date.parse(today()) - count * 86_400_000).toISOString().slice(0, 10);

  test('is not come yet after the last value, missing between others, and overdue after three days', async () => {
    const { customer, visitor } = await visit();
    await addConsumption(server.database, customer.meteringPointId, daysAgo(40), daysAgo(1), (day, slot) =>
      day === daysAgo(1) && slot === 3 ? null : day === daysAgo(1) && slot > 20 ? null : 1,
    );
    const day = await visitor.call('GET /consumption/day', { query: { date: daysAgo(1) } });
    expect(day.body.hours.map(({ status }) => status).join('')).toMatch(/^mmm-m+\.\.\.$/);
    expect(day.body).toMatchObject({ overdue: false, total: { missingHours: 1, awaitedHours: 3 } });
    const years = await visitor.call('GET /consumption/years');
    expect(years.body.months.at(-1)!.awaitedHours).toBeGreaterThanOrEqual(3);
    expect(years.body.months.reduce((sum, { missingHours }) => sum + missingHours, 0)).toBeGreaterThanOrEqual(1);

    const silent = await visit();
    await addConsumption(server.database, silent.customer.meteringPointId, daysAgo(40), daysAgo(5), () => 1);
    const later = await silent.visitor.call('GET /consumption/day', { query: { date: daysAgo(2) } });
    expect(later.body).toMatchObject({ overdue: true, total: { energyKwh: null, missingHours: 0, awaitedHours: 24 } });
    expect(later.body.hours.every(({ status }) => status === 's')).toBe(true);
  });

  test('is said of the sum, too, where one of several points has not delivered', async () => {
    const { customer, visitor } = await visit();
    const other = `${customer.meteringPointId.slice(0, -6)}900002`;
    await addPoint(customer, other);
    await addConsumption(server.database, customer.meteringPointId, daysAgo(40), daysAgo(2), () => 1);
    await addConsumption(server.database, other, daysAgo(40), daysAgo(1), () => 10);
    const day = await visitor.call('GET /consumption/day', { query: { date: daysAgo(1), point: 'sum' } });
    expect(day.body).toMatchObject({ total: { energyKwh: null, awaitedHours: 24 } });
  });

  test('is no longer kept where the hours have been purged, beside the sum of the day', async () => {
    const { customer, visitor } = await visit({ validFrom: new Date('2015-01-01T00:00:00+01:00') });
    await addConsumption(server.database, customer.meteringPointId, '2019-01-01', '2019-01-03', () => 1);
    await server.database('consumption_day').where({ metering_point_id: customer.meteringPointId }).update({ hours: null });
    const day = await visitor.call('GET /consumption/day', { query: { date: '2019-01-02' } });
    expect(day.body).toMatchObject({ total: { energyKwh: 24, missingHours: 0 }, peak: null });
    expect(day.body.hours.every(({ status }) => status === 'x')).toBe(true);
    const month = await visitor.call('GET /consumption/month', { query: { month: '2019-01' } });
    expect(month.body.days[1]).toMatchObject({ energyKwh: 24, withHours: false, missingHours: 0 });
  });

  test('is counted apart from what was corrected or read by hand, at every level', async () => {
    const { customer, visitor } = await visit();
    await addConsumption(server.database, customer.meteringPointId, '2020-01-01', '2020-01-31', () => 1.3);
    await server
      .database('consumption_day')
      .where({ metering_point_id: customer.meteringPointId })
      .where('day', '2020-01-10')
      .update({ status: `ccc${'h'.repeat(2)}${'m'.repeat(19)}` });
    const counts = { correctedHours: 3, manualHours: 2 };
    expect((await visitor.call('GET /consumption/years')).body).toMatchObject({ months: [counts], wholeKwh: false });
    expect((await visitor.call('GET /consumption/month', { query: { month: '2020-01' } })).body.total).toMatchObject(counts);
    expect((await visitor.call('GET /consumption/day', { query: { date: '2020-01-10' } })).body.total).toMatchObject(counts);
  });

  /** What differences of a register in MWh leave behind the point. */
  const dust = 7.276e-12;

  test('knows meters that tell whole kWh, in MWh too, and the day on which one was replaced', async () => {
    const { customer, visitor } = await visit();
    await addConsumption(
      server.database,
      customer.meteringPointId,
      '2020-01-01',
      '2020-01-31',
      (_, slot) => (slot % 3) + (slot % 2) * dust,
    );
    await server.database('meter').where({ metering_point_id: customer.meteringPointId }).delete();
    await server.database('meter').insert([
      { metering_point_id: customer.meteringPointId, serial: 'A', removed_at: '2020-01-14T10:00:00+01:00', closing_energy_kwh: 90 },
      { metering_point_id: customer.meteringPointId, serial: 'B', installed_at: '2020-01-14T10:00:00+01:00', opening_energy_kwh: 1 },
    ]);
    expect((await visitor.call('GET /consumption/years')).body).toMatchObject({ wholeKwh: true, swaps: ['2020-01-14'] });
    expect((await visitor.call('GET /consumption/month', { query: { month: '2020-01' } })).body).toMatchObject({ wholeKwh: true });
    expect((await visitor.call('GET /relationship')).body.meteringPoints[0]!.swaps).toEqual([
      { at: '2020-01-14T10:00:00+01:00', oldSerial: 'A', newSerial: 'B', closingKwh: 90, openingKwh: 1 },
    ]);
  });
});

/** The period has ended, longer ago than the numbers on the invoice let anyone in: the session is of that time. */
async function logInWhileRunning(customer: TestCustomer): Promise<{ visitor: Visitor }> {
  const end = new Date('2019-07-01T00:00:00+02:00');
  await server.database('relationship').where({ relationship_id: customer.relationshipId }).update({ valid_to: null });
  const { visitor } = await logInAsGuest(server, customer);
  await server.database('relationship').where({ relationship_id: customer.relationshipId }).update({ valid_to: end });
  return { visitor };
}
