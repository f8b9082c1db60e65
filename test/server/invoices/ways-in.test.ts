import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ehfFile } from '../../../demo/ehf-file.ts';
import { runCommand } from '../../../server/run-command.ts';
import { addConsumption } from '../../support/consumption.ts';
import { addCustomer, logInAsGuest, type TestCustomer } from '../../support/customer.ts';
import { startTestServer, type TestServer } from '../../support/server.ts';
import { invoiceTo, pdf } from './fixture.ts';

const key = 'k'.repeat(40);
let server: TestServer;
let folder: string;
beforeAll(async () => (server = await startTestServer({ INGEST_KEY: key })));
afterAll(() => server.stop());
beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'min-side-invoices-'))));
afterEach(() => rm(folder, { recursive: true }));

/** An operator's command: its exit code and what it said. */
async function run(...words: string[]): Promise<{ code: number; said: string }> {
  const said: string[] = [];
  const tell = (line: string) => void said.push(line);
  const environment = { DATABASE_URL: server.running.services.config.database.url };
  return { code: await runCommand(words, environment, { print: tell, complain: tell }), said: said.join('\n') };
}
const put = async (name: string, content: string | Uint8Array) => {
  await writeFile(join(folder, name), content);
  return join(folder, name);
};
const listed = async (who: TestCustomer) => (await (await logInAsGuest(server, who)).visitor.call('GET /invoices')).body.invoices;

describe('min-side import invoices', () => {
  it('takes each file whole or refuses it by name with line, and then ends with 1', async () => {
    const who = await addCustomer(server.database);
    const good = await put('good.xml', ehfFile(invoiceTo(who)));
    const bad = await put('bad.xml', ehfFile(invoiceTo(who)).replace('>NOK<', '>EUR<'));
    const checked = await run('import', 'invoices', '--check', good, bad);
    expect(checked.said).toContain('1 new, 0 changed, 0 unchanged, 0 set aside, 1 files refused. Nothing was stored');
    expect(await server.database('invoice').where({ buyer_name: who.name })).toEqual([]);
    const taken = await run('import', 'invoices', good, bad);
    expect(taken).toMatchObject({
      code: 1,
      said: expect.stringMatching(/bad\.xml, line \d+, column "DocumentCurrencyCode": the currency must be NOK/),
    });
    expect(await run('import', 'invoices', good)).toMatchObject({
      code: 0,
      said: expect.stringContaining('0 new, 0 changed, 1 unchanged'),
    });
    expect(await listed(who)).toHaveLength(1);
    const nobodys = await put('nobodys.xml', ehfFile(invoiceTo({ ...who, plantNumber: '999999', meteringPointId: '707057500009999999' })));
    expect(await run('import', 'invoices', '--check', nobodys)).toMatchObject({ code: 3, said: expect.stringContaining('1 set aside') });
    expect(await run('import', 'invoices', good, nobodys)).toMatchObject({ code: 3, said: expect.stringContaining('1 set aside') });
    expect(await run('import', 'invoices', join(folder, 'none.xml'))).toMatchObject({
      code: 1,
      said: expect.stringContaining('there is no such file'),
    });
    expect(await run('import', 'invoices', good, '--profile', 'mine')).toMatchObject({
      code: 1,
      said: expect.stringContaining('There is ehf'),
    });
  });

  const header =
    'file;plant_number;number;kind;issued_on;due_on;period_from;period_to;amount_nok;kid;account;buyer_name;metering_point_id;energy_kwh';

  it('takes PDFs by an index that lies beside them', async () => {
    const who = await addCustomer(server.database);
    await addConsumption(server.database, who.meteringPointId, '2020-01-01', '2020-01-31', () => 1);
    await put('Faktura 1.pdf', pdf);
    const line = `Faktura 1.pdf;${who.plantNumber};P-1;invoice;2020-02-03;2020-02-24;2020-01-01;2020-01-31;930,50;2345676;8601.11.17947;${who.name};${who.meteringPointId};744`;
    const index = await put('index.csv', `${header}\n${line}\n`);
    expect(await run('import', 'invoices', index)).toMatchObject({ code: 0, said: expect.stringContaining('1 new') });
    const [invoice] = await listed(who);
    expect(invoice).toMatchObject({ number: 'P-1', amountNok: 930.5, hasPdf: true, meterCheck: 'agrees' });
    expect(await run('import', 'invoices', index)).toMatchObject({ said: expect.stringContaining('1 unchanged') });
    await put('Faktura 1.pdf', Buffer.from(Buffer.from(pdf).toString('latin1').replace('trailer', '/Encrypt trailer'), 'latin1'));
    expect((await run('import', 'invoices', index)).said).toContain('index.csv: the PDF Faktura 1.pdf is encrypted.');
  });

  it('refuses an index as a whole, with line and column', async () => {
    const who = await addCustomer(server.database);
    await put('one.pdf', pdf);
    await put('page.pdf', '<html></html>');
    const good = `one.pdf;${who.plantNumber};Q-1;;2020-02-03;;;;10;;;${who.name};;`;
    const refused: [line: string, said: string][] = [
      [good.replace('one.pdf', 'two.pdf').replace('Q-1', 'Q-2'), 'line 3, column "file": there is no file two.pdf'],
      [good.replace('one.pdf', '../one.pdf').replace('Q-1', 'Q-2'), 'line 3, column "file": must be a file name without folders'],
      [good.replace('one.pdf', 'page.pdf').replace('Q-1', 'Q-2'), 'line 3, column "file": page.pdf: it says to be application/pdf'],
      [good, 'line 3, column "number": stands in line 2 already'],
      [good.replace('Q-1', 'Q-2').replace(';10;', ';10,001;'), 'line 3, column "amount_nok"'],
      [good.replace('Q-1', 'Q-2').replace(';10;;', ';10;2345675;'), 'line 3, column "kid"'],
      [good.replace('Q-1', 'Q-2').replace('2020-02-03', '2020-02-30'), 'line 3, column "issued_on"'],
      [`${good};x`.replace('Q-1', 'Q-2'), 'line 3: has 15 fields'],
    ];
    for (const [line, said] of refused) {
      const index = await put('index.csv', `${header}\n${good}\n${line}\n`);
      expect(await run('import', 'invoices', index)).toMatchObject({ code: 1, said: expect.stringContaining(said) });
    }
    const unknown = await put('index.csv', `${header};bank\n${good};x\n`);
    expect((await run('import', 'invoices', unknown)).said).toContain('line 1, column "bank": there is no such column');
    expect(await listed(who)).toEqual([]);
  });
});

