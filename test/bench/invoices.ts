import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import type { Knex } from 'knex';
import { from as copyFrom } from 'pg-copy-streams';
import { SaxesParser } from 'saxes';
import { ehfFile } from '../../demo/ehf-file.ts';
import { invoicePdf } from '../../demo/invoice-pdf.ts';
import { withBase } from './metering/base.ts';
import { headersOf, signIn, startPortal } from './portal.ts';
import { compare, type Row } from './row.ts';

const files = Number(process.env.BENCH_INVOICES ?? 5000);
const few = 1000;
const many = Number(process.env.BENCH_INVOICE_ROWS ?? 1_000_000);
const rounds = 200;

/** A PDF of about 60 kB: what an invoice with a logo and fonts is. */
const pdf = padded(invoicePdf(['Faktura', 'Fjernvarme januar 2020']), 60_000);

/** EHF files in, against what the XML parser and COPY alone take for the same; and the list with few and many invoices in the base. */
export async function run(): Promise<Row[]> {
  return withBase(1, async (database, folder, url) => {
    const customers = await addCustomers(database, 100);
    const paths = await writeFiles(folder, customers);
    const { seconds: ours, peakMegabytes: peak } = await timeImport(url, paths);
    const parsing = await onlyParse(paths);
    const copying = await onlyCopy(database);
    const [before, after] = await list(database, customers[0]!);
    return [
      compare({
        name: `invoices: import of ${files} EHF files, against only parsing and only COPY`,
        ours: files / ours,
        reference: files / (parsing + copying),
        unit: 'files/s',
        atLeast: 0.5,
      }),
      compare({ name: 'invoices: most memory of Node, against the bound', ours: peak, reference: 300, unit: 'MB', atMost: 1 }),
      compare({ name: `invoices: list, ${many} in the base against ${few}`, ours: after, reference: before, unit: 'ms', atMost: 1.3 }),
    ];
  });
}

