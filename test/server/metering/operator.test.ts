import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { readFileBytes } from '../../../server/metering/files/file-bytes.ts';
import { loadProfile } from '../../../server/metering/files/load-profile.ts';
import { importReadings } from '../../../server/metering/import-readings.ts';
import { readStatus } from '../../../server/metering/store/status.ts';
import { describeImport } from '../../../server/metering/ways-in/report.ts';
import { watchFolder } from '../../../server/metering/ways-in/watch-folder.ts';
import { startTestServer } from '../../support/server.ts';
import { clear, hourly, openBase, ownCsv, point } from './fixture.ts';

const base = await openBase();
beforeEach(() => clear(base));

it('tells first, last, gaps, rejected and last file of each metering point', async () => {
  await base.deliverRegisters([...hourly('2019-02-01T00:00', 20).filter((_, index) => index !== 5), ['2019-02-02T00:00', 1]]);
  expect(await readStatus(base.database)).toEqual([
    {
      meteringPointId: point,
      first: '2019-01-31T23:00:00.000Z',
      last: '2019-02-01T18:00:00.000Z',
      estimatedHours: 2,
      missingHours: 0,
      rejected: 1,
      lastFile: 'test.csv',
    },
  ]);
});

describe('watch', () => {
  it('takes complete files as they arrive, and moves them with a report', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'min-side-watch-'));
    const stop = new AbortController();
    const said: string[] = [];
    const watching = watchFolder({
      folder,
      async take(path, fileName) {
        const input = readFileBytes(path);
        const profile = loadProfile('own');
        return describeImport(await importReadings({ database: base.database, profile, profileName: 'own', fileName, input }), false);
      },
      signal: stop.signal,
      everyMs: 30,
      say(sentence) {
        said.push(sentence);
        if (said.length === 2) stop.abort();
      },
    });
    await writeFile(join(folder, 'good.csv'), ownCsv(hourly('2019-02-01T00:00', 25)));
    await writeFile(join(folder, 'bad.csv'), 'x;y\n');
    await writeFile(join(folder, 'unfinished.csv.part'), 'x;y\n');
    await watching;
    const [done, failed] = [await readdir(join(folder, 'done')), await readdir(join(folder, 'failed'))];
    expect([done.length, failed.length]).toEqual([2, 2]);
    expect(
      await readFile(
        join(
          folder,
          'failed',
          failed.find((name) => name.endsWith('.txt'))!,
        ),
        'utf8',
      ),
    ).toMatch(/bad.csv, line 1, column/);
    expect(await readdir(folder)).toContain('unfinished.csv.part');
    expect(await base.total()).toBeCloseTo(48, 6);
    await rm(folder, { recursive: true });
  });
});

describe('POST /ingest/readings', () => {
  it('takes a file from whoever has the key, and names what is wrong', async () => {
    const key = 'k'.repeat(40);
    const server = await startTestServer({ INGEST_KEY: key });
    try {
      await server.database('metering_point').insert({ metering_point_id: point });
      const post = (body: string, authorization: string, query = 'profile=own&name=night.csv') =>
        fetch(`${server.url}/ingest/readings?${query}`, { method: 'POST', body, headers: { authorization, 'content-type': 'text/csv' } });
      const good = ownCsv(hourly('2019-02-01T00:00', 25));
      expect((await post(good, 'Bearer wrong')).status).toBe(401);
      expect((await post(good, `Bearer ${key}`, 'profile=../../secret')).status).toBe(400);
      const refused = await post(`${good}nonsense`, `Bearer ${key}`);
      expect([refused.status, await refused.json()]).toMatchObject([422, { file: 'night.csv', line: 27 }]);
      expect(await (await post(good, `Bearer ${key}`)).json()).toMatchObject({ stored: 25, known: false });
      expect(await (await post(good, `Bearer ${key}`)).json()).toMatchObject({ known: true });
    } finally {
      await server.stop();
    }
  });

  it('is not there without a key', async () => {
    const server = await startTestServer();
    expect((await fetch(`${server.url}/ingest/readings`, { method: 'POST', body: 'x' })).status).toBe(404);
    await server.stop();
  });
});
