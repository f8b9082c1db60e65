import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { Phone } from './phone.ts';
import { tour } from './tour.ts';
import { openBrowser } from './browsers/engine.ts';
import type { Engine } from './browsers/tab.ts';
import { Visitor } from './visitor.ts';

let browser: Engine;

beforeAll(async () => {
  browser = await openBrowser();
});

afterAll(() => browser.close());

test('is clean for axe, breaks no policy, asks nobody else and fits 320 px on every view', async () => {
  const visitor = await Visitor.come(browser, inject('demo'));
  const phone = await Phone.open(visitor);
  await visitor.tab.activate();
  const faults: string[] = [];
  for await (const view of tour(visitor, phone, '40000320')) {
    const shown = view === 'phone' ? phone.tab : visitor;
    const axe = await shown.axe();
    const width = await shown.widthAt(320);
    faults.push(...axe.map((fault) => `${view}: ${fault}`), ...(width > 320 ? [`${view}: ${width} px wide at 320 px`] : []));
  }
  expect(faults).toEqual([]);
  expect([...(await visitor.complaints()), ...(await phone.tab.complaints())]).toEqual([]);
  await visitor.leave();
});