describe('POST /ingest/invoices', () => {
  const post = (body: string, query = 'name=1.xml', authorization = `Bearer ${key}`) =>
    fetch(`${server.url}/ingest/invoices?${query}`, {
      method: 'POST',
      body,
      headers: { authorization, 'content-type': 'application/xml' },
    });

  it('takes an EHF file from whoever has the key, and refuses one with its line', async () => {
    const who = await addCustomer(server.database);
    const xml = ehfFile(invoiceTo(who));
    expect((await post(xml, '', 'Bearer wrong')).status).toBe(401);
    expect((await post(xml, 'profile=none')).status).toBe(400);
    expect((await post(xml, 'profile=../ehf')).status).toBe(400);
    const refused = await post(xml.replace('>2345676<', '>2345675<'));
    expect([refused.status, await refused.json()]).toMatchObject([
      422,
      { error: 'refused', file: '1.xml', line: expect.any(Number), column: 'PaymentID' },
    ]);
    const checked = await post(xml, 'name=1.xml&check=yes');
    expect(await checked.json()).toMatchObject({ added: 1 });
    expect(await listed(who)).toEqual([]);
    expect(await (await post(xml)).json()).toMatchObject({ files: 1, added: 1 });
    expect(await listed(who)).toHaveLength(1);
  });
});

