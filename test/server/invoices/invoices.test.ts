import { Readable } from 'node:stream';
import { strFromU8, unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compareInvoices } from '../../../server/invoices/compare/compare-invoices.ts';
import { compareRecent } from '../../../server/invoices/compare/compare-recent.ts';
import { readMeterUse } from '../../../server/invoices/compare/read-meter-use.ts';
import { loadProfile } from '../../../server/metering/files/load-profile.ts';
import { importReadings } from '../../../server/metering/import-readings.ts';
import { hourly, ownCsv, type Register } from '../metering/fixture.ts';
import { purgeInvoices } from '../../../server/invoices/store/purge-invoices.ts';
import { withdrawInvoices } from '../../../server/invoices/store/withdraw.ts';
import { importPayments } from '../../../server/invoices/import-payments.ts';
import { becomeHolder } from '../../support/account.ts';
import { addConsumption } from '../../support/consumption.ts';
import { addCustomer, logInAsGuest, type TestCustomer } from '../../support/customer.ts';
import { pageOrigin, startTestServer, type TestServer } from '../../support/server.ts';
import type { Visitor } from '../../support/visitor.ts';
import { importInvoices } from '../../../server/invoices/import-invoices.ts';
import { loadInvoiceProfile } from '../../../server/invoices/profile.ts';
import { fileOf, invoiceTo, pdf, take } from './fixture.ts';

let server: TestServer;
beforeAll(async () => (server = await startTestServer()));
afterAll(() => server.stop());

