import { expect, fixture, html } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import type { MinSideChart } from '../../../widget/chart/min-side-chart.ts';
import '../../../widget/consumption/consumption.ts';
import type { MinSideConsumption } from '../../../widget/consumption/consumption.ts';
import { writeAddress } from '../../../widget/address.ts';
import { afterPaint } from '../../../widget/later.ts';
import { createFormat } from '../../../widget/text/format.ts';
import { enInside } from '../../../widget/text/en-inside.ts';
import { nbInside } from '../../../widget/text/nb-inside.ts';
import '../chart/themed.ts';
import { FakeApi } from './api.ts';
import { until } from '../support/until.ts';

let api: FakeApi;
let page: MinSideConsumption;

async function open(...rest: string[]): Promise<void> {
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
  page = place.querySelector('min-side-consumption')!;
}

const find = <T extends HTMLElement>(selector: string): T | null => page.renderRoot.querySelector<T>(selector);
const all = (selector: string): HTMLElement[] => [...page.renderRoot.querySelectorAll<HTMLElement>(selector)];
const text = (selector: string): string => find(selector)?.textContent?.replace(/\s+/g, ' ').trim() ?? '';
const shows = (title: string): Promise<void> => until(() => text('h2') === title && !find('.old'), `should show ${title}`);
const press = (label: string): void =>
  all('button, a')
    .find((element) => element.textContent!.includes(label))!
    .click();
const chart = async (): Promise<MinSideChart> => {
  const element = find<MinSideChart>('min-side-chart')!;
  await element.updateComplete;
  return element;
};
const place = (): string => decodeURIComponent(location.hash);

