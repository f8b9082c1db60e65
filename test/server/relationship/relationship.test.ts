import { afterAll, beforeAll, expect, test } from 'vitest';
import { addCustomer, logInAsGuest } from '../../support/customer.ts';
import { startTestServer, type TestServer } from '../../support/server.ts';

let server: TestServer;
beforeAll(async () => (server = await startTestServer()));
afterAll(() => server.stop());

async function addReadings(point: string, serial: string, day: string, firstAt: string, energy: number[]): Promise<void> {
  await server.database('reading_day').insert({
    metering_point_id: point,
    day,
    serial,
    first_at: firstAt,
    step_seconds: 3600,
    interval_seconds: 0,
    energy_kwh: energy,
    volume_m3: energy.map((value) => value / 40),
  });
}

test('shows name, address, and per metering point its meter and last reading', async () => {
  const customer = await addCustomer(server.database);
  await server.database('metering_point').insert({ metering_point_id: customer.meteringPointId });
  await server.database('meter').insert({ metering_point_id: customer.meteringPointId, serial: '6600001' });
  await addReadings(customer.meteringPointId, '6600001', '2019-10-27', '2019-10-27T00:00:00+02:00', [1000, 1001, 1002, 1004]);
  const { visitor } = await logInAsGuest(server, customer);
  expect((await visitor.call('GET /relationship')).body).toEqual({
    id: customer.relationshipId,
    plantNumber: customer.plantNumber,
    customerName: customer.name,
    ownName: null,
    address: 'Storgata 1',
    postalCode: '1607',
    city: 'Fredrikstad',
    favourite: false,
    startedOn: '2018-01-01',
    endedOn: null,
    meteringPoints: [
      {
        id: customer.meteringPointId,
        address: null,
        meterSerial: '6600001',
        lastReading: { at: '2019-10-27T02:00:00+01:00', energyKwh: 1004, volumeM3: 25.1 },
        swaps: [],
      },
    ],
  });
});

test('shows no reading, and no meter, from after the end of the period', async () => {
  const customer = await addCustomer(server.database, { validFrom: new Date('2019-01-01T00:00:00+01:00') });
  const point = customer.meteringPointId;
  await server.database('meter').insert([
    { metering_point_id: point, serial: 'old', installed_at: '2015-01-01T00:00:00Z', removed_at: '2019-08-01T00:00:00Z' },
    { metering_point_id: point, serial: 'new', installed_at: '2019-08-01T00:00:00Z' },
  ]);
  await addReadings(point, 'old', '2018-12-31', '2018-12-31T22:00:00+01:00', [1, 2]);
  await addReadings(point, 'old', '2019-06-30', '2019-06-30T22:00:00+02:00', [500, 501]);
  await addReadings(point, 'old', '2019-07-01', '2019-07-01T00:00:00+02:00', [502, 503, 504]);
  const { visitor } = await logInAsGuest(server, customer);
  await server
    .database('relationship')
    .where({ relationship_id: customer.relationshipId })
    .update({ valid_to: '2019-07-01T00:00:00+02:00' });
  const { body } = await visitor.call('GET /relationship');
  expect(body).toMatchObject({
    endedOn: '2019-06-30',
    // The register at the midnight that ends the period is the last one's own.
    meteringPoints: [{ meterSerial: 'old', lastReading: { at: '2019-07-01T00:00:00+02:00', energyKwh: 502 } }],
  });
  await server
    .database('relationship')
    .where({ relationship_id: customer.relationshipId })
    .update({ valid_from: '2019-02-01', valid_to: '2019-03-01' });
  expect((await visitor.call('GET /relationship')).body.meteringPoints[0]).toMatchObject({ lastReading: null });
});

test('has no invoices until they are fed in', async () => {
  const { visitor } = await logInAsGuest(server, await addCustomer(server.database));
  expect((await visitor.call('GET /invoices')).body).toEqual({ invoices: [] });
  expect((await server.visitor().call('GET /invoices')).status).toBe(401);
});
