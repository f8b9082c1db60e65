import { forgetCounters } from '../../support/customer.ts';
// What users of other portals reported as bugs, each by its name: from the file that a utility delivers to what a customer reads.
import { Readable } from 'node:stream';
import { strFromU8, unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importReadings } from '../../../server/metering/import-readings.ts';
import type { ImportReport } from '../../../server/metering/import-report.ts';
import { loadProfile } from '../../../server/metering/files/load-profile.ts';
import type { Profile } from '../../../server/metering/files/profile.ts';
import { becomeHolder } from '../../support/account.ts';
import type { TestCustomer } from '../../support/customer.ts';
import { pageOrigin, startTestServer, type TestServer } from '../../support/server.ts';
import type { Visitor } from '../../support/visitor.ts';
import { hourly, localProfile, ownCsv, type Register } from '../metering/fixture.ts';

let server: TestServer;
beforeAll(async () => (server = await startTestServer()));
afterAll(() => server.stop());

interface House {
  customer: TestCustomer;
  visitor: Visitor;
  deliver(content: string, profile?: Profile): Promise<ImportReport>;
  deliverRegisters(registers: Register[], serial?: string): Promise<ImportReport>;
}

/** A customer's house, whose readings come in by files. */
async function addHouse(): Promise<House> {
  await forgetCounters(server.database);
  const { visitor, customers } = await becomeHolder(server);
  const customer = customers[0]!;
  await server.database('metering_point').insert({ metering_point_id: customer.meteringPointId });
  const deliver: House['deliver'] = (content, profile = loadProfile('own')) =>
    importReadings({
      database: server.database,
      profile,
      profileName: 'test',
      fileName: 'night.csv',
      input: Readable.from([Buffer.from(content)]),
      now: new Date(),
    });
  return {
    customer,
    visitor,
    deliver,
    deliverRegisters: (registers, serial = `A${customer.plantNumber}`) => deliver(ownCsv(registers, serial, customer.meteringPointId)),
  };
}

const day = async ({ visitor }: House, date: string) => (await visitor.call('GET /consumption/day', { query: { date } })).body;
const month = async ({ visitor }: House, name: string) => (await visitor.call('GET /consumption/month', { query: { month: name } })).body;
const years = async ({ visitor }: House) => (await visitor.call('GET /consumption/years')).body;
const sum = (parts: readonly { energyKwh: number | null }[]) => parts.reduce((total, { energyKwh }) => total + (energyKwh ?? 0), 0);

/** Local stamps without offset, as the clock on the wall shows them, with a register that rises by 1 kWh an hour. */
const wallClockCsv = (house: House, stamps: readonly string[], first = 500) =>
  ['point,time,kWh', ...stamps.map((stamp, hour) => `${house.customer.meteringPointId},${stamp},${first + hour}`), ''].join('\n');
const hoursOf = (date: string, hours: readonly number[]) => hours.map((hour) => `${date} ${String(hour).padStart(2, '0')}:00`);
const wholeDay = Array.from({ length: 24 }, (_, hour) => hour);