describe('past use', () => {
  beforeEach(() => (api = new FakeApi()));
  after(() => writeAddress(null, { replace: true }));

  it('begins with the years and goes down to a day, bar by bar', async () => {
    await open();
    await shows('Forbruk 2018–2020');
    (await chart()).dispatchEvent(Object.assign(new Event('min-side-chart-open'), { index: 28 })); // January to September have three each, then 2018
    await shows('Oktober 2019');
    expect(text('.figure')).to.equal('1 608,9 kWh');
    expect(text('.change')).to.equal('7 % mer enn i oktober 2018');
    (await chart()).dispatchEvent(Object.assign(new Event('min-side-chart-open'), { index: 26 }));
    await shows('27. oktober 2019');
    expect((await chart()).model!.values).to.have.length(25);
    await until(() => place() === '#min-side=forbruk/2019-10-27');
  });

  it('comes back by the browser, by the path and by «Årlig oversikt»', async () => {
    await open('2019-10');
    await shows('Oktober 2019');
    writeAddress({ page: 'consumption', rest: ['2019-10-27'] });
    await shows('27. oktober 2019');
    history.back();
    await shows('Oktober 2019');
    press('2019');
    await shows('Forbruk 2019');
    press('Årlig oversikt');
    await shows('Forbruk 2018–2020');
    await until(() => place() === '#min-side=forbruk');
  });

  it('takes every step in the browser’s history, also the first of two before a frame is painted, and none after the page is left', async () => {
    await open('2019-10');
    await shows('Oktober 2019');
    press('Effekt');
    press('Årlig oversikt');
    await until(() => place() === '#min-side=forbruk');
    await shows('Forbruk 2018–2020');
    history.back();
    await until(() => place() === '#min-side=forbruk/2019-10/effekt');
    await until(() => text('.figure').startsWith('6,1 kW'));
    press('Energi');
    writeAddress({ page: 'profile', rest: [] });
    await new Promise<void>(afterPaint); // whatever the view still had to write, it has written by now
    expect(place()).to.equal('#min-side=profil');
  });

  it('is gone through by the keyboard alone, down to an hour and up again, and says where one is', async () => {
    const press = (key: string): Promise<void> => sendKeys({ press: key });
    const says = async (words: RegExp): Promise<void> => {
      const spoken = (): string => find<MinSideChart>('min-side-chart')!.renderRoot.querySelector('[aria-live]')!.textContent!;
      await until(() => words.test(spoken()), String(words));
    };
    /** The chart is one stop, and still has the focus in the view that it led to. */
    const standsInChart = async (): Promise<void> => {
      const plot = (await chart()).renderRoot.querySelector('.plot');
      await until(() => find<MinSideChart>('min-side-chart')!.shadowRoot!.activeElement === plot);
    };
    await open();
    await shows('Forbruk 2018–2020');
    (await chart()).renderRoot.querySelector<HTMLElement>('.plot')!.focus();
    for (const [key, words] of [
      ['Home', /^Januar 2018, 1\s000,0\skWh, 5\s% av 2018, målt$/],
      ['ArrowRight', /^Januar 2019/],
      ['ArrowDown', /^Januar 2020/],
      ['ArrowUp', /^Januar 2019/],
      ['PageDown', /^April 2019/],
      ['PageUp', /^Januar 2019/],
      ['End', /^Desember 2020/],
      ['ArrowLeft', /^Desember 2019/],
    ] as const) {
      await press(key);
      await says(words);
    }
    await press('Enter');
    await shows('Desember 2019');
    await until(() => text('[role=status]') === 'Desember 2019 1 608,9 kWh');
    await standsInChart();
    await press('Home');
    await says(/^søndag 1\. desember 2019, 51,9\skWh, .*samme dag året før: 48,0\skWh$/);
    await press('PageDown');
    await says(/^søndag 8\. desember 2019/);
    await press('Enter');
    await shows('8. desember 2019');
    await standsInChart();
    await press('End');
    await says(/^kl\.\s23–00, 2,50\skWh, .*uken før: 2,00\skWh$/);
    for (const above of ['Desember 2019', 'Forbruk 2019', 'Forbruk 2018–2020']) {
      await press('Escape');
      await shows(above);
      await standsInChart();
    }
  });

  it('has no more stops for Tab in the 745 hours of a month’s table than it has days, each hour with its value', async () => {
    await open('2019-10', 'effekt');
    await until(() => text('.figure').startsWith('6,1 kW'));
    const { renderRoot } = await chart();
    renderRoot.querySelector<HTMLElement>('[aria-controls=table]')!.click();
    await until(() => renderRoot.querySelectorAll('tbody tr:not(.group)').length === 745);
    expect(renderRoot.querySelectorAll('tbody')).to.have.length(31);
    expect(renderRoot.querySelectorAll('button, [tabindex="0"]').length).to.be.below(40);
    expect(renderRoot.querySelector('table')!.textContent).to.contain('søndag 27. oktober');
  });

  it('shows the same place after a reload', async () => {
    await open('2019-10-27', 'effekt');
    await shows('27. oktober 2019');
    expect((await chart()).model!.form).to.equal('curve');
    expect(text('[aria-pressed=true]')).to.equal('Effekt');
  });

  it('switches between energy and power without another call', async () => {
    await open('2019-10');
    await shows('Oktober 2019');
    press('Effekt');
    await until(() => text('.figure').startsWith('6,1 kW'));
    expect((await chart()).model!.values).to.have.length(745);
    expect(text('.notes')).to.contain('Effekt er hvor mye varme du bruker på én gang');
    press('Energi');
    await until(() => text('.figure') === '1 608,9 kWh');
    expect(api.calls.filter((call) => call === 'GET /consumption/month 2019-10')).to.have.length(1);
  });

  it('says how fresh the data are below the number, also on a wide page, and keeps no place for what is never said of power', async () => {
    await open('2019-10');
    await shows('Oktober 2019');
    page.parentElement!.style.cssText = 'display: block; width: 1100px';
    const box = (selector: string): DOMRect => find(selector)!.getBoundingClientRect();
    expect(box('.top > .small').top).to.be.at.least(box('.figure').bottom);
    expect(box('.change').height).to.be.above(0);
    press('Effekt');
    await until(() => text('.figure').startsWith('6,1 kW'));
    expect(find('.change')).to.equal(null);
    expect(box('.top > .small').top).to.be.at.least(box('.figure').bottom);
  });

  it('tells in the legend of a curve of power what its rings and its dashed line are, where it has any', async () => {
    const ring = 'teller på regningen (stiplet: snittet)';
    const peaks = {
      of: 'hour',
      count: 1,
      per: 'month',
      meanKw: 6.1,
      meanWithoutHighestKw: null,
      peaks: [{ at: '2019-10-05T05:00:00.000Z', powerKw: 6.1 }],
    };
    api.answers = { at: '2019-10', peaks } as never;
    await open('2019-10');
    await shows('Oktober 2019');
    expect(text('.legend')).to.not.contain(ring);
    press('Effekt');
    await until(() => text('.legend').includes(ring));
    expect((await chart()).model!.peaks!.indexes).to.have.length(1);
    await expect(page).to.be.accessible();
    api.answers = { at: '2019-10' } as never;
    await open('2019-10', 'effekt');
    await until(() => text('.figure').startsWith('6,1 kW') && text('.legend').includes('døgnets høyeste time'));
    expect(text('.legend')).to.not.contain(ring);
  });

  it('goes to the month before and after by links with words', async () => {
    await open('2019-10');
    await shows('Oktober 2019');
    press('November 2019');
    await shows('November 2019');
    press('Oktober 2019');
    await shows('Oktober 2019');
    await until(() => place() === '#min-side=forbruk/2019-10');
  });

  it('keeps the old view, dimmed, while the new one is fetched', async () => {
    await open('2019-10');
    await shows('Oktober 2019');
    const release = api.hold();
    writeAddress({ page: 'consumption', rest: ['2019-10-27'] });
    await until(() => find('.old'));
    expect(text('h2')).to.equal('Oktober 2019');
    expect(text('[role=status]')).to.equal('Henter …');
    // As dim as it becomes.
    await Promise.all(
      find('.old')!
        .getAnimations({ subtree: true })
        .map(({ finished }) => finished),
    );
    await expect(page).to.be.accessible();
    release();
    await shows('27. oktober 2019');
  });

  it('keeps one year in view, and its chart, while one of its months is fetched', async () => {
    await open('2019');
    await shows('Forbruk 2019');
    const canvas = (await chart()).renderRoot.querySelector('canvas');
    const release = api.hold();
    writeAddress({ page: 'consumption', rest: ['2019-10'] });
    await until(() => find('.old'));
    expect(text('h2')).to.equal('Forbruk 2019');
    expect((await chart()).renderRoot.querySelector('canvas')).to.equal(canvas);
    release();
    await shows('Oktober 2019');
  });

  it('says that a load failed, keeps what there was and tries again', async () => {
    await open('2019-10');
    await shows('Oktober 2019');
    api.failing = true;
    writeAddress({ page: 'consumption', rest: ['2019-10-27'] });
    await until(() => find('[role=alert]'));
    expect(text('[role=alert] p')).to.contain('Vi får ikke kontakt');
    expect(text('h2')).to.equal('Oktober 2019');
    api.failing = false;
    press('Prøv igjen');
    await shows('27. oktober 2019');
    expect(find('[role=alert]')).to.equal(null);
  });

  it('lets one of several metering points be chosen, or their sum', async () => {
    api.points = [
      { id: '707057500000007462', address: 'Storgata 1' },
      { id: '707057500000018031', address: null },
    ];
    await open('2019-10');
    await shows('Oktober 2019');
    const select = find<HTMLSelectElement>('select')!;
    expect([...select.options].map(({ label }) => label)).to.deep.equal([
      'Alle målepunkter samlet',
      'Storgata 1, 707057500000007462',
      '707057500000018031',
    ]);
    select.value = '707057500000018031';
    select.dispatchEvent(new Event('change'));
    await until(() => api.calls.includes('GET /consumption/month 2019-10 707057500000018031'));
    await until(() => place() === '#min-side=forbruk/2019-10/707057500000018031');
  });

  it('shows what there is where the address names a metering point of somebody else', async () => {
    await open('2019-10', '999999');
    await shows('Oktober 2019');
    await until(() => place() === '#min-side=forbruk/2019-10');
    expect(find('[role=alert]')).to.equal(null);
  });

  it('leaves nothing of one customer standing when another is chosen', async () => {
    await open('2019-10');
    await shows('Oktober 2019');
    api.failing = true;
    page.session = { signedIn: true } as never;
    await until(() => find('[role=alert]'));
    expect(find('.view')).to.equal(null);
  });

  it('marks what the account holder writes, who changes and deletes it again', async () => {
    api.swaps = ['2019-10-14'];
    api.notes = [{ id: 'n1', date: '2019-10-03', text: 'Nye vinduer' }];
    await open('2019-10');
    page.session = { signedIn: true, kind: 'account', shown: 's' } as never;
    await until(() => find('.notes')?.textContent?.includes('3. oktober 2019: Nye vinduer'));
    expect((await chart()).model!.marks).to.deep.equal([
      { at: 3, kind: 'note' },
      { at: 14, kind: 'swap' },
    ]);
    const notes = find('min-side-notes')!.shadowRoot!;
    const within = (words: string): HTMLElement =>
      [...notes.querySelectorAll<HTMLElement>('button, summary')].find((each) => (each.ariaLabel ?? each.textContent!).includes(words))!;
    within('Notater (1)').click();
    await expect(page).to.be.accessible();
    within('Endre notatet Nye vinduer').click();
    await until(() => notes.activeElement?.id === 'note');
    const input = notes.querySelector<HTMLInputElement>('#note')!;
    input.value = 'Nye vinduer og dør';
    input.dispatchEvent(new InputEvent('input'));
    within('Lagre notatet').click();
    await until(() => find('.notes')?.textContent?.includes('Nye vinduer og dør'));
    expect(api.calls).to.include('PUT /notes/:id n1 2019-10-03 Nye vinduer og dør');
    within('Slett notatet Nye vinduer og dør').click();
    await until(() => !find('.notes')?.textContent?.includes('Nye vinduer'));
    expect((await chart()).model!.marks).to.deep.equal([{ at: 14, kind: 'swap' }]);
  });

  for (const [endpoint, sentence] of [
    ['GET /consumption/answers', 'Vi fikk ikke hentet svarene om forbruket nå. Tallene over er riktige likevel.'],
    ['GET /cost', 'Vi fikk ikke hentet kostnaden nå.'],
    ['GET /notes', ''],
  ] as const)
    it(`leaves everything else standing when ${endpoint} fails, and says which it is`, async () => {
      api.broken = [endpoint];
      await open('2019-10');
      page.session = { signedIn: true, kind: 'account', shown: 's' } as never;
      await shows('Oktober 2019');
      await until(() => text('.view').includes(sentence));
      expect(text('.figure')).to.equal('1 608,9 kWh');
      expect((await chart()).model!.values).to.have.length(31);
      expect(find('[role=alert]')).to.equal(null);
      expect(text('.view').match(/Vi fikk ikke/g)?.length ?? 0).to.equal(sentence ? 1 : 0);
      expect(find('min-side-downloads')).to.not.equal(null);
    });

  it('has what is seen, and everything at any level, to take away as CSV and Excel', async () => {
    await open('2019-10');
    await shows('Oktober 2019');
    await until(() => find('min-side-downloads')?.shadowRoot?.querySelector('summary'));
    const downloads = find('min-side-downloads')!.shadowRoot!;
    downloads.querySelector('summary')!.click();
    const save = async (name: string): Promise<string> => {
      const before = api.calls.length;
      const button = downloads.querySelector<HTMLElement>(`button[aria-label="${name}"]`)!;
      expect(button.getBoundingClientRect().height).to.be.at.least(44);
      button.click();
      await until(() => api.calls.length > before);
      return api.calls.at(-1)!;
    };
    expect(await save('Denne visningen: CSV')).to.equal('GET /consumption/download at=2019-10&level=day&format=csv');
    expect(await save('Denne visningen: Excel')).to.equal('GET /consumption/download at=2019-10&level=day&format=xlsx');
    expect(await save('Alt: Excel')).to.equal('GET /consumption/download level=hour&format=xlsx');
    const select = downloads.querySelector('select')!;
    expect([...select.options].map(({ text }) => text)).to.deep.equal(['per time', 'per døgn', 'per måned', 'per år']);
    for (const level of ['day', 'month', 'year']) {
      select.value = level;
      select.dispatchEvent(new Event('change'));
      expect(await save('Alt: CSV')).to.equal(`GET /consumption/download level=${level}&format=csv`);
    }
    api.broken = ['GET /consumption/download'];
    downloads.querySelector<HTMLElement>('button')!.click();
    await until(() => downloads.textContent!.includes('Vi fikk ikke laget filen nå. Prøv igjen.'));
    await expect(page).to.be.accessible();
  });

  it('dates a new note by the day that is looked at, unless another was chosen', async () => {
    await open('2019-10-26');
    page.session = { signedIn: true, kind: 'account', shown: 's' } as never;
    await shows('26. oktober 2019');
    await until(() => find('min-side-notes')?.shadowRoot?.querySelector('#date'));
    const field = find('min-side-notes')!.shadowRoot!.querySelector<HTMLInputElement>('#date')!;
    await until(() => field.value === '2019-10-26');
    writeAddress({ page: 'consumption', rest: ['2019-10-27'] });
    await shows('27. oktober 2019');
    expect(field.value).to.equal('2019-10-27');
    field.value = '2019-10-01';
    field.dispatchEvent(new InputEvent('input'));
    writeAddress({ page: 'consumption', rest: ['2019-10-28'] });
    await shows('28. oktober 2019');
    expect(field.value).to.equal('2019-10-01');
  });

  it('speaks English where the page does', async () => {
    await open();
    page.text = enInside;
    page.format = createFormat('en');
    await shows('Use 2018–2020');
    expect(text('.change')).to.equal('About the same as in 2019');
    writeAddress({ page: 'consumption', rest: ['2019-10'] });
    await shows('October 2019');
    expect(text('.change')).to.match(/^7\s?% more than in October 2018$/);
  });

  it('fits into 320 px', async () => {
    await open('2019-10-27');
    await shows('27. oktober 2019');
    page.parentElement!.style.cssText = 'display: block; width: 272px';
    await chart();
    expect(page.scrollWidth).to.be.at.most(272);
  });

  for (const rest of [[], ['2019'], ['2019-10'], ['2019-10', 'effekt'], ['2019-10-27'], ['2019-10-27', 'effekt']])
    it(`has no faults of accessibility at /${rest.join('/')}`, async () => {
      api.points = [...api.points, { id: '707057500000018031', address: null }];
      await open(...rest);
      await until(() => find('min-side-chart'));
      await chart();
      await expect(page).to.be.accessible();
    });
});
