import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { DateTime } from 'luxon';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { KeyConsumption } from '../../../server/contract/data-keys.ts';
import { becomeHolder, password } from '../../support/account.ts';
import { addConsumption } from '../../support/consumption.ts';
import { forgetCounters, logInAsGuest } from '../../support/customer.ts';
import { checkReply } from '../../support/reply-schema.ts';
import { startTestServer, type TestServer } from '../../support/server.ts';

let server: TestServer;
beforeAll(async () => (server = await startTestServer()));
beforeEach(() => forgetCounters(server.database));
afterAll(() => server.stop());

const read = (key: string, query = '', form = 'json') =>
  fetch(`${server.url}/api/me/consumption.${form}${query}`, { headers: { Authorization: `Bearer ${key}` } });
const today = () => DateTime.fromJSDate(server.running.services.now(), { zone: 'Europe/Oslo' });

/** A holder of two plants, with a key to the first. */
async function withKey() {
  const holder = await becomeHolder(server, { links: 2 });
  const [first, second] = holder.customers as [(typeof holder.customers)[0], (typeof holder.customers)[0]];
  const made = await holder.visitor.call('POST /account/keys', { body: { name: ' Hjemme  ', relationships: [first.relationshipId] } });
  expect(made.status).toBe(200);
  return { ...holder, first, second, key: made.body.key, id: made.body.keys[0]!.id };
}

