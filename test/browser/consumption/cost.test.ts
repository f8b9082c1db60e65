import { expect, fixture, html } from '@open-wc/testing';
import type { MinSideChart } from '../../../widget/chart/min-side-chart.ts';
import '../../../widget/consumption/consumption.ts';
import type { MinSideConsumption } from '../../../widget/consumption/consumption.ts';
import type { CostMonth, CostMonthReply, CostReply } from '../../../server/contract/cost.ts';
import { writeAddress } from '../../../widget/address.ts';
import { createFormat } from '../../../widget/text/format.ts';
import { nbInside } from '../../../widget/text/nb-inside.ts';
import '../chart/themed.ts';
import { press, sees, textOf } from '../support/person.ts';
import { FakeApi } from './api.ts';
import { until } from '../support/until.ts';

const costMonth = (month: string, changes: Partial<CostMonth> = {}): CostMonth => ({
  month,
  totalNok: 1000.25,
  lack: null,
  estimated: false,
  until: null,
  ...changes,
});
const everyMonth = [2018, 2019, 2020].flatMap((year) => Array.from({ length: 12 }, (_, n) => `${year}-${String(n + 1).padStart(2, '0')}`));
const years: CostReply = {
  point: '707057500000006601',
  points: [{ id: '707057500000006601', address: null }],
  months: everyMonth.map((month) =>
    costMonth(month, month === '2020-03' ? { totalNok: null, lack: 'missing-hours' } : month === '2020-12' ? { until: '2020-12-30' } : {}),
  ),
};
const month: CostMonthReply = {
  point: '707057500000006601',
  month: '2019-10',
  totalNok: 1648.25,
  costs: [
    {
      ...costMonth('2019-10', { totalNok: 1648.25, estimated: true }),
      meteringPointId: '707057500000006601',
      priceList: 'Eksempelprisliste',
      vatNok: 329.65,
      lines: [
        {
          part: 'energy',
          name: 'Energi',
          factors: [
            { value: '1608.9', unit: 'kWh' },
            { value: '80.5', unit: 'ore/kWh' },
          ],
          amountNok: 1295.16,
        },
        {
          part: 'fixed',
          name: 'Fastledd',
          factors: [
            { value: '276', unit: 'kr/year' },
            { value: '31', of: '365', unit: 'days' },
          ],
          amountNok: 23.44,
        },
        {
          part: 'vat',
          name: '',
          factors: [
            { value: '1318.60', unit: 'kr' },
            { value: '25', unit: 'percent' },
          ],
          amountNok: 329.65,
        },
      ],
      peak: { date: '2019-10-30', powerKw: 6.1, amountNok: 12.5 },
      others: [{ priceList: 'Spotpris', totalNok: 1500 }],
    },
  ],
};

let api: FakeApi;

async function open(...rest: string[]): Promise<MinSideConsumption> {
  writeAddress({ page: 'consumption', rest }, { replace: true });
  const place = await fixture(
    html`<themed-place>
      <min-side-consumption
        .api=${api}
        .session=${{ signedIn: true }}
        .text=${nbInside}
        .format=${createFormat('nb')}
      ></min-side-consumption>
    </themed-place>`,
  );
  return place.querySelector('min-side-consumption')!;
}

