import { Readable } from 'node:stream';
import { parse } from 'csv-parse/sync';
import { unzipSync, strFromU8 } from 'fflate';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Cell } from '../../../server/ground/cell.ts';
import { openWorkbook } from '../../../server/metering/files/workbook-sheets.ts';
import { addConsumption } from '../../support/consumption.ts';
import { logInWithPassword } from '../../support/account.ts';
import { addAccount, addCustomer, logInAsGuest } from '../../support/customer.ts';
import { startTestServer, type TestServer } from '../../support/server.ts';
import type { Visitor } from '../../support/visitor.ts';

let server: TestServer;
let visitor: Visitor;
let holder: Visitor;
beforeAll(async () => {
  server = await startTestServer();
  const customer = await addCustomer(server.database, { validFrom: new Date('2019-01-01T00:00:00+01:00') });
  ({ visitor } = await logInAsGuest(server, customer));
  await addConsumption(server.database, customer.meteringPointId, '2019-10-01', '2019-11-30', (day, slot) =>
    day === '2019-10-27' && slot === 5 ? null : day === '2019-10-28' && slot < 2 ? { e: 2 } : 1.234,
  );
  const { mobile } = await addAccount(server, [customer], 'blå himmel over byen');
  holder = await logInWithPassword(server, mobile, 'blå himmel over byen');
  await holder.call('POST /terms/acceptances', { body: { termsVersion: '1.0' } });
});
afterAll(() => server.stop());

const fetched = async (query: string, { who = visitor, language = '' } = {}): Promise<{ bytes: Uint8Array; headers: Headers }> => {
  const reply = await fetch(`${server.running.url}/api/consumption/download?${query}`, {
    headers: { cookie: [...who.cookies].map((pair) => pair.join('=')).join('; '), 'accept-language': language },
  });
  expect(reply.status).toBe(200);
  return { bytes: new Uint8Array(await reply.arrayBuffer()), headers: reply.headers };
};
const lines = async (query: string, language = ''): Promise<string[]> =>
  new TextDecoder()
    .decode((await fetched(query, { language })).bytes)
    .trim()
    .split('\r\n');

