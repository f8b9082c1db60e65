import { aTimeout, expect, fixture, html, nextFrame, oneEvent } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import '../../../widget/index.ts';
import { clockDay, october, years } from '../consumption/api.ts';
import { fakeServer, holder, profileOf, relationship, restoreFetch, utility } from '../support/fake-server.ts';
import { button, focused, sees } from '../support/person.ts';
import { until } from '../support/until.ts';
import { dataSpan } from '../support/data-span.ts';

/** From an address, by what is pressed, to what can be read there. */
const moves: [from: string, press: string | (() => void), sees: string][] = [
  ['kundeforhold', 'Forbruk', 'Forbruk 2018–2020'],
  ['kundeforhold', 'Fakturaer', 'Kommer snart.'],
  ['kundeforhold', 'Profil', 'Last ned mine data'],
  ['forbruk', 'Kundeforhold', 'Sist avleste målerstand'],
  ['forbruk/2019-10-27', '2019', 'Forbruk 2019'],
  ['forbruk/2019-10-27', 'Oktober', 'Oktober 2019'],
  ['forbruk/2019-10-27', 'Alle år', 'Forbruk 2018–2020'],
  ['forbruk/2019-10-27', 'Årlig oversikt', 'Forbruk 2018–2020'],
  ['forbruk/2019-10', 'Effekt', 'Effekt er hvor mye varme'],
  ['profil', () => history.back(), 'Sist avleste målerstand'],
];

describe('the focus', () => {
  for (const delay of [0, 60])
    describe(`with an answer after ${delay} ms`, () => {
      let asked = 0;
      const later =
        <Reply>(reply: Reply) =>
        async (): Promise<Reply> => {
          asked += 1;
          await aTimeout(delay);
          asked -= 1;
          return reply;
        };
      beforeEach(() =>
        fakeServer({
          'GET /session': holder,
          'DELETE /session': null,
          'GET /utility': utility,
          'GET /relationship': later(relationship),
          'GET /invoices': later({ invoices: [] }),
          'GET /profile': later(profileOf(holder)),
          'GET /consumption/years': later(years(dataSpan)),
          'GET /consumption/month': later(october(dataSpan, '2019-10')),
          'GET /consumption/day': later(clockDay(dataSpan, '2019-10-27')),
        }),
      );
      afterEach(() => {
        restoreFetch();
        history.replaceState(null, '', location.pathname + location.search);
      });

      for (const by of ['keyboard', 'pointer'] as const)
        for (const [from, pressed, there] of moves)
          it(`stays in the portal from ${from} by ${typeof pressed === 'string' ? pressed : 'the browser’s back'}, by ${by}`, async () => {
            history.replaceState(null, '', `#min-side=${typeof pressed === 'string' ? from : 'kundeforhold'}`);
            if (typeof pressed !== 'string') history.pushState(null, '', `#min-side=${from}`);
            const start = location.hash;
            const page = await fixture<HTMLElement>(html`<min-side lang="nb" api="http://server.test"></min-side>`);
            await until(() => page.shadowRoot!.querySelector('[data-page]'));
            if (typeof pressed === 'string') {
              const found = await button(page, await shown(page, pressed));
              found.focus();
              if (by === 'keyboard') await sendKeys({ press: 'Enter' });
              else found.click();
            } else {
              (page.shadowRoot!.querySelector('nav a[aria-current]') as HTMLElement).focus();
              pressed();
            }
            await sees(page, there);
            // Nothing more is to come that could take it away.
            await until(() => asked === 0);
            await nextFrame();
            await nextFrame();
            expect(focused()).not.to.equal(document.body);
            expect(page.shadowRoot!.activeElement).not.to.equal(null);
            // The browser keeps 50 steps for all test files together; one back too many would leave the page.
            if (typeof pressed === 'string' && location.hash !== start) {
              const back = oneEvent(window, 'popstate');
              history.back();
              await back;
            }
          });
    });
});

/** Wide pages show the long names of tabs. */
async function shown(page: HTMLElement, short: string): Promise<string> {
  const tab = [...page.shadowRoot!.querySelectorAll('nav a')].find((each) => each.querySelector('.short')?.textContent === short);
  const long = tab?.querySelector<HTMLElement>('.long');
  return long?.checkVisibility() ? long.textContent! : short;
}
