import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { readFileBytes } from '../../../server/metering/files/file-bytes.ts';
import { readProfile } from '../../../server/metering/files/profile.ts';
import { loadProfile } from '../../../server/metering/files/load-profile.ts';
import { importReadings } from '../../../server/metering/import-readings.ts';
import { readStatus } from '../../../server/metering/store/status.ts';
import { describeStatus } from '../../../server/metering/ways-in/describe-status.ts';
import { describeImport } from '../../../server/metering/ways-in/report.ts';
import { watchFolder } from '../../../server/metering/ways-in/watch-folder.ts';
import { startTestServer } from '../../support/server.ts';
import { clear, hourly, openBase, ownCsv, point } from './fixture.ts';

const base = await openBase();
beforeEach(() => clear(base));

const nothingRemarkable = { silentSince: null, standsStillSince: null, disagreements: [], correctedMonths: [], suspiciousHours: [] };

describe('readings status', () => {
  it('tells first, last, gaps, what was set aside, and the last file of each metering point', async () => {
    await base.deliverRegisters([...hourly('2019-02-01T00:00', 20).filter((_, index) => index !== 5), ['2019-02-02T00:00', 1]]);
    expect(await readStatus(base.database, new Date('2019-02-02T12:00+01:00'))).toEqual([
      {
        meteringPointId: point,
        first: '2019-02-01T00:00:00+01:00',
        last: '2019-02-01T19:00:00+01:00',
        estimatedHours: 2,
        missingHours: 0,
        rejected: 1,
        setAside: { 'register-drop': 1 },
        lastFile: 'test.csv',
        ...nothingRemarkable,
      },
    ]);
  });

  it('counts as missing every hour between the first value and the last, days without any among them', async () => {
    const interval = readProfile(
      {
        format: 'csv',
        meteringPoint: { column: 'point' },
        time: { column: 'time', format: 'yyyy-MM-dd HH:mm', zone: 'Europe/Oslo' },
        interval: 'PT1H',
        values: { energy: { column: 'kWh', unit: 'kWh' } },
      },
      'test',
    );
    const lines = ['2019-02-01 08:00', '2019-02-01 09:00', '2019-02-04 10:00'].map((time) => `${point};${time};2`);
    await base.deliver(['point;time;kWh', ...lines, ''].join('\n'), interval);
    expect(await readStatus(base.database, new Date())).toMatchObject([{ missingHours: 14 + 48 + 10, estimatedHours: 0 }]);
  });

  it('lists a point of which nothing comes, one whose register stands still, and one corrected after the month was over', async () => {
    await base.deliverRegisters(hourly('2019-02-01T00:00', 24 * 8, 1000, (hour) => (hour < 24 * 3 + 4 ? 2 : 0)));
    await base.deliverRegisters([['2019-02-02T05:00', 1058.5]]);
    expect(await readStatus(base.database, new Date('2019-02-14T12:00+01:00'), point)).toMatchObject([
      { silentSince: '2019-02-08T23:00:00+01:00', standsStillSince: '2019-02-04', correctedMonths: ['2019-02'] },
    ]);
  });

  it('lists days on which two meters tell of another use, and hours far above what the house uses', async () => {
    const now = new Date('2019-04-01T12:00+02:00');
    const large = 24 * 55 + 3;
    await base.deliverRegisters(hourly('2019-02-01T00:00', 24 * 58, 1000, (hour) => (hour === large ? 80 : 2)));
    const hours = `##Start-message\n#GMT-reference=+1\n##Time-series\n#Reference=${point}\n#Start=2019-03-29.00:00:00\n#Step=0000-00-00.01:00:00\n#Unit=kWh\n#Value=< ${'3//0 '.repeat(24)}>\n#No-of-values=24\n##End-message\n`;
    await base.deliver(hours, 'gs2');
    const [status] = await readStatus(base.database, now, point);
    expect(status!.suspiciousHours).toEqual([{ at: '2019-03-28T03:00:00+01:00', energyKwh: 80, usualKwh: 2 }]);
    expect(status!.disagreements).toMatchObject([
      {
        day: '2019-03-29',
        told: [
          { serial: 'A1', intervalSeconds: 0, energyKwh: 46 },
          { intervalSeconds: 3600, energyKwh: 72 },
        ],
      },
    ]);
    expect(describeStatus(status!)).toContain('  2019-03-28T03:00:00+01:00: 80 kWh in an hour, where 2 is about the most');
  });
});

describe('watch', () => {
  it('takes complete files as they arrive, and moves them with a report', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'min-side-watch-'));
    const stop = new AbortController();
    const said: string[] = [];
    const now = () => new Date('2019-02-04T12:00:00Z');
    const watching = watchFolder({
      folder,
      async take(path, fileName) {
        const input = readFileBytes(path);
        const profile = loadProfile('own');
        const report = await importReadings({ database: base.database, profile, profileName: 'own', fileName, input, now: now() });
        return { sentences: describeImport(report, false), setAside: report.rejected > 0 };
      },
      now,
      signal: stop.signal,
      everyMs: 30,
      say(sentence) {
        said.push(sentence);
        if (said.length === 3) stop.abort();
      },
    });
    await writeFile(join(folder, 'good.csv'), ownCsv(hourly('2019-02-01T00:00', 25)));
    await writeFile(join(folder, 'part.csv'), ownCsv([['2019-02-03T00:00', 1]]));
    await writeFile(join(folder, 'bad.csv'), 'x;y\n');
    await writeFile(join(folder, 'unfinished.csv.part'), 'x;y\n');
    await watching;
    const [done, failed] = [await readdir(join(folder, 'done')), await readdir(join(folder, 'failed'))];
    expect([done.length, failed.length]).toEqual([4, 2]);
    expect(done).toContain('2019-02-04T120000000Z-good.csv');
    // What tells whoever looks at the folder that something was set aside.
    expect(done.filter((name) => name.endsWith('.set-aside.txt'))).toEqual([expect.stringContaining('part.csv')]);
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
