import type { Browser } from 'puppeteer-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { Phone } from './phone.ts';
import { tour } from './tour.ts';
import { openBrowser, Visitor } from './visitor.ts';

let chromium: Browser;

beforeAll(async () => {
  chromium = await openBrowser();
});

afterAll(() => chromium.close());

test('is clean for axe, breaks no policy, asks nobody else and fits 320 px on every view', async () => {
  const visitor = await Visitor.come(chromium, inject('demo'));
  const phone = await Phone.open(visitor);
  await visitor.page.bringToFront();
  const faults: string[] = [];
  for await (const view of tour(visitor, phone, '40000320')) {
    const shown = view === 'phone' ? phone.tab : visitor;
    const axe = await shown.axe();
    const width = await shown.widthAt(320);
    faults.push(...axe.map((fault) => `${view}: ${fault}`), ...(width > 320 ? [`${view}: ${width} px wide at 320 px`] : []));
  }
  expect(faults).toEqual([]);
  expect([...visitor.complaints, ...phone.tab.complaints]).toEqual([]);
  await visitor.leave();
});