describe('"Kostnad"', () => {
  beforeEach(() => (api = new FakeApi()));
  after(() => writeAddress(null, { replace: true }));

  it('is not spoken of where no price list is for the customer', async () => {
    const page = await open('2019-10');
    await sees(page, 'Oktober 2019');
    expect(textOf(page)).not.to.contain('Kostnad');
    const kept = await open('2019-10', 'kostnad');
    await sees(kept, '1 608,9');
  });

  it('is asked for after the years, which are shown before it comes, its place kept', async () => {
    api.cost = { years, month };
    const { call } = api;
    const asked: string[] = [];
    let come!: () => void;
    const coming = new Promise<void>((resolve) => (come = resolve));
    api.call = (async (endpoint: 'GET /cost', input: never) => {
      asked.push(endpoint);
      if (endpoint === 'GET /cost') await coming;
      return call(endpoint, input);
    }) as never;
    const page = await open();
    const chart = (): Element | null => page.renderRoot.querySelector('min-side-chart');
    await until(() => chart());
    expect(asked[0]).to.equal('GET /consumption/years');
    expect(asked).to.contain('GET /cost');
    const { top } = chart()!.getBoundingClientRect();
    const switches = [...page.renderRoot.querySelectorAll<HTMLElement>('.switch button')];
    expect(switches.map((button) => getComputedStyle(button).visibility)).to.deep.equal(['hidden', 'hidden']);
    come();
    await until(() => switches.every((button) => getComputedStyle(button).visibility === 'visible'));
    expect(chart()!.getBoundingClientRect().top).to.equal(top);
  });

  it('stands beside energy in the years: kroner by month, the year so far, and what can not be told', async () => {
    api.cost = { years, month };
    const page = await open();
    await press(page, 'Kostnad');
    await sees(page, '11 003 kr hittil i 2020');
    await sees(page, 'Beregnet etter prislisten, ikke en faktura.');
    await sees(page, 'Uten mars, som ikke kan beregnes.');
    // Like for like: March has no cost, and December's is not whole.
    await sees(page, 'Januar–februar, april–november: omtrent som i 2019');
    await sees(page, 'Beregnet til og med 30. desember 2020.');
    await sees(page, '2020: 11\u00a0003\u202fkr');
    const { model } = page.renderRoot.querySelector<MinSideChart>('min-side-chart')!;
    expect(model!.unit).to.equal('kr');
    const march = model!.values.findIndex((value) => value === null);
    expect(model!.describe(march)).to.deep.include({ name: 'Mars 2020', status: 'Målerverdier mangler, så kostnaden kan ikke beregnes.' });
    expect(model!.looks[march]).to.equal('-');
    await until(() => decodeURIComponent(location.hash) === '#min-side=forbruk/kostnad');
    await expect(page).to.be.accessible();
  });

  it('leaves one standing where one stands in the chart when something else is told', async () => {
    api.cost = { years, month };
    const page = await open('kostnad');
    await sees(page, '11 003 kr hittil i 2020');
    const { renderRoot } = page.renderRoot.querySelector<MinSideChart>('min-side-chart')!;
    await until(() => renderRoot.querySelector('canvas'));
    renderRoot.querySelector('.plot')!.dispatchEvent(new KeyboardEvent('keydown', { key: 'End' }));
    await until(() => renderRoot.querySelector('.tooltip'));
    page.requestUpdate();
    await page.updateComplete;
    await page.renderRoot.querySelector<MinSideChart>('min-side-chart')!.updateComplete;
    expect(renderRoot.querySelector('.tooltip')?.textContent).to.contain('Desember 2020');
  });

  it('says of the file to take away that it holds kilowatt-hours, where kroner are seen', async () => {
    api.cost = { years, month };
    for (const at of [[], ['2019-10']]) {
      const page = await open(...at);
      const name = (): string =>
        page.renderRoot.querySelector('min-side-downloads')?.shadowRoot?.querySelector('summary')?.textContent?.trim() ?? '';
      await until(() => name() === 'Last ned');
      await press(page, 'Kostnad');
      await until(() => name() === 'Last ned forbruket i kWh');
    }
  });

  it('says what the running year will cost, and how that is reckoned', async () => {
    api.cost = {
      years,
      month,
      forecast: { year: 2020, until: '2020-10-31', soFarNok: 9100.4, expectedNok: 12_499.6, lowNok: 11_900, highNok: 13_100 },
    };
    const page = await open();
    expect(textOf(page)).not.to.contain('12\u00a0500');
    await press(page, 'Kostnad');
    await sees(page, 'omtrent 12\u00a0500\u202fkr');
    await sees(
      page,
      'Hittil 9\u00a0100\u202fkr (til og med 31. oktober). Det er fire av fem sjanser for at året ender mellom 11\u00a0900\u202fkr og 13\u00a0100\u202fkr.',
    );
    await sees(page, 'Spennet gjelder været og forbruket, ikke prisene.');
    await press(page, 'Energi');
    await until(() => !textOf(page).includes('12\u00a0500'));
  });

  it('stands beside energy and power in a month, line by line with its formula', async () => {
    api.cost = { years, month };
    const page = await open('2019-10');
    await press(page, 'Kostnad');
    for (const seen of [
      '1 648,25 kr i oktober',
      '1\u202f608,9\u202fkWh × 80,5\u202føre/kWh',
      '276\u202fkr/år × 31 av 365 dager',
      'Merverdiavgift',
      '329,65\u202fkr',
    ])
      await sees(page, seen);
    await sees(page, 'En del av timene er anslått');
    await sees(page, 'Dagen med den høyeste effekten, 30. oktober 2019 (6,1\u202fkW), økte kostnaden med 12,50\u202fkr.');
    await sees(page, 'Med prislisten Spotpris ville måneden kostet 1\u202f500\u202fkr.');
    await expect(page).to.be.accessible();
    await press(page, 'Effekt');
    await until(() => decodeURIComponent(location.hash) === '#min-side=forbruk/2019-10/effekt');
    history.back();
    await sees(page, 'Slik er kostnaden beregnet');
  });

  it('says why a month has none', async () => {
    api.cost = { years, month: { ...month, totalNok: null, costs: [{ ...month.costs[0]!, totalNok: null, lack: 'index', lines: [] }] } };
    const page = await open('2019-10', 'kostnad');
    await sees(page, 'Månedens markedspris er ikke kommet ennå.');
  });
});
