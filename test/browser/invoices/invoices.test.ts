import { expect, fixture, html } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import '../../../widget/invoices/invoices.ts';
import type { Invoice, InvoiceDetails } from '../../../server/contract/invoices.ts';
import { writeAddress } from '../../../widget/address.ts';
import { createApi } from '../../../widget/api.ts';
import { createFormat } from '../../../widget/text/format.ts';
import { nbInside } from '../../../widget/text/nb-inside.ts';
import { fakeServer, guest, refuse, restoreFetch } from '../support/fake-server.ts';
import { press, sees } from '../support/person.ts';
import '../support/ground.ts';

const show = (): Promise<HTMLElement> =>
  fixture(html`
    <test-ground
      ><min-side-invoices
        .api=${createApi('http://server.test')}
        .session=${guest}
        .text=${nbInside}
        .format=${createFormat('nb')}
      ></min-side-invoices
    ></test-ground>
  `);

const invoice = (changes: Partial<Invoice> = {}): Invoice => ({
  id: 'a',
  number: '10042',
  kind: 'invoice',
  issuedOn: '2020-12-05',
  dueOn: '2020-12-19',
  period: { from: '2020-11-01', to: '2020-11-30' },
  amountNok: 1249.5,
  paid: null,
  refersTo: [],
  meterCheck: null,
  hasPdf: true,
  ...changes,
});

const details: InvoiceDetails = {
  ...invoice({ meterCheck: 'differs' }),
  sellerName: 'Fredrikstad Fjernvarme',
  buyerName: 'Kari Nordmann',
  note: null,
  kid: '2345676',
  account: '86011117947',
  lines: [{ name: 'Energi', description: null, quantity: '1608.9', unit: 'KWH', price: '0.8123', amountNok: 999.6, vatPercent: '25' }],
  totals: { netNok: 999.6, vatNok: 249.9, prepaidNok: 0, roundingNok: 0 },
  attachments: [{ position: 0, name: 'faktura-10042.pdf', mediaType: 'application/pdf', bytes: 1000 }],
  comparisons: [
    {
      check: 'differs',
      reasons: ['estimated-then'],
      meteringPoints: ['1'],
      from: '2020-11-01',
      to: '2020-11-30',
      invoiceKwh: 1608.9,
      meterKwh: 1508.9,
      differenceKwh: 100,
      differenceNok: 77.66,
      invoiceRegisters: [10_000, 11_609],
      meterRegisters: [10_000, 11_509],
      readOn: null,
    },
  ],
};

/** The order of the words on the page, as they are read. */
const words = (page: HTMLElement) => page.querySelector('min-side-invoices')!.shadowRoot!.textContent!.replaceAll(/\s+/g, ' ');