describe('a ZIP', () => {
  const zip = (files: Record<string, string | Uint8Array>) =>
    Buffer.from(zipSync(Object.fromEntries(Object.entries(files).map(([name, content]) => [name, Buffer.from(content)]))));
  const post = async (body: Buffer, query = 'name=all.zip') => {
    const reply = await fetch(`${server.url}/ingest/invoices?${query}`, {
      method: 'POST',
      body: new Uint8Array(body),
      headers: { authorization: `Bearer ${key}` },
    });
    return { status: reply.status, body: await reply.json() };
  };
  const header = 'file;plant_number;number;issued_on;amount_nok;buyer_name';
  const lineTo = (who: TestCustomer, file: string, number: string) => `${file};${who.plantNumber};${number};2020-02-03;930,50;${who.name}`;

  it('of EHF files, and of an index with its PDFs, is taken whole by HTTP, from a folder and by command', async () => {
    const who = await addCustomer(server.database);
    const all = zip({
      'a/1.xml': ehfFile(invoiceTo(who)),
      '2.xml': ehfFile(invoiceTo(who)),
      'index.csv': `${header}\n${lineTo(who, 'Faktura 3.pdf', 'Z-3')}\n`,
      'pdf/Faktura 3.pdf': pdf,
      'a/.DS_Store': 'x',
      '__MACOSX/a/._1.xml': 'x',
    });
    expect(await post(all, 'name=all.zip&check=yes')).toMatchObject({ status: 200, body: { files: 3, added: 3 } });
    expect(await listed(who)).toEqual([]);
    expect(await post(all)).toMatchObject({ status: 200, body: { files: 3, added: 3 } });
    expect((await listed(who)).map(({ hasPdf }) => hasPdf)).toEqual([true, true, true]);
    expect(await run('import', 'invoices', await put('all.zip', all))).toMatchObject({
      code: 0,
      said: expect.stringContaining('3 unchanged'),
    });
    expect((await run('invoices', 'withdraw', '--file', 'all.zip/index.csv')).said).toBe('Taken back: Z-3.');
  });

  it('with one bad file is refused whole by HTTP, naming it with its line', async () => {
    const who = await addCustomer(server.database);
    const good = ehfFile(invoiceTo(who));
    const bad = good.replace('>NOK<', '>EUR<');
    const index = `${header}\n${lineTo(who, 'x.pdf', 'Z-4')}\n`;
    const refused: [files: Record<string, string | Uint8Array>, said: Record<string, unknown>][] = [
      [
        { '1.xml': good, '2.xml': bad },
        { message: expect.stringContaining('2.xml: the currency must be NOK'), line: expect.any(Number) },
      ],
      [
        { '1.xml': good, 'index.csv': index },
        { message: expect.stringContaining('index.csv: there is no file x.pdf'), line: 2, column: 'file' },
      ],
      [{ '1.xml': good, 'index.csv': index, 'x.pdf': '<html>' }, { message: expect.stringContaining('it says to be application/pdf') }],
      [{ '1.xml': good, 'x.pdf': pdf }, { message: expect.stringContaining('the ZIP holds x.pdf, which no index of it names') }],
      [{ 'a/': '', '__MACOSX/._1.xml': 'x' }, { message: expect.stringContaining('the ZIP holds no files') }],
      [{ '1.xml': good, 'a/1.xml': good }, { message: expect.stringContaining('two files named 1.xml') }],
      [
        { '1.xml': good, '2.xml': `${' '.repeat(21_000_000)}${good}` },
        { message: expect.stringContaining('2.xml: the file is larger than 20 MB') },
      ],
    ];
    for (const [files, said] of refused) expect(await post(zip(files))).toMatchObject({ status: 422, body: said });
    const whole = zip({ '1.xml': good, '2.xml': good });
    expect(await post(whole.subarray(0, 900))).toMatchObject({ status: 422, body: { message: expect.stringContaining('no whole ZIP') } });
    const damaged = Buffer.from(whole);
    damaged.fill(0x55, 60, 200);
    expect(await post(damaged)).toMatchObject({ status: 422 });
    expect(await listed(who)).toEqual([]);
  });
});

