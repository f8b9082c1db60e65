import { expect, fixture, html } from '@open-wc/testing';
import '../../../widget/invoices/invoices.ts';
import { createApi } from '../../../widget/api.ts';
import { createFormat } from '../../../widget/text/format.ts';
import { nbInside } from '../../../widget/text/nb-inside.ts';
import { fakeServer, guest, restoreFetch } from '../support/fake-server.ts';
import { sees } from '../support/person.ts';
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

describe('"Vis tidligere fakturaer"', () => {
  afterEach(restoreFetch);

  it('says "Kommer snart." as long as there are none', async () => {
    fakeServer({ 'GET /invoices': { invoices: [] } });
    const page = await show();
    await sees(page, 'Kommer snart.');
    await expect(page).to.be.accessible();
  });

  it('lists them when there are', async () => {
    fakeServer({
      'GET /invoices': {
        invoices: [
          {
            id: '0',
            number: '10042',
            kind: 'invoice',
            issuedOn: '2020-12-05',
            dueOn: '2020-12-19',
            period: null,
            amountNok: 1249.5,
            paid: null,
            refersTo: [],
            meterCheck: null,
            hasPdf: false,
          },
        ],
      },
    });
    const page = await show();
    for (const words of ['10042', '5. desember 2020', '1\u202f249,50\u202fkr']) await sees(page, words);
    await expect(page).to.be.accessible();
  });
});