describe('"Vis tidligere fakturaer"', () => {
  afterEach(() => {
    restoreFetch();
    writeAddress(null, { replace: true });
  });

  it('says "Kommer snart." as long as there are none', async () => {
    fakeServer({ 'GET /invoices': { invoices: [] } });
    const page = await show();
    await sees(page, 'Kommer snart.');
    await expect(page).to.be.accessible();
  });

  it('lists them by year, with amount, period, due date and what is paid', async () => {
    const paid = invoice({
      id: 'b',
      number: '9001',
      issuedOn: '2019-12-05',
      paid: { state: 'paid', on: '2019-12-18', amountNok: 10 },
      meterCheck: 'agrees',
    });
    fakeServer({ 'GET /invoices': { invoices: [invoice(), paid] } });
    const page = await show();
    for (const seen of [
      'Faktura 10042',
      '1\u202f249,50\u202fkr',
      '1. november 2020–30. november 2020',
      '5. desember 2020 · forfall 19. desember 2020',
    ])
      await sees(page, seen);
    await sees(page, 'Betalt 18. desember 2019');
    await sees(page, 'Stemmer med måleren');
    expect(words(page)).to.match(/2020 .*10042.*Last ned alle fra 2020 \(ZIP\).*2019 .*9001/);
    await expect(page).to.be.accessible();
  });

  it('puts a credit note with what it credits, whatever year it is of, and never loses one', async () => {
    const credit = invoice({ id: 'c', number: '10050', kind: 'credit-note', issuedOn: '2021-01-05', amountNok: -100, refersTo: ['10042'] });
    const lost = invoice({ id: 'd', number: '10051', kind: 'credit-note', issuedOn: '2021-01-06', amountNok: -5, refersTo: ['1'] });
    fakeServer({ 'GET /invoices': { invoices: [lost, credit, invoice()] } });
    const page = await show();
    await sees(page, 'Krediterer faktura 10042');
    expect(words(page)).to.match(/2021 Kreditnota 10051.*2020 Faktura 10042.*Kreditnota 10050/);
    await expect(page).to.be.accessible();
  });

  it('opens one by the keyboard to its lines, KID, account and the meter, and goes back', async () => {
    writeAddress({ page: 'invoices', rest: [] }, { replace: true });
    fakeServer({ 'GET /invoices': { invoices: [invoice()] }, 'GET /invoices/:id': details });
    const page = await show();
    await sees(page, 'Faktura 10042');
    page.querySelector('min-side-invoices')!.shadowRoot!.querySelector('a')!.focus();
    await sendKeys({ press: 'Enter' });
    for (const seen of [
      '2345676',
      '8601\u00a011\u00a017947',
      '1\u202f608,9\u202fkWh × 0,8123\u202fkr',
      '249,90\u202fkr',
      'Stemmer ikke med måleren',
      'De er målt siden',
      '100,0\u202fkWh for mye, 77,66\u202fkr',
    ])
      await sees(page, seen);
    expect(location.hash).to.equal('#min-side=fakturaer/a');
    await expect(page).to.be.accessible();
    history.back();
    await sees(page, 'Last ned alle fra 2020 (ZIP)');
  });

  it('copies the KID, or says why not', async () => {
    writeAddress({ page: 'invoices', rest: ['a'] }, { replace: true });
    fakeServer({ 'GET /invoices': { invoices: [invoice()] }, 'GET /invoices/:id': details });
    const copied: string[] = [];
    const { clipboard } = navigator;
    Object.defineProperty(navigator, 'clipboard', {
      configurable: true,
      value: { writeText: async (text: string) => void copied.push(text) },
    });
    const page = await show();
    await sees(page, '2345676');
    await press(page, 'Kopier KID-nummer');
    await sees(page, 'KID-nummer er kopiert.');
    Object.defineProperty(navigator, 'clipboard', { configurable: true, value: undefined });
    await press(page, 'Kopier kontonummer');
    await sees(page, 'Nettleseren lar oss ikke kopiere.');
    Object.defineProperty(navigator, 'clipboard', { configurable: true, value: clipboard });
    expect(copied).to.deep.equal(['2345676']);
  });

  it('fetches the PDF, and says when that fails', async () => {
    writeAddress({ page: 'invoices', rest: ['a'] }, { replace: true });
    const server = fakeServer({
      'GET /invoices': { invoices: [invoice()] },
      'GET /invoices/:id': details,
      'GET /invoices/:id/attachments/:position': new Blob(['%PDF-'], { type: 'application/pdf' }),
    });
    const saved: string[] = [];
    const { click } = HTMLAnchorElement.prototype;
    HTMLAnchorElement.prototype.click = function () {
      saved.push(this.download);
    };
    const page = await show();
    await sees(page, 'Last ned PDF');
    await press(page, 'Last ned PDF');
    await sees(page, 'Last ned PDF');
    expect(server.calls.at(-1)).to.equal('GET /invoices/a/attachments/0');
    expect(saved).to.deep.equal(['faktura-10042.pdf']);
    HTMLAnchorElement.prototype.click = click;
    server.answers['GET /invoices/:id/attachments/:position'] = refuse(503, { error: 'unavailable' });
    await press(page, 'Last ned PDF');
    await sees(page, nbInside.failures.unavailable);
  });

  it("says that it isn't there when the address names another's", async () => {
    writeAddress({ page: 'invoices', rest: ['z'] }, { replace: true });
    fakeServer({ 'GET /invoices': { invoices: [invoice()] } });
    const page = await show();
    await sees(page, nbInside.failures['not-found']);
    await press(page, 'Alle fakturaer');
    await sees(page, 'Faktura 10042');
  });
});