describe('an operator', () => {
  it('gets the list of all that do not agree, of what is set aside, and takes a file back', async () => {
    const who = await addCustomer(server.database);
    await addConsumption(server.database, who.meteringPointId, '2020-01-01', '2020-01-31', () => 0.5);
    const wrong = invoiceTo(who);
    const nobody = invoiceTo({ ...who, plantNumber: '123' });
    await run('import', 'invoices', await put('wrong.xml', ehfFile(wrong)), await put('nobody.xml', ehfFile(nobody)));
    const compared = await run('invoices', 'compare', '--since', '2020-02-01');
    expect(compared.said).toContain(
      `${who.plantNumber}, invoice ${wrong.number}, 2020-01-01 to 2020-01-31: the invoice says 744 kWh, the meter 372 kWh, 372 kWh and 465 kr too much (unknown)`,
    );
    expect((await run('invoices', 'set-aside')).said).toContain(
      `nobody.xml, invoice ${nobody.number}, plant number 123: no customer has its number`,
    );
    expect(await run('invoices', 'withdraw', '--file', 'wrong.xml')).toMatchObject({ code: 0, said: `Taken back: ${wrong.number}.` });
    expect(await run('invoices', 'withdraw', '--file', 'wrong.xml')).toMatchObject({ code: 1 });
    expect(await listed(who)).toEqual([]);
    expect((await run('invoices', 'purge', '--years', '1')).said).toMatch(/^Invoices issued before \d{4}-01-01: \d+ removed\.$/);
  });

  it('takes payments in from a file, or is told the line that is wrong', async () => {
    const who = await addCustomer(server.database);
    const invoice = invoiceTo(who);
    await run('import', 'invoices', await put('1.xml', ehfFile(invoice)));
    const bad = await put('bad.csv', `number;state\n${invoice.number};betalt\n`);
    expect(await run('import', 'payments', bad)).toMatchObject({
      code: 1,
      said: expect.stringContaining('bad.csv, line 2, column "state"'),
    });
    const good = await put('good.csv', `number;state;paid_on\n${invoice.number};paid;2020-02-20\n77;paid;\n`);
    expect((await run('import', 'payments', good)).said).toBe(
      'good.csv: 2 payments read, 1 changed, 0 unchanged.\nThere is no invoice 77.',
    );
    expect(await listed(who)).toMatchObject([{ paid: { state: 'paid', on: '2020-02-20' } }]);
  });
});

it('takes invoices as they arrive in a folder, index and PDFs together', async () => {
  const { watchFolder } = await import('../../../server/metering/ways-in/watch-folder.ts');
  const { watchedInvoices } = await import('../../../server/invoices/watched-invoices.ts');
  const { loadInvoiceProfile } = await import('../../../server/invoices/profile.ts');
  const who = await addCustomer(server.database);
  const stop = new AbortController();
  const said: string[] = [];
  const now = () => new Date();
  const watching = watchFolder({
    ...watchedInvoices(server.database, loadInvoiceProfile('ehf'), now),
    folder,
    now,
    signal: stop.signal,
    everyMs: 30,
    say: (sentence) => said.push(sentence) === 3 && stop.abort(),
  });
  await put('1.xml', ehfFile(invoiceTo(who)));
  await put('2.xml', '<html/>');
  await put('a.pdf', pdf);
  await put(
    'index.csv',
    `file;plant_number;number;issued_on;amount_nok;buyer_name\na.pdf;${who.plantNumber};W-1;2020-02-03;10;${who.name}\n`,
  );
  await watching;
  expect(await listed(who)).toHaveLength(2);
  const failed = await readdir(join(folder, 'failed'));
  expect(
    await readFile(
      join(
        folder,
        'failed',
        failed.find((name) => name.endsWith('.txt'))!,
      ),
      'utf8',
    ),
  ).toMatch(/^2\.xml, line 1, column "html": the root is html/);
  expect((await readdir(join(folder, 'done'))).filter((name) => name.endsWith('a.pdf'))).toHaveLength(1);
  expect(await readdir(folder)).not.toContain('a.pdf');
});
