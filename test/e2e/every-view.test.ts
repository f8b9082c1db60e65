import { expect, inject } from 'vitest';
import { Phone } from './phone.ts';
import { tour } from './tour.ts';
import { PuppeteerTab } from './browsers/puppeteer-tab.ts';
import type { Tab } from './browsers/tab.ts';
import { Visitor } from './visitor.ts';
import { walk } from './walk.ts';

/** What is printed with its chart, its table and how it is reckoned stands on one page. */
const onOnePage = ['years', 'month', 'month-cost', 'day'];

walk(
  'is clean for axe, breaks no policy, asks nobody else, fits 320 px and fingers on every view, and one page on paper',
  async ({ engine }) => {
    const visitor = await Visitor.come(engine, inject('demo'));
    const phone = await Phone.open(visitor);
    await visitor.tab.activate();
    const faults: string[] = [];
    for await (const view of tour(visitor, phone, '40000320')) {
      const shown = view === 'phone' ? phone.tab : visitor;
      const axe = await shown.axe();
      const { width, small } = await shown.inWidth(320);
      faults.push(
        ...axe.map((fault) => `${view}: ${fault}`),
        ...small.map((target) => `${view}: too small for a finger at 320 px: ${target}`),
        ...(width > 320 ? [`${view}: ${width} px wide at 320 px`] : []),
      );
      const pages = onOnePage.includes(view) ? await pagesOnPaper(shown.tab) : 1;
      if (pages !== 1) faults.push(`${view}: ${pages} pages on paper`);
    }
    expect(faults).toEqual([]);
    expect([...(await visitor.complaints()), ...(await phone.tab.complaints())]).toEqual([]);
    await visitor.leave();
  },
);

/** How many pages of A4 are printed; 1 for browsers that can't tell. */
async function pagesOnPaper(tab: Tab): Promise<number> {
  if (!(tab instanceof PuppeteerTab) || !(await tab.page.browser().version()).includes('Chrome')) return 1;
  // The end of a request that the page has given up is not always told: then what has come in five seconds is all.
  await tab.page.waitForNetworkIdle({ idleTime: 500, timeout: 5000 }).catch(() => {});
  const margin = '12mm';
  const pdf = await tab.page.pdf({ format: 'A4', margin: { top: margin, right: margin, bottom: margin, left: margin } });
  return (
    Buffer.from(pdf)
      .toString('latin1')
      .match(/\/Type\s*\/Page\b/g)?.length ?? 0
  );
}