describe('a download', () => {
  test('of a day as CSV has every hour with its offset, its digits as shown and its status in words', async () => {
    const [head, ...hours] = await lines('at=2019-10-27&level=hour&format=csv');
    expect(head!.replace('\ufeff', '')).toBe('Fra;Til;Energi (kWh);Status');
    expect(hours).toHaveLength(25);
    expect(hours[2]).toBe('2019-10-27T02:00:00+02:00;2019-10-27T02:00:00+01:00;1,23;målt');
    expect(hours[3]).toBe('2019-10-27T02:00:00+01:00;2019-10-27T03:00:00+01:00;1,23;målt');
    expect(hours[5]).toBe('2019-10-27T04:00:00+01:00;2019-10-27T05:00:00+01:00;;mangler');
  });

  test('of a month has its days, and of everything its months, with the same sums', async () => {
    const days = await lines('at=2019-10&level=day&format=csv');
    expect(days).toHaveLength(32);
    expect(days[27]).toBe('2019-10-27;2019-10-27;29,6;1 time mangler');
    expect(days[28]).toBe('2019-10-28;2019-10-28;31,1;2 timer anslått');
    const months = await lines('level=month&format=csv');
    expect(months[1]).toMatch(/^2019-10-01;2019-10-31;/);
  });

  test('as a workbook has a sheet a level, real dates and numbers, and a frozen head', async () => {
    const { bytes, headers } = await fetched('at=2019-10&level=day&format=xlsx');
    expect(headers.get('content-disposition')).toContain('forbruk-dogn-2019-10.xlsx');
    const files = unzipSync(bytes);
    const sheet = strFromU8(files['xl/worksheets/sheet1.xml']!);
    expect(strFromU8(files['xl/workbook.xml']!)).toMatch(/Døgn.*Måneder.*År/s);
    expect(sheet).toMatch(/state="frozen"/);
    // 1 October 2019 is day 43739 of Excel's calendar.
    expect(sheet).toContain('<v>43739</v>');
    expect(sheet).toContain('<v>29.6</v>');
  });

  /** A workbook's sheets by name, as a program that reads workbooks finds them. */
  const sheetsOf = async (bytes: Uint8Array): Promise<Map<string, Cell[][]>> => {
    const workbook = await openWorkbook(Readable.from([Buffer.from(bytes)]));
    const sheets = new Map<string, Cell[][]>();
    for (const sheet of workbook.sheets) {
      const rows: Cell[][] = [];
      await workbook.read(
        sheet,
        (cells) => void rows.push([...cells]),
        () => Promise.resolve(),
      );
      sheets.set(sheet.name, rows);
    }
    return sheets;
  };
  /** A spreadsheet counts days from the end of 1899, on the wall's clock. */
  const wallClock = (cell: Cell | undefined): string =>
    new Date(Math.round((Number(cell) - 25_569) * 86_400_000))
      .toISOString()
      .slice(0, 16)
      .replace(/T00:00$/, '');

  test.each(['guest', 'holder'] as const)(
    'opens in readers of CSV and of workbooks with the same lines at every level, for a %s',
    async (who) => {
      const own = who === 'guest' ? visitor : holder;
      const [hours, ...coarser] = [
        ['hour', 'Timer'],
        ['day', 'Døgn'],
        ['month', 'Måneder'],
        ['year', 'År'],
      ] as const;
      // Without a stretch it is more than sixty thousand hours: once is enough.
      for (const at of [...(who === 'guest' ? [''] : []), 'at=2019&', 'at=2019-10&', 'at=2019-10-27&']) {
        const { bytes } = await fetched(`${at}level=hour&format=xlsx`, { who: own });
        const sheets = await sheetsOf(bytes);
        expect([...sheets.keys()]).toEqual([hours, ...coarser].map(([, name]) => name));
        const files = unzipSync(bytes);
        for (const [index] of [...sheets].entries())
          expect(strFromU8(files[`xl/worksheets/sheet${index + 1}.xml`]!)).toMatch(/<pane ySplit="1"[^>]*state="frozen"/);
        for (const [level, name] of [hours, ...coarser]) {
          const text = strFromU8((await fetched(`${at}level=${level}&format=csv`, { who: own })).bytes);
          const [head, ...lines] = parse(text, { bom: true, delimiter: ';' }) as string[][];
          const [sheetHead, ...rows] = sheets.get(name)!;
          expect(head).toEqual(['Fra', 'Til', 'Energi (kWh)', 'Status']);
          expect(sheetHead!.slice(0, 4)).toEqual(head);
          const wall = (at: string) => at.slice(0, 16).replace(/T00:00$/, '');
          const number = (text: string) => (text === '' ? '' : Number(text.replace(',', '.')));
          // An hour of a workbook has its offset in a column of its own: the clock on the wall shows one of them twice.
          const columns = level === 'hour' ? 5 : 4;
          expect(
            rows.map(([from, to, energy = '', status, stamp]) => [wallClock(from), wallClock(to), energy, status, stamp].slice(0, columns)),
          ).toEqual(lines.map(([from, to, energy, status]) => [wall(from!), wall(to!), number(energy!), status, from].slice(0, columns)));
          if (level === 'hour') for (const [from] of lines) expect(from).toMatch(/^20\d\d-\d\d-\d\dT\d\d:00:00\+0[12]:00$/);
        }
      }
    },
  );

  test('of a meter that tells whole kWh has no decimals at any level, in neither kind, nor has a day of little use', async () => {
    const whole = await addCustomer(server.database, { validFrom: new Date('2019-01-01T00:00:00+01:00') });
    await addConsumption(server.database, whole.meteringPointId, '2019-10-01', '2019-11-30', (day, slot) =>
      day === '2019-11-20' ? (slot < 3 ? 1 : 0) : day === '2019-10-28' && slot < 2 ? { e: 1.5 } : slot % 3,
    );
    const own = (await logInAsGuest(server, whole)).visitor;
    const bytes = async (query: string) => {
      const headers = { cookie: [...own.cookies].map((pair) => pair.join('=')).join('; ') };
      return new Uint8Array(await (await fetch(`${server.running.url}/api/consumption/download?${query}`, { headers })).arrayBuffer());
    };
    for (const query of ['at=2019-11-20&level=hour', 'at=2019-11&level=hour', 'at=2019-11&level=day', 'level=month', 'level=year']) {
      const [, ...rows] = new TextDecoder()
        .decode(await bytes(`${query}&format=csv`))
        .trim()
        .split('\r\n');
      expect(rows.length, query).toBeGreaterThan(0);
      for (const row of rows) expect(row.split(';')[2], query).toMatch(/^\d*$/);
    }
    const sheets = unzipSync(await bytes('level=day&format=xlsx'));
    const names = Object.keys(sheets).filter((name) => name.startsWith('xl/worksheets/'));
    for (const name of names) expect(strFromU8(sheets[name]!)).not.toMatch(/<v>\d+\.\d+<\/v>/);
  });

  test.each([
    ['nn', 'Frå;Til;Energi (kWh);Status', 'manglar', '1 time manglar', 'Timar.*Døgn.*Månader.*År', 'Tidspunkt med tidssone'],
    ['en', 'From;To;Energy (kWh);Status', 'missing', '1 hour missing', 'Hours.*Days.*Months.*Years', 'Time with its zone'],
  ])('speaks %s where the customer does, in every kind', async (language, head, missing, hourMissing, sheets, zoned) => {
    const hours = await lines('at=2019-10-27&level=hour&format=csv', language);
    expect(hours[0]!.replace('\ufeff', '')).toBe(head);
    expect(hours[6]).toBe(`2019-10-27T04:00:00+01:00;2019-10-27T05:00:00+01:00;;${missing}`);
    expect((await lines('at=2019-10&level=day&format=csv', language))[27]).toBe(`2019-10-27;2019-10-27;29,6;${hourMissing}`);
    const files = unzipSync((await fetched('at=2019-10-27&level=hour&format=xlsx', { language })).bytes);
    expect(strFromU8(files['xl/workbook.xml']!)).toMatch(new RegExp(sheets, 's'));
    const words = Object.values(files)
      .map((bytes) => strFromU8(bytes))
      .join('');
    for (const word of [...head.split(';'), missing, hourMissing, zoned]) expect(words).toContain(word);
    expect(words).not.toMatch(/>(Fra|mangler|målt timer)</);
  });

  test('is refused to strangers, and for what is not asked rightly', async () => {
    expect((await server.visitor().send('GET', '/consumption/download?level=day&format=csv')).status).toBe(401);
    expect((await visitor.send('GET', '/consumption/download?level=week&format=csv')).status).toBe(400);
    expect((await visitor.send('GET', '/consumption/download?level=day&format=csv&point=123456')).status).toBe(404);
  });
});