/** The operator's command in a process of its own, from its start to its end: what writing the files took of memory is none of the import's. */
async function timeImport(url: string, paths: readonly string[]): Promise<{ seconds: number; peakMegabytes: number }> {
  const began = performance.now();
  const command = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', '--max-semi-space-size=16', 'server/cli.ts', 'import', 'invoices', '--json', ...paths],
    { env: { ...process.env, DATABASE_URL: url }, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  let peakMegabytes = 0;
  const watch = setInterval(() => {
    // The most that it ever had, as the kernel counts it.
    const kilobytes = /VmHWM:\s+(\d+)/.exec(statusOf(command.pid))?.[1];
    if (kilobytes !== undefined) peakMegabytes = Number(kilobytes) / 1000;
  }, 20);
  const [said, [code]] = await Promise.all([text(command.stdout), once(command, 'exit')]);
  clearInterval(watch);
  const report = JSON.parse(said) as { added: number; setAside: unknown[] };
  if (code !== 0 || report.added !== files || report.setAside.length > 0)
    throw new Error(`Not all were taken (${code}): ${report.added} of ${files}, ${report.setAside.length} set aside`);
  return { seconds: (performance.now() - began) / 1000, peakMegabytes };
}

function statusOf(pid: number | undefined): string {
  try {
    return readFileSync(`/proc/${pid}/status`, 'utf8');
  } catch {
    return ''; // it has ended
  }
}

interface BenchCustomer {
  relationshipId: string;
  plantNumber: string;
}

async function writeFiles(folder: string, customers: readonly BenchCustomer[]): Promise<string[]> {
  const paths = Array.from({ length: files }, (_, n) => join(folder, `${n}.xml`));
  for (const [n, path] of paths.entries()) await writeFile(path, xmlOf(n, customers[n % customers.length]!));
  return paths;
}

function xmlOf(n: number, { plantNumber }: BenchCustomer): string {
  return ehfFile({
    number: String(100_000 + n),
    issuedOn: '2020-02-03',
    dueOn: '2020-02-24',
    period: { from: '2020-01-01', to: '2020-01-31' },
    seller: { id: '923000709', name: 'Fredrikstad Fjernvarme' },
    buyerName: 'Kari Nordmann',
    plantNumber,
    kid: '2345676',
    account: '86011117947',
    lines: ['Energi', 'Overføring'].map((name) => ({ name, quantity: '1608', unit: 'KWH', price: '0.8', netOre: 128_640 })),
    pdf,
  });
}

/** Seconds that the same library takes for the same files, with handlers that do nothing. */
async function onlyParse(paths: readonly string[]): Promise<number> {
  const began = performance.now();
  for (const path of paths) {
    const parser = new SaxesParser({ xmlns: true });
    for (const event of ['opentag', 'text', 'closetag'] as const) parser.on(event, () => {});
    parser.write(new TextDecoder().decode(await readFile(path))).close();
  }
  return (performance.now() - began) / 1000;
}

/** Seconds that COPY takes to store the same PDFs and nothing else, in PostgreSQL's binary form. */
async function onlyCopy(database: Knex): Promise<number> {
  await database.raw('create table plain_pdf (id int, bytes bytea)');
  await database.raw('alter table plain_pdf alter column bytes set storage external');
  const client = await database.client.acquireConnection();
  const began = performance.now();
  try {
    await pipeline(binaryRows(), client.query(copyFrom('copy plain_pdf from stdin (format binary)')));
  } finally {
    await database.client.releaseConnection(client);
  }
  return (performance.now() - began) / 1000;
}

function* binaryRows(): Generator<Buffer> {
  yield Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1');
  for (let n = 0; n < files; n += 1) {
    const head = Buffer.alloc(14);
    head.writeInt16BE(2, 0);
    head.writeInt32BE(4, 2);
    head.writeInt32BE(n, 6);
    head.writeInt32BE(pdf.length, 10);
    yield Buffer.concat([head, pdf]);
  }
  yield Buffer.from([0xff, 0xff]);
}

/** Milliseconds of the list in the middle, before and after a million other invoices without files. */
async function list(database: Knex, { relationshipId }: BenchCustomer): Promise<[few: number, many: number]> {
  await database.raw('delete from invoice where invoice_id in (select invoice_id from invoice order by number desc offset ?)', [few]);
  const portal = await startPortal((database.client.config.connection as { connectionString: string }).connectionString);
  const headers = headersOf(await signIn(database, relationshipId));
  try {
    await database.raw('vacuum analyze invoice');
    const before = await median(`${portal.url}/api/invoices`, headers);
    await database.raw(
      `insert into invoice (invoice_id, delivery_id, seller_id, number, version, standing, content_hash, kind, issued_on, amount_ore, refers_to, plant_number,
         buyer_name, metering_points, document, relationship_id)
       select gen_random_uuid(), i.delivery_id, i.seller_id, 'x' || n, 1, true, '', 'invoice', date '2015-01-01' + (n % 2000), 100, '{}', 'x', 'x', '{}', i.document,
         ('00000000-0000-4000-8000-' || lpad((n / 60)::text, 12, '0'))::uuid
       from (select delivery_id, seller_id, document from invoice limit 1) i, generate_series(1, ?) n`,
      [many - few],
    );
    await database.raw('vacuum analyze invoice');
    // What the million left to be written is none of the list's.
    await database.raw('checkpoint');
    return [before, await median(`${portal.url}/api/invoices`, headers)];
  } finally {
    await portal.stop();
  }
}

async function median(address: string, headers: Record<string, string>): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const began = performance.now();
    const reply = await fetch(address, { headers });
    if (reply.status !== 200) throw new Error(`The list answers ${reply.status}`);
    await reply.text();
    if (round >= rounds / 4) times.push(performance.now() - began);
  }
  return times.toSorted((one, other) => one - other)[Math.floor(times.length / 2)]!;
}

async function addCustomers(database: Knex, count: number): Promise<BenchCustomer[]> {
  const { rows } = await database.raw<{ rows: BenchCustomer[] }>(
    `insert into relationship (plant_number, customer_name, address, postal_code, city, valid_from)
     select (500000 + n)::text, 'Kari Nordmann', 'B', '1600', 'C', '2018-01-01' from generate_series(1, ?) n
     returning relationship_id as "relationshipId", plant_number as "plantNumber"`,
    [count],
  );
  return rows;
}

/** The page with a comment that fills it up: the end stays the end. */
function padded(page: Uint8Array, bytes: number): Buffer {
  const noise = randomBytes(bytes)
    .toString('base64')
    .slice(0, bytes - page.length);
  return Buffer.concat([Buffer.from('%PDF-1.4\n%'), Buffer.from(noise), Buffer.from('\n'), page.subarray(9)]);
}
