import { aTimeout, expect, fixture, html } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import '../../../widget/index.ts';
import { clockDay, october, years } from '../consumption/api.ts';
import { fakeServer, guest, relationship, restoreFetch, utility } from '../support/fake-server.ts';
import { focused, sees } from '../support/person.ts';
import { until } from '../support/until.ts';
import { dataSpan } from '../support/data-span.ts';

const id = '707057500000006601';
describe('<min-side> by keyboard alone', () => {
  afterEach(() => {
    restoreFetch();
    history.replaceState(null, '', location.pathname + location.search);
  });

  it('leads from the log-in to the hours of a day, and out again', async () => {
    fakeServer({
      'GET /session': { signedIn: false },
      'DELETE /session': null,
      'GET /utility': utility,
      'POST /login/challenge': { mobile: '94059810', digits: 6, crowded: false, expiresInSeconds: 300, resendInSeconds: 60 },
      'POST /login/code': { next: 'inside', session: guest },
      'GET /relationship': relationship,
      'GET /consumption/years': years(dataSpan),
      'GET /consumption/month': october(dataSpan, '2019-10'),
      'GET /consumption/day': clockDay(dataSpan, '2019-10-27'),
    });
    const page = await fixture<HTMLElement>(html`<min-side lang="nb" api="http://server.test"></min-side>`);
    await sees(page, 'Logg inn for å se dine forbruksdata');

    await tabTo('Anleggsnummer');
    await sendKeys({ type: '660100' });
    await tabTo('Målepunkt ID');
    await sendKeys({ type: id });
    await tabTo('Mobilnummer');
    await sendKeys({ type: '94059810' });
    await tabTo('Jeg godtar vilkårene i teksten over');
    await sendKeys({ press: 'Space' });
    await tabTo('Neste');
    await sendKeys({ press: 'Enter' });
    await sees(page, 'Skriv inn koden du mottok på nummer 94059810');
    await until(() => nameOf(focused()) === 'SMS kode');
    await sendKeys({ type: '123456' });

    await sees(page, 'Sist avleste målerstand');
    await until(() => nameOf(focused()) === 'Ditt kundeforhold');
    await tabTo(/forbruk$/i, 'back');
    await sendKeys({ press: 'Enter' });
    await sees(page, 'Forbruk 2018–2020');
    await openInChart(/^Oktober 2019/);
    await sees(page, '1\u202f608,9');
    await openInChart(/^søndag 27\. oktober/);
    await sees(page, '27. oktober 2019');
    await tabTo(/chart/);
    await sendKeys({ press: 'End' });
    expect(spoken()).to.match(/^kl\.\s23–00/);

    await tabTo('Kari Nordmann', 'back');
    await sendKeys({ press: 'Enter' });
    await until(() => nameOf(focused()) === 'Logg ut');
    await sendKeys({ press: 'Enter' });
    await sees(page, 'Du er logget ut.');
  });
});

/** Goes on until what is called so has the focus; every stop on the way shows where it is. */
async function tabTo(name: string | RegExp, back?: 'back'): Promise<void> {
  const stops: string[] = [];
  const fits = (stop: string): boolean => (typeof name === 'string' ? stop === name : name.test(stop));
  await aTimeout(50);
  for (let step = 0; step < 40; step++) {
    if (back) await sendKeys({ down: 'Shift' });
    await sendKeys({ press: 'Tab' });
    if (back) await sendKeys({ up: 'Shift' });
    const element = focused();
    stops.push(nameOf(element));
    if (element !== document.body) expect(getComputedStyle(element!).outlineStyle, `a ring around ${stops.at(-1)}`).to.equal('solid');
    if (fits(stops.at(-1)!)) return;
  }
  throw new Error(`Tab never reaches ${name}: ${stops.join(' | ')}`);
}

/** Moves along the bars until one is shown that fits, and opens it. What is spoken waits until the arrows rest. */
async function openInChart(bar: RegExp): Promise<void> {
  await tabTo(/chart/);
  const heard: string[] = [];
  for (let step = 0; step < 40; step++) {
    await sendKeys({ press: 'ArrowRight' });
    heard.push(spoken());
    if (bar.test(heard.at(-1)!)) return sendKeys({ press: 'Enter' });
  }
  throw new Error(`no bar says ${bar}: ${heard.join(' | ')}`);
}

const spoken = (): string => (focused()!.getRootNode() as ShadowRoot).querySelector('.tooltip, [role=status]')?.textContent?.trim() ?? '';

/** What a stop is called: its label's or its own words; the drawing is the chart. */
function nameOf(element: Element | null): string {
  if (element?.getAttribute('role') === 'application') return 'chart';
  const label = (element as HTMLInputElement | null)?.labels?.[0];
  const words = [...(label ?? element ?? document.body).childNodes]
    .filter((node) => node instanceof Text || (node instanceof Element && node.checkVisibility({ visibilityProperty: true })))
    .map((node) => node.textContent);
  return words.join('').replace(/\s+/g, ' ').trim();
}
