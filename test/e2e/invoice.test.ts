import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject } from 'vitest';
import { ehfFile } from '../../demo/ehf-file.ts';
import { invoicePdf } from '../../demo/invoice-pdf.ts';
import { aalborg, logInAsGuest } from './log-in.ts';
import { Phone } from './phone.ts';
import { Visitor } from './visitor.ts';
import { walk } from './walk.ts';

let visitor: Visitor;
let phone: Phone;
let folder: string;
let watching: ChildProcess;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'min-side-invoices-'));
  const program = join(import.meta.dirname, '../../server/cli.ts');
  watching = spawn(process.execPath, [program, 'invoices', 'watch', folder, '--every', '0.2'], {
    env: { PATH: process.env['PATH'], DATABASE_URL: inject('demoDatabase') },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
});

walk.beforeEach(async ({ engine }) => {
  visitor = await Visitor.come(engine, inject('demo'));
  phone = await Phone.open(visitor);
  await visitor.tab.activate();
});

walk.afterEach(async () => {
  expect([...(await visitor.complaints()), ...(await phone.tab.complaints())]).toEqual([]);
  await visitor.leave();
});

afterAll(async () => {
  watching.kill('SIGTERM');
  if (watching.exitCode === null) await once(watching, 'exit');
  await rm(folder, { recursive: true });
});

walk('leads from an EHF file that is dropped in a folder to the PDF that the customer opens', async () => {
  const pdf = invoicePdf(['Faktura 990001', 'Fjernvarme desember 2019']);
  const xml = ehfFile({
    number: '990001',
    issuedOn: '2020-01-07',
    dueOn: '2020-01-21',
    period: { from: '2019-12-01', to: '2019-12-31' },
    seller: { id: '923000709', name: 'Fredrikstad Fjernvarme' },
    buyerName: 'Kari Eksempelsen',
    plantNumber: '660100',
    kid: '2345676',
    account: '86011117947',
    lines: [
      {
        name: 'Energi',
        quantity: '2000',
        unit: 'KWH',
        price: '0.75',
        netOre: 150_000,
        properties: { 'Målepunkt-ID': aalborg.meteringPointId },
      },
    ],
    pdf,
  });
  // Written under another name first, as a careful system does.
  await writeFile(join(folder, '990001.xml.part'), xml);
  await rename(join(folder, '990001.xml.part'), join(folder, '990001.xml'));
  await expect.poll(async () => (await readdir(join(folder, 'done')).catch(() => [])).length).toBe(2);
  const done = await readdir(join(folder, 'done'));
  expect(
    await readFile(
      join(
        folder,
        'done',
        done.find((name) => name.endsWith('.txt'))!,
      ),
      'utf8',
    ),
  ).toContain('1 new, 0 changed');

  await visitor.goTo('/min-side');
  await logInAsGuest(visitor, phone, aalborg, '40000661');
  await visitor.open('Vis tidligere fakturaer');
  await visitor.click('link', 'Faktura 990001');
  await visitor.reads('2345676');
  await visitor.reads('1 875 kr');
  await visitor.reads('Stemmer ikke med måleren');

  // What the browser is given to save, byte by byte.
  await visitor.tab.run(() => {
    const { createObjectURL } = URL;
    URL.createObjectURL = (file: Blob) => {
      void file.arrayBuffer().then((bytes) => Object.assign(globalThis, { saved: [file.type, ...new Uint8Array(bytes)] }));
      return createObjectURL(file);
    };
  });
  await visitor.click('button', 'Last ned PDF');
  const saved = () => visitor.tab.run(() => (globalThis as { saved?: (string | number)[] }).saved);
  await expect.poll(saved).toBeTruthy();
  const [type, ...bytes] = (await saved())!;
  expect(type).toBe('application/pdf');
  expect(Buffer.from(bytes as number[])).toEqual(Buffer.from(pdf));
});