const customer = (more?: Parameters<typeof addCustomer>[1]) => addCustomer(server.database, more);
const logIn = async (who: TestCustomer) => (await logInAsGuest(server, who)).visitor;
const listed = async (visitor: Visitor) => (await visitor.call('GET /invoices')).body.invoices;
const firstOf = async (visitor: Visitor) => (await listed(visitor))[0]!;
const download = (visitor: Visitor, path: string) =>
  fetch(`${server.url}/api${path}`, {
    headers: {
      Origin: pageOrigin,
      'Sec-Fetch-Site': 'same-site',
      Cookie: [...visitor.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
    },
  });
const audited = async (what: string, { relationshipId }: TestCustomer) =>
  (await server.database('audit').where({ what, relationship_id: relationshipId })).length;

describe('a customer', () => {
  it('sees the own invoices, the newest first, and opens one to its lines, KID and account', async () => {
    const who = await customer();
    const credited = invoiceTo(who, { issuedOn: '2020-01-05' });
    const credit = invoiceTo(who, {
      credit: true,
      refersTo: credited.number,
      issuedOn: '2020-02-10',
      lines: [{ name: 'For mye', quantity: '1', unit: 'C62', price: '100', netOre: 10_000 }],
    });
    const reminder = invoiceTo(who, {
      issuedOn: '2020-03-10',
      note: 'Purring på faktura',
      lines: [{ name: 'Gebyr', quantity: '1', unit: 'C62', price: '35', netOre: 3500, vatPercent: 0 }],
    });
    expect(await take(server, credited, credit, reminder)).toMatchObject({ files: 3, added: 3, refused: [], setAside: [] });
    const visitor = await logIn(who);
    expect(await listed(visitor)).toMatchObject([
      { number: reminder.number, kind: 'reminder', amountNok: 35, meterCheck: null },
      { number: credit.number, kind: 'credit-note', amountNok: -125, refersTo: [credited.number] },
      {
        number: credited.number,
        kind: 'invoice',
        amountNok: 930,
        issuedOn: '2020-01-05',
        dueOn: '2020-02-24',
        period: { from: '2020-01-01', to: '2020-01-31' },
        paid: null,
        hasPdf: true,
        meterCheck: 'unknown',
      },
    ]);
    const { id } = (await listed(visitor))[2]!;
    const { body } = await visitor.call('GET /invoices/:id', { path: { id } });
    expect(body).toMatchObject({
      kid: '2345676',
      account: '86011117947',
      sellerName: 'Fredrikstad Fjernvarme',
      lines: [{ name: 'Energi', quantity: '744', unit: 'KWH', price: '1.00', amountNok: 744, vatPercent: '25' }],
      totals: { netNok: 744, vatNok: 186 },
      attachments: [{ position: 0, name: `faktura-${credited.number}.pdf`, mediaType: 'application/pdf', bytes: pdf.length }],
    });
    expect(await audited('invoice-opened', who)).toBe(1);
  });

  it('gets the PDF as it came, as an attachment that nothing takes for anything else', async () => {
    const who = await customer();
    await take(server, invoiceTo(who));
    const visitor = await logIn(who);
    const { id } = await firstOf(visitor);
    const response = await download(visitor, `/invoices/${id}/attachments/0`);
    expect(Buffer.from(await response.arrayBuffer())).toEqual(Buffer.from(pdf));
    expect(response.headers.get('content-type')).toBe('application/pdf');
    expect(response.headers.get('content-disposition')).toMatch(/^attachment; filename="faktura-\d+\.pdf"$/);
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(response.headers.get('content-security-policy')).toContain('sandbox');
    expect(response.headers.get('cache-control')).toContain('no-store');
    expect(await audited('invoice-file-downloaded', who)).toBe(1);
    for (const path of [`/invoices/${id}/attachments/1`, `/invoices/${id}/attachments/-1`, '/invoices/1/attachments/0']) {
      expect((await download(visitor, path)).status).toBe(404);
    }
  });

  it('gets a ZIP of a year', async () => {
    const who = await customer();
    await take(server, invoiceTo(who), invoiceTo(who, { issuedOn: '2020-12-31' }), invoiceTo(who, { issuedOn: '2021-01-01' }));
    const visitor = await logIn(who);
    const response = await download(visitor, '/invoice-years/2020');
    const files = unzipSync(new Uint8Array(await response.arrayBuffer()));
    expect(Object.keys(files)).toHaveLength(2);
    expect(Buffer.from(Object.values(files)[0]!)).toEqual(Buffer.from(pdf));
    expect(response.headers.get('content-disposition')).toContain('fakturaer-2020.zip');
    expect((await download(visitor, '/invoice-years/2019')).status).toBe(404);
  });

  it("never sees another's invoice, list, file or year, and asking is audited", async () => {
    const [who, other] = [await customer(), await customer()];
    await take(server, invoiceTo(who));
    const { id } = await firstOf(await logIn(who));
    const visitor = await logIn(other);
    expect(await listed(visitor)).toEqual([]);
    for (const path of [`/invoices/${id}`, `/invoices/${id}/attachments/0`, '/invoice-years/2020'])
      expect((await download(visitor, path)).status).toBe(404);
    expect(await audited('foreign-asked', other)).toBe(3);
    for (const path of ['/invoices', `/invoices/${id}`, `/invoices/${id}/attachments/0`, '/invoice-years/2020']) {
      expect((await server.visitor().send('GET', path)).status).toBe(401);
    }
  });

  it('who moves in later sees nothing of the time before, nor an invoice that goes over the move and bills the one before', async () => {
    const before = await customer({ validTo: new Date('2020-01-15T00:00:00+01:00') });
    const [row] = await server
      .database('relationship')
      .insert({
        plant_number: before.plantNumber,
        customer_name: 'Ola Etterpå',
        address: 'Storgata 1',
        postal_code: '1607',
        city: 'Fredrikstad',
        valid_from: new Date('2020-01-15T00:00:00+01:00'),
      })
      .returning('relationship_id');
    const after = { ...before, relationshipId: row!.relationship_id, name: 'Ola Etterpå' };
    await server
      .database('relationship_metering_point')
      .insert({ relationship_id: after.relationshipId, metering_point_id: after.meteringPointId });
    const over = invoiceTo(before);
    const unnamed = invoiceTo(before, { buyerName: 'Huseier AS' });
    const own = invoiceTo(after, { period: { from: '2020-02-01', to: '2020-02-29' } });
    expect(await take(server, over, unnamed, own)).toMatchObject({ setAside: [{ number: unnamed.number, reason: 'over-a-move' }] });
    expect((await listed(await logIn(after))).map(({ number }) => number)).toEqual([own.number]);
  });

  it('has the invoices among the own data', async () => {
    const { visitor, customers } = await becomeHolder(server);
    await take(server, invoiceTo(customers[0]!));
    const files = unzipSync(new Uint8Array(await (await download(visitor, '/my-data')).arrayBuffer()));
    const names = Object.keys(files).filter((name) => name.startsWith('fakturaer/'));
    expect(names).toHaveLength(2);
    expect(JSON.parse(strFromU8(files[names.find((name) => name.endsWith('.json'))!]!))).toMatchObject([
      { amountNok: 930, lines: [{ quantity: '744' }] },
    ]);
    expect(Buffer.from(files[names.find((name) => name.endsWith('.pdf'))!]!)).toEqual(Buffer.from(pdf));
  });
});

describe('an import', () => {
  it('knows the same again, takes a newer version with a trace, and never goes back to the old one', async () => {
    const who = await customer();
    const old = invoiceTo(who);
    const newer = { ...old, dueOn: '2020-03-01' };
    expect(await take(server, old)).toMatchObject({ added: 1 });
    expect(await take(server, old)).toMatchObject({ added: 0, changed: 0, unchanged: 1 });
    expect(await take(server, newer)).toMatchObject({ changed: 1 });
    expect(await take(server, old)).toMatchObject({ unchanged: 1 });
    expect(await listed(await logIn(who))).toMatchObject([{ number: old.number, dueOn: '2020-03-01' }]);
    expect(await server.database('invoice').where({ number: old.number }).orderBy('version')).toMatchObject([
      { standing: false },
      { standing: true },
    ]);
  });

  it('takes both versions that come in one go, the later one standing', async () => {
    const who = await customer();
    const old = invoiceTo(who);
    expect(await take(server, old, { ...old, dueOn: '2020-03-01' }, { ...old, dueOn: '2020-03-02' })).toMatchObject({
      added: 1,
      changed: 2,
    });
    expect(await listed(await logIn(who))).toMatchObject([{ dueOn: '2020-03-02' }]);
  });

  it('lets a delivery be taken back, and the version before stand again', async () => {
    const who = await customer();
    const old = invoiceTo(who);
    await take(server, old);
    const { fileOf } = await import('./fixture.ts');
    const { importInvoices } = await import('../../../server/invoices/import-invoices.ts');
    const { loadInvoiceProfile } = await import('../../../server/invoices/profile.ts');
    await importInvoices(server.database, [fileOf({ ...old, dueOn: '2020-03-01' }, 'newer.xml')], {
      profile: loadInvoiceProfile('ehf'),
      now: new Date(),
    });
    expect(await withdrawInvoices(server.database, 'newer.xml', new Date())).toEqual([old.number]);
    const visitor = await logIn(who);
    expect(await listed(visitor)).toMatchObject([{ dueOn: '2020-02-24', hasPdf: true }]);
    expect(await withdrawInvoices(server.database, 'newer.xml', new Date())).toEqual([]);
    expect(await withdrawInvoices(server.database, `${old.number}.xml`, new Date())).toEqual([old.number]);
    expect(await listed(visitor)).toEqual([]);
    expect(await take(server, old)).toMatchObject({ added: 1 });
  });

  it("keeps a number apart from another seller's, and refuses a file without touching the others", async () => {
    const who = await customer();
    const one = invoiceTo(who);
    const other = { ...one, seller: { id: '999999999', name: 'Strøm AS' } };
    const broken = invoiceTo(who, { kid: '2345675' });
    const report = await take(server, one, broken, other);
    expect(report).toMatchObject({
      added: 2,
      refused: [{ file: `${broken.number}.xml`, column: 'PaymentID', message: expect.stringContaining('KID') }],
    });
    expect(report.refused[0]!.line).toBeGreaterThan(1);
    expect(await listed(await logIn(who))).toHaveLength(2);
  });

  it('sets aside what fits nobody, and finds whose it is when the customer comes', async () => {
    const who = await customer();
    const unknown = invoiceTo({ ...who, plantNumber: '999111' });
    expect(await take(server, unknown)).toMatchObject({ setAside: [{ number: unknown.number, reason: 'unknown-number' }] });
    const late = await customer();
    await server.database('relationship').where({ relationship_id: late.relationshipId }).update({ plant_number: '999111' });
    await compareRecent(server.running.services);
    expect(await listed(await logIn({ ...late, plantNumber: '999111' }))).toMatchObject([{ number: unknown.number }]);
  });

  it('keeps whole years, and removes what is older with its files', async () => {
    const who = await customer();
    const old = invoiceTo(who, { issuedOn: '2014-12-31' });
    await take(server, old, invoiceTo(who, { issuedOn: '2015-01-01' }));
    expect(await purgeInvoices(server.database, 5, new Date('2020-06-01T12:00Z'))).toEqual({ before: '2015-01-01', invoices: 1 });
    expect(await listed(await logIn(who))).toMatchObject([{ issuedOn: '2015-01-01' }]);
    const { rows } = await server.database.raw(
      'select from invoice_attachment a where not exists (select from invoice i where i.invoice_id = a.invoice_id)',
    );
    expect(rows).toEqual([]);
  });
});

describe('payments', () => {
  const file = (...lines: string[]) => new TextEncoder().encode(['number;state;paid_on;amount_nok;seller_id', ...lines].join('\n'));

  it('are shown once the utility says so, also after a newer version', async () => {
    const who = await customer();
    const invoice = invoiceTo(who);
    await take(server, invoice);
    expect(await importPayments(server.database, file(`${invoice.number};paid;2020-02-20;930,00;`))).toEqual({
      read: 1,
      changed: 1,
      unchanged: 0,
      unknown: [],
    });
    expect(await importPayments(server.database, file(`${invoice.number};paid;2020-02-20;930,00;`))).toMatchObject({ unchanged: 1 });
    await take(server, { ...invoice, dueOn: '2020-03-01' });
    expect((await firstOf(await logIn(who))).paid).toEqual({ state: 'paid', on: '2020-02-20', amountNok: 930 });
  });

  it('of a number that two sellers have need the seller; what nobody has sent is told', async () => {
    const who = await customer();
    const one = invoiceTo(who);
    await take(server, one, { ...one, seller: { id: '1', name: 'Annen' } });
    await expect(importPayments(server.database, file(`${one.number};paid;;;`))).rejects.toMatchObject({ line: 2, column: 'number' });
    expect(await importPayments(server.database, file(`${one.number};paid;;;1`, '00;unpaid;;;'))).toMatchObject({
      changed: 1,
      unknown: ['00'],
    });
    for (const wrong of ['1;payed;;;', '1;paid;1.1.2020;;', '1;paid;;1,234;', '1;paid', ';paid;;;']) {
      await expect(importPayments(server.database, file(wrong))).rejects.toMatchObject({ line: 2 });
    }
  });
});

describe('an invoice beside the meter', () => {
  const january = (who: TestCustomer, kwh = 1) =>
    addConsumption(server.database, who.meteringPointId, '2020-01-01', '2020-01-31', () => kwh);

  it('agrees, and says so', async () => {
    const who = await customer();
    await january(who);
    await take(server, invoiceTo(who));
    const visitor = await logIn(who);
    const { id, meterCheck } = await firstOf(visitor);
    expect(meterCheck).toBe('agrees');
    expect((await visitor.call('GET /invoices/:id', { path: { id } })).body.comparisons).toMatchObject([
      {
        check: 'agrees',
        from: '2020-01-01',
        to: '2020-01-31',
        invoiceKwh: 744,
        meterKwh: 744,
        differenceKwh: 0,
        meteringPoints: [who.meteringPointId],
      },
    ]);
  });

  it('differs, in kWh and kroner, and keeps that when the hours are gone', async () => {
    const who = await customer();
    await january(who, 0.5);
    await take(server, invoiceTo(who));
    const visitor = await logIn(who);
    const differs = { check: 'differs', reasons: ['unknown'], meterKwh: 372, differenceKwh: 372, differenceNok: 465 };
    const { id } = await firstOf(visitor);
    expect((await visitor.call('GET /invoices/:id', { path: { id } })).body.comparisons).toMatchObject([differs]);
    await server.database('consumption_day').where({ metering_point_id: who.meteringPointId }).delete();
    await compareInvoices(server.database, [id], new Date());
    expect((await visitor.call('GET /invoices/:id', { path: { id } })).body.comparisons).toMatchObject([differs]);
  });

  it('agrees once the readings that came late are there', async () => {
    const who = await customer();
    const recent = { issuedOn: new Date().toISOString().slice(0, 10) };
    await take(server, invoiceTo(who, recent));
    const visitor = await logIn(who);
    expect((await firstOf(visitor)).meterCheck).toBe('unknown');
    await january(who);
    await compareRecent(server.running.services);
    expect((await firstOf(visitor)).meterCheck).toBe('agrees');
  });

  it("is never compared with another customer's metering point", async () => {
    const [who, other] = [await customer(), await customer()];
    await january(other);
    await take(server, invoiceTo({ ...who, meteringPointId: other.meteringPointId }));
    const visitor = await logIn(who);
    const { id } = await firstOf(visitor);
    expect((await visitor.call('GET /invoices/:id', { path: { id } })).body.comparisons).toMatchObject([
      { check: 'unknown', reasons: ['no-meter'], meterKwh: null },
    ]);
  });

  it('is said to be corrected later only for readings of its own period whose value changed', async () => {
    const { meteringPointId: point } = await customer();
    await server.database('metering_point').insert({ metering_point_id: point });
    const deliver = (registers: Register[]) =>
      importReadings({
        database: server.database,
        profile: loadProfile('own'),
        profileName: 'own',
        fileName: 'readings.csv',
        input: Readable.from([Buffer.from(ownCsv(registers, 'A1', point))]),
        now: new Date(),
      });
    const use = () =>
      readMeterUse(server.database, [point], {
        from: '2020-01-01',
        to: '2020-01-31',
        issuedOn: '2020-02-03',
        registerFrom: null,
        registerTo: null,
      });
    const registers = hourly('2020-01-01T00:00', 24 * 34, 1000);
    const day = (date: number, changed?: number) =>
      registers.slice(24 * date, 24 * date + 24).map(([time, energy], hour): Register => [time, hour === changed ? energy + 0.5 : energy]);
    await deliver(registers);
    await deliver(day(31, 14));
    expect(await use()).toMatchObject({ replacedEstimates: false, replacedOthers: false });
    await deliver(day(20, 14));
    expect(await use()).toMatchObject({ replacedEstimates: false, replacedOthers: true });
  });
});

it('has stored the batch under way when the import fails at the next file', async () => {
  const invoice = invoiceTo(await customer());
  const files = function* () {
    // The same twice: the second begins a new batch.
    for (const name of ['first.xml', 'second.xml']) yield fileOf(invoice, name);
    throw new Error('the disk is gone');
  };
  const importing = importInvoices(server.database, files(), { profile: loadInvoiceProfile('ehf'), now: server.running.services.now() });
  await expect(importing).rejects.toThrow('the disk is gone');
  expect(await server.database('invoice').where({ number: invoice.number })).toHaveLength(1);
});