describe('a key to one’s own data', () => {
  test('is told once, named, kept as a hash alone, listed with its plants, and exported', async () => {
    const { visitor, first, key } = await withKey();
    expect(key).toMatch(/^minside_[\w-]{43}$/);
    const [row] = await server.database('data_key').where({ name: 'Hjemme' });
    expect(JSON.stringify(row)).not.toContain(key);
    const { body } = await visitor.call('GET /account/keys');
    expect(body.keys).toMatchObject([{ name: 'Hjemme', plants: [{ plantNumber: first.plantNumber, ownName: null }], lastUsedAt: null }]);
    await read(key);
    expect((await visitor.call('GET /account/keys')).body.keys[0]).toMatchObject({
      lastUsedAt: expect.stringMatching(/Z$/),
      lastUsedFrom: expect.stringMatching(/\/(24|48)$/),
    });
    const Cookie = [...visitor.cookies].map((pair) => pair.join('=')).join('; ');
    const zip = await fetch(`${server.url}/api/my-data`, { headers: { Cookie } });
    expect(strFromU8(unzipSync(new Uint8Array(await zip.arrayBuffer()))['nokler.csv']!)).toContain(`Hjemme;${first.plantNumber};`);
    const audited = await server.database('audit').whereIn('what', ['key-made', 'key-used']).orderBy('audit_id').pluck('what');
    expect(audited.slice(-2)).toEqual(['key-made', 'key-used']);
  });

  test('reads the hours of its plant, not of the other nor from before the own period, as JSON and CSV', async () => {
    const { first, second, key } = await withKey();
    await server
      .database('relationship')
      .where({ relationship_id: first.relationshipId })
      .update({ valid_from: new Date('2019-10-27T00:00:00+02:00') });
    for (const { meteringPointId } of [first, second])
      await addConsumption(server.database, meteringPointId, '2019-10-26', '2019-10-27', (_, slot) => (slot === 5 ? null : 1.234));
    const query = '?from=2019-10-20&to=2019-10-27';
    const reply = await read(key, query);
    expect(reply.headers.get('cache-control')).toContain('no-store');
    const body = (await reply.json()) as KeyConsumption;
    checkReply('GET', '/api/me/consumption.json', 200, body);
    expect(body.plants.map(({ plantNumber }) => plantNumber)).toEqual([first.plantNumber]);
    const [point] = body.plants[0]!.meteringPoints;
    expect(point!.periods).toHaveLength(25);
    expect(point!.periods[2]).toEqual({
      from: '2019-10-27T02:00:00+02:00',
      to: '2019-10-27T02:00:00+01:00',
      energyKwh: 1.23,
      status: 'målt',
    });
    expect(point!.periods[5]).toMatchObject({ energyKwh: null, status: 'mangler' });

    const csv = await (await read(key, `${query}&level=day`, 'csv')).text();
    expect(csv.replace('\ufeff', '').trim().split('\r\n')).toEqual([
      'Anleggsnummer;Målepunkt-ID;Fra;Til;Energi (kWh);Status',
      `${first.plantNumber};${first.meteringPointId};2019-10-27;2019-10-27;29,6;1 time mangler`,
    ]);
    expect((await read(key, `${query}&plant=${second.plantNumber}`)).status).toBe(404);
  });

  test('answers what the example for Home Assistant reads', async () => {
    const { first, key } = await withKey();
    const yesterday = today().minus({ days: 1 }).toISODate()!;
    await addConsumption(server.database, first.meteringPointId, today().minus({ days: 9 }).toISODate()!, yesterday, () => 2);
    await server.database.raw(
      `insert into reading_day (metering_point_id, day, first_at, step_seconds, serial, energy_kwh, quality)
       values (?::bigint, ?::date, ?::timestamptz, 3600, '660', array[4711.5], 'm')`,
      [first.meteringPointId, yesterday, `${yesterday}T12:00:00Z`],
    );
    const page = readFileSync(join(import.meta.dirname, '../../../docs/own-data-keys.md'), 'utf8');
    const example = page.split('```yaml')[1]!.split('```')[0]!;
    const query = /resource: \S+(\?\S+)/.exec(example)![1]!.replace('660100', first.plantNumber);
    const body = await (await read(key, query)).json();
    const values = [...example.matchAll(/value_template: "\{\{ value_json\.(.+) \}\}"/g)].map(([, path]) =>
      path!
        .split(/[.[\]]+/)
        .filter(Boolean)
        .reduce<never>((value, name) => {
          // A template would find a dictionary's own method first.
          expect(['values', 'items', 'keys', 'get', 'copy', 'pop', 'update', 'clear']).not.toContain(name);
          return Array.isArray(value) ? (value as never[]).at(Number(name))! : value[name];
        }, body as never),
    );
    expect(values).toEqual([4711.5, 48, expect.stringContaining(today().toISODate()!)]);
  });

  test('lets nobody in who has none, a wrong one, or a session alone', async () => {
    const { visitor } = await withKey();
    for (const key of ['', 'x', `minside_${'A'.repeat(43)}`]) {
      const refused = await read(key);
      expect([refused.status, refused.headers.get('www-authenticate')]).toEqual([401, 'Bearer']);
    }
    const Cookie = [...visitor.cookies].map((pair) => pair.join('=')).join('; ');
    expect((await fetch(`${server.url}/api/me/consumption.csv`, { headers: { Cookie } })).status).toBe(401);
    expect((await fetch(`${server.url}/api/me/consumption.csv?from=x`)).status).toBe(401);
    const { key } = await withKey();
    expect((await read(key, '?from=x')).status).toBe(400);
  });

  test('reads sixty times an hour, and then says when it may again', async () => {
    const { key } = await withKey();
    const statuses: number[] = [];
    for (let n = 0; n < 62; n += 1) statuses.push((await read(key)).status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(60);
    const refused = await read(key);
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(3000);
    expect(Number(refused.headers.get('retry-after'))).toBeLessThanOrEqual(3600);
  });
});

describe('a key ends', () => {
  test('when it is deleted, and nobody else can delete it', async () => {
    const { visitor, key, id } = await withKey();
    const other = await becomeHolder(server);
    expect((await other.visitor.call('DELETE /account/keys/:id', { path: { id }, body: {} })).status).toBe(404);
    expect((await read(key)).status).toBe(200);
    expect((await visitor.call('DELETE /account/keys/:id', { path: { id }, body: {} })).body).toEqual({ keys: [] });
    expect((await read(key)).status).toBe(401);
    expect(await server.database('audit').where({ what: 'key-removed' })).toHaveLength(1);
  });

  test('for a plant with its link, which a new link does not give back', async () => {
    const { visitor, mobile, first, key } = await withKey();
    expect((await visitor.call('DELETE /account/links/:id', { path: { id: first.relationshipId }, body: {} })).status).toBe(200);
    expect((await read(key)).status).toBe(401);
    await forgetCounters(server.database);
    const again = await logInAsGuest(server, first, mobile);
    expect((await again.visitor.call('POST /account/links', { body: {} })).status).toBe(200);
    expect((await read(key)).status).toBe(401);
    expect((await again.visitor.call('GET /account/keys')).body.keys).toMatchObject([{ name: 'Hjemme', plants: [] }]);
  });

  test('with a new password, and with the account', async () => {
    const { visitor, key } = await withKey();
    const changed = await visitor.call('PUT /account/password', { body: { oldPassword: password, password: 'fem røde hav' } });
    expect(changed.status).toBe(204);
    expect((await read(key)).status).toBe(401);
    const other = await withKey();
    expect((await other.visitor.call('DELETE /account', { body: { password } })).status).toBe(204);
    expect((await read(other.key)).status).toBe(401);
  });
});

describe('making a key', () => {
  test('needs a linked plant, a name, a fresh log-in and room for one more', async () => {
    const { visitor, first } = await withKey();
    const stranger = await becomeHolder(server);
    const make = (name: string, relationships: string[]) => visitor.call('POST /account/keys', { body: { name, relationships } });
    expect((await make('x', [stranger.customers[0]!.relationshipId])).status).toBe(404);
    expect((await make('x', [])).status).toBe(400);
    expect((await make('  ', [first.relationshipId])).body).toEqual({ error: 'bad-field', field: 'name', reason: 'required' });
    expect((await make('x'.repeat(61), [first.relationshipId])).body).toMatchObject({ reason: 'too-long' });
    for (let n = 0; n < 8; n += 1) expect((await make('en til', [first.relationshipId])).status).toBe(200);
    // Two at once want the last place.
    const made = await Promise.all([1, 2].map(() => make('en til', [first.relationshipId])));
    expect(made.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(made.find(({ status }) => status !== 200)!.body).toEqual({ error: 'conflict', reason: 'too-many-keys' });
    server.pass(16 * 60_000);
    expect((await make('x', [first.relationshipId])).body).toEqual({ error: 'conflict', reason: 'log-in-again' });
  });
});