describe('none of the bugs that users of other portals reported', () => {
  it('the hour after a gap as a false peak', async () => {
    const house = await addHouse();
    await house.deliverRegisters(hourly('2019-02-01T00:00', 25).filter((_, hour) => hour < 5 || hour > 20));
    const { hours, peak, total } = await day(house, '2019-02-01');
    expect(peak).toEqual({ at: '2019-02-01T00:00:00+01:00', powerKw: 2 });
    expect(hours.map(({ energyKwh }) => energyKwh)).toEqual(wholeDay.map(() => 2));
    expect(hours[20]).toMatchObject({ status: 'e' });
    expect(total).toMatchObject({ energyKwh: 48, hours: 24, estimatedHours: 17, missingHours: 0 });
    expect((await month(house, '2019-02')).peak).toEqual(peak);
  });

  it('a day of -3,164 kWh', async () => {
    const house = await addHouse();
    await house.deliverRegisters(hourly('2019-02-01T00:00', 35, 3096));
    // A new meter begins at 0, and nobody has told of the swap; the source names no meter, or names the new one.
    const young = hourly('2019-02-02T11:00', 30, 0);
    const own = `A${house.customer.plantNumber}`;
    for (const serial of ['', own, 'B2']) {
      const { stored, rejections } = await house.deliverRegisters(young, serial);
      expect([stored, rejections[0]!.reason]).toEqual([0, serial === 'B2' ? 'unknown-meter' : 'register-drop']);
    }
    expect((await day(house, '2019-02-02')).total).toMatchObject({
      energyKwh: 20,
      hours: 24,
      estimatedHours: 0,
      missingHours: 0,
      awaitedHours: 14,
    });
    expect(await server.database('consumption_day').where('energy_kwh', '<', 0)).toEqual([]);
  });

  it('an hour lost in October', async () => {
    const house = await addHouse();
    const autumn = [...hoursOf('2019-10-27', [0, 1, 2, 2, ...wholeDay.slice(3)]), ...hoursOf('2019-10-28', wholeDay)];
    await house.deliver(wallClockCsv(house, autumn), localProfile('file-order'));
    // Sent again with the days after it: the second 02:00 is not a repetition of the first.
    await house.deliver(wallClockCsv(house, [...autumn, ...hoursOf('2019-10-29', wholeDay)]), localProfile('file-order'));
    const { hours, total } = await day(house, '2019-10-27');
    expect(total).toMatchObject({ energyKwh: 25, hours: 25, estimatedHours: 0, missingHours: 0 });
    expect(hours.slice(1, 5).map(({ start }) => start)).toEqual(
      ['01:00:00+02:00', '02:00:00+02:00', '02:00:00+01:00', '03:00:00+01:00'].map((time) => `2019-10-27T${time}`),
    );
  });

  it('a 24-row day in March', async () => {
    const house = await addHouse();
    const spring = [
      ...hoursOf(
        '2019-03-31',
        wholeDay.filter((hour) => hour !== 2),
      ),
      ...hoursOf('2019-04-01', wholeDay),
    ];
    await house.deliver(wallClockCsv(house, spring), localProfile('file-order'));
    const { hours, total } = await day(house, '2019-03-31');
    expect(total).toMatchObject({ energyKwh: 23, hours: 23, estimatedHours: 0, missingHours: 0 });
    expect(hours.map(({ start }) => start.slice(11, 19))).not.toContain('02:00:00');
    const march = await month(house, '2019-03');
    expect(march.days.at(-1)).toMatchObject({ date: '2019-03-31', ...total });
    expect(march.power.powerKw).toHaveLength(31 * 24 - 1);
  });

  it('totals of day and month that disagree', async () => {
    const house = await addHouse();
    const registers = hourly('2019-01-01T00:00', 365 * 24, 1000, (hour) => ((hour * 7919) % 13) / 4).filter(
      (_, hour) => (hour % 97 > 2 || hour < 3) && !(hour > 3000 && hour < 3300),
    );
    await house.deliverRegisters(registers);
    const year = await years(house);
    for (const { month: name, energyKwh } of year.months) {
      const { days, total, power } = await month(house, name);
      expect(sum(days)).toBeCloseTo(energyKwh!, 6);
      expect(total.energyKwh).toBeCloseTo(energyKwh!, 6);
      expect(power.powerKw.reduce<number>((all, kwh) => all + (kwh ?? 0), 0)).toBeCloseTo(energyKwh!, 6);
      for (const { date, ...ofDay } of days.filter((_, index) => index % 10 === 5)) {
        const { hours, total: whole } = await day(house, date);
        expect(ofDay).toMatchObject(whole);
        expect(sum(hours)).toBeCloseTo(ofDay.energyKwh ?? 0, 6);
      }
    }
    expect(sum(year.months)).toBeCloseTo(registers.at(-1)![1] - 1000, 6);
  });

  it('the CSV one day off because it was UTC', async () => {
    const house = await addHouse();
    await house.deliverRegisters(hourly('2019-06-30T00:00', 73, 1000, (hour) => (hour < 24 ? 1 : hour < 48 ? 5 : 9)));
    const Cookie = [...house.visitor.cookies].map((pair) => pair.join('=')).join('; ');
    const response = await fetch(`${server.url}/api/my-data`, {
      headers: { Cookie, Origin: pageOrigin, 'Sec-Fetch-Site': 'same-site' },
    });
    const files = unzipSync(new Uint8Array(await response.arrayBuffer()));
    const { plantNumber, meteringPointId } = house.customer;
    const rows = strFromU8(files[`forbruk/timer-${plantNumber}-${meteringPointId}.csv`]!).trim().split('\r\n').slice(1);
    const firstOfJuly = rows.filter((row) => row.startsWith('2019-07-01T'));
    expect(firstOfJuly).toHaveLength(24);
    expect(firstOfJuly.every((row) => row.split(';')[2] === '5')).toBe(true);
    expect(firstOfJuly[0]).toBe('2019-07-01T00:00:00+02:00;2019-07-01T01:00:00+02:00;5;målt');
    expect((await day(house, '2019-07-01')).total.energyKwh).toBe(120);
  });

  it('billing-year and calendar-year mixed', async () => {
    const house = await addHouse();
    const registers = hourly('2018-10-01T00:00', 24 * 550, 1000, (hour) => (hour % 24 < 12 ? 1 : 3));
    await house.deliverRegisters(registers);
    const at = (time: string) => registers.find(([stamp]) => stamp.startsWith(time))![1];
    const { months } = await years(house);
    const of = (year: string) => months.filter(({ month: name }) => name.startsWith(year));
    expect(of('2019').map(({ month: name }) => name)).toEqual(wholeDay.slice(1, 13).map((n) => `2019-${String(n).padStart(2, '0')}`));
    expect(sum(of('2019'))).toBeCloseTo(at('2020-01-01T00:00') - at('2019-01-01T00:00'), 6);
    expect(of('2018').map(({ month: name }) => name)).toEqual(['2018-10', '2018-11', '2018-12']);
    expect(sum(of('2018'))).toBeCloseTo(at('2019-01-01T00:00') - 1000, 6);
  });

  it("January's first reading as a jump", async () => {
    const house = await addHouse();
    await house.deliverRegisters(hourly('2020-01-01T00:00', 49, 22_144));
    // The register's height at the start is nobody's use, neither alone nor beside the December that comes later.
    expect((await years(house)).months).toMatchObject([{ month: '2020-01', energyKwh: 96 }]);
    await house.deliverRegisters(hourly('2019-12-30T00:00', 48, 22_048));
    const december = await day(house, '2019-12-31');
    expect(december.total).toMatchObject({ energyKwh: 48, hours: 24, estimatedHours: 0, missingHours: 0 });
    expect(december.hours.at(-1)).toMatchObject({ start: '2019-12-31T23:00:00+01:00', energyKwh: 2, status: 'm' });
    expect((await day(house, '2020-01-01')).peak).toMatchObject({ powerKw: 2 });
  });

  it('a monthly mean temperature that differs from the daily graph', async () => {
    const house = await addHouse();
    // Hours of large and of no flow, a gap, and flow temperatures that rise with the flow: a mean of hourly or daily means would be another.
    let [energy, volume, flow, back] = [1000, 50, 4000, 2000];
    const rows = hourly('2019-02-01T00:00', 28 * 24 + 1).flatMap(([time], hour) => {
      const row = `${house.customer.meteringPointId};A${house.customer.plantNumber};${time};${energy};${volume};${flow};${back}`;
      const cubic = hour % 24 < 6 ? 0 : ((hour * 31) % 17) / 100;
      volume += cubic;
      flow += cubic * (70 + (hour % 40));
      back += cubic * (35 + (hour % 11));
      energy += cubic * 40;
      return hour > 200 && hour < 280 ? [] : [row];
    });
    await house.deliver(
      ['metering_point_id;meter_serial;time;energy_kwh;volume_m3;flow_m3c;return_m3c', ...rows, ''].join('\n').replaceAll('.000+', '+'),
    );
    const { rows: days } = await server.database.raw<{ rows: { volume_m3: number; flow_m3c: number; return_m3c: number }[] }>(
      'select volume_m3, flow_m3c, return_m3c from consumption_day where metering_point_id = ? order by day',
      [house.customer.meteringPointId],
    );
    expect(days).toHaveLength(28);
    const total = (of: (day: (typeof days)[number]) => number) => days.reduce((all, one) => all + of(one), 0);
    // Day by day the sums that the temperatures are made of; together they say what the registers say over the month.
    const volumes = total((one) => one.volume_m3);
    expect(volumes).toBeCloseTo(volume - 50, 6);
    expect(total((one) => one.flow_m3c) / volumes).toBeCloseTo((flow - 4000) / (volume - 50), 6);
    expect(total((one) => one.return_m3c) / volumes).toBeCloseTo((back - 2000) / (volume - 50), 6);
    expect(days.every(({ volume_m3: m3, flow_m3c: m3c }) => m3c / m3 > 70 && m3c / m3 < 110)).toBe(true);
  });
});
