import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { runCommand } from '../../../server/run-command.ts';
import { followFrost } from '../../../server/weather/frost-job.ts';
import type { Knex } from 'knex';
import { openDatabaseForWork } from '../../../server/database/connection.ts';
import type { Services } from '../../../server/services.ts';
import { freshDatabase, type FreshDatabase } from '../../support/database.ts';

let base: FreshDatabase;
let database: Knex;
let folder: string;
beforeAll(async () => {
  base = await freshDatabase();
  database = openDatabaseForWork(base.url);
  folder = mkdtempSync(join(tmpdir(), 'min-side-weather-'));
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await database.destroy();
  await base.drop();
});
beforeEach(() => database.raw('delete from weather_day; delete from weather_station'));

async function run(...args: string[]) {
  const out: string[] = [];
  const status = await runCommand(
    args,
    { DATABASE_URL: base.url },
    { print: (line) => out.push(line), complain: (line) => out.push(line) },
  );
  return { status, out: out.join('\n') };
}

function file(name: string, ...rows: string[]): string {
  const path = join(folder, name);
  writeFileSync(path, ['station;time;temperature', ...rows, ''].join('\n'));
  return path;
}

const days = async (): Promise<{ station: string; day: string; temperatures: (number | null)[] }[]> =>
  (await database.raw('select station, day::text, temperatures from weather_day order by day')).rows;

describe('import weather', () => {
  test('stores hours by station and local day, adds to them, and is the same twice', async () => {
    const first = file('a.csv', 'SN1;2024-01-01T00:00:00+01:00;-2,5', 'SN1;2024-01-01T01:00:00+01:00;-3');
    expect(await run('import', 'weather', first)).toEqual({
      status: 0,
      out: 'a.csv: 2 rows read, 2 temperatures; 1 days of SN1 stored.',
    });
    await run('import', 'weather', first, file('b.csv', 'SN1;2024-01-01T01:00:00+01:00;-4', 'SN1;2024-01-01T23:00:00+01:00;1'));
    const [day] = await days();
    expect(day).toMatchObject({ station: 'SN1', day: '2024-01-01' });
    expect(day!.temperatures).toHaveLength(24);
    expect([day!.temperatures[0], day!.temperatures[1], day!.temperatures[2], day!.temperatures[23]]).toEqual([-2.5, -4, null, 1]);
    expect(await database('weather_station').first()).toMatchObject({ station: 'SN1', version: '3' });
  });

  test('changes nothing with --check, nor when a line is wrong', async () => {
    expect((await run('import', 'weather', '--check', file('a.csv', 'SN1;2024-01-01T00:00:00Z;1'))).out).toMatch(/nothing was changed/);
    const wrong = await run('import', 'weather', file('c.csv', 'SN1;2024-01-01T00:00:00Z;1', 'SN1;2024-01-01T01:00:00Z;cold'));
    expect(wrong.status).toBe(1);
    expect(wrong.out).toMatch(/c\.csv, line 3, column "temperature": "cold" is no number with a decimal ,\. Nothing was imported\./);
    expect(await days()).toEqual([]);
  });
});

describe('the Frost API', () => {
  let frost: Server;
  let url: string;
  const asked: { path: URL; user: string }[] = [];
  /** What the real one answers: observations as JSON-LD, 401 for an unknown id, 412 where there is no series for that time. */
  beforeAll(async () => {
    frost = createServer((request, response) => {
      const path = new URL(request.url!, 'http://frost');
      const user = Buffer.from(request.headers.authorization?.slice(6) ?? '', 'base64').toString();
      asked.push({ path, user });
      const answer = (status: number, body: object) =>
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
      if (user !== 'known-id:') return answer(401, { error: { code: 401, message: 'Unauthorized', reason: 'Invalid client ID' } });
      const [from, to] = path.searchParams
        .get('referencetime')!
        .split('/')
        .map((at) => Date.parse(at)) as [number, number];
      if (to < Date.parse('2024-01-01T00:00:00Z')) return answer(412, { error: { code: 412, message: 'Precondition failed' } });
      const data = [];
      for (let at = Math.max(from, Date.parse('2024-01-01T00:00:00Z')); at < to; at += 3_600_000)
        data.push({
          sourceId: 'SN17150:0',
          referenceTime: new Date(at).toISOString(),
          observations: [
            { elementId: 'air_temperature', value: at % 7_200_000 ? 3.5 : -1, unit: 'degC', timeResolution: 'PT1H', qualityCode: 0 },
          ],
        });
      return answer(200, { '@type': 'ObservationResponse', totalItemCount: data.length, data });
    });
    await new Promise<void>((resolve) => frost.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(frost.address() as AddressInfo).port}`;
  });
  afterAll(() => frost.close());
  beforeEach(() => void (asked.length = 0));

  const services = (clientId: string, now: string): Services =>
    ({
      database,
      config: { weather: { station: 'SN17150', normals: null, frost: { clientId, url } } },
      now: () => new Date(now),
    }) as unknown as Services;

  test('is asked for some years at first, and for what is new later', async () => {
    expect(await followFrost(services('known-id', '2024-01-03T05:00:00Z'))).toBe(53);
    expect(asked.length).toBeGreaterThan(3);
    expect(asked[0]!.path.searchParams.get('elements')).toBe('air_temperature');
    expect((await days()).map(({ day }) => day)).toEqual(['2024-01-01', '2024-01-02', '2024-01-03']);
    asked.length = 0;
    expect(await followFrost(services('known-id', '2024-01-03T06:00:00Z'))).toBe(0);
    expect(asked).toEqual([]);
    await followFrost(services('known-id', '2024-01-04T03:00:00Z'));
    expect(asked).toHaveLength(1);
    expect((await days()).map(({ day }) => day)).toContain('2024-01-04');
  });

  test('says what is wrong without the client id', async () => {
    await expect(followFrost(services('unknown-id', '2024-01-03T05:00:00Z'))).rejects.toThrow(/401.*FROST_CLIENT_ID is not known there/);
    await followFrost(services('unknown-id', '2024-01-03T05:00:00Z')).catch((error) =>
      expect(String(error.stack)).not.toContain('unknown-id'),
    );
  });
});
