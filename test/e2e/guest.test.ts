import { expect, inject } from 'vitest';
import { Chart } from './chart.ts';
import { aalborg, enterCode, fillNumbers, logInAsGuest } from './log-in.ts';
import { Phone } from './phone.ts';
import { Visitor } from './visitor.ts';
import { walk } from './walk.ts';

let visitor: Visitor;
let phone: Phone;

walk.beforeEach(async ({ engine }) => {
  visitor = await Visitor.come(engine, inject('demo'));
  phone = await Phone.open(visitor);
  await visitor.tab.activate();
});

walk.afterEach(async () => {
  // CSP violations, errors in the console and requests to anybody else, on every page that was visited.
  expect([...(await visitor.complaints()), ...(await phone.tab.complaints())]).toEqual([]);
  await visitor.leave();
});

walk('speaks the language that was chosen below the log-in, and does so again after a reload', async () => {
  const choose = (language: string): Promise<void> =>
    visitor.tab.run((value: string) => {
      const choice = document.querySelector('min-side')!.shadowRoot!.querySelector('select')!;
      choice.value = value;
      choice.dispatchEvent(new Event('change'));
    }, language);
  await visitor.goTo('/min-side');
  await visitor.box('.languages select');
  await choose('en');
  await visitor.sees('heading', 'Log in to see your consumption');
  await visitor.tab.reload();
  await visitor.sees('heading', 'Log in to see your consumption');
  await visitor.box('.languages select');
  await choose('nb');
  await visitor.sees('heading', 'Logg inn for å se dine forbruksdata');
});

walk('leads from the homepage through the SMS to the 25 hours of the autumn night', async () => {
  await visitor.goTo('/');
  await visitor.click('button', 'Min side');
  await logInAsGuest(visitor, phone, aalborg, '94059810');

  const chart = new Chart(visitor);
  await visitor.open('Se historisk forbruk');
  await chart.click('Oktober 2019');
  await visitor.reads('1 608,9 kWh');
  await chart.click('søndag 27. oktober');
  // The month says how much that day was, too.
  await visitor.reads('27. oktober 2019');
  await visitor.reads('60,9 kWh');
  await expect.poll(() => chart.names(), { timeout: 10_000 }).toHaveLength(25);

  await visitor.tab.back();
  await visitor.reads('1 608,9 kWh');
  await visitor.tab.forward();
  await visitor.reads('27. oktober 2019');
  await visitor.tab.reload();
  await visitor.reads('60,9 kWh');
  await expect.poll(() => chart.names(), { timeout: 10_000 }).toHaveLength(25);
});

walk('goes on at the code when the page was loaded anew while the SMS was read', async () => {
  const mobile = '40000668';
  const known = (await phone.codesFor(mobile)).length;
  await visitor.goTo('/min-side');
  await fillNumbers(visitor, aalborg, mobile);
  await visitor.tab.reload();
  await visitor.reads('Skriv inn koden du mottok på nummer •••••668');
  await visitor.reads('Du kan be om en ny kode om');
  await enterCode(visitor, await phone.nextCodeFor(mobile, known));
  await visitor.sees('heading', 'Ditt kundeforhold');
});

walk('shows the real meter’s own numbers, and opens a day from its address', async () => {
  await visitor.goTo('/min-side');
  await logInAsGuest(visitor, phone, aalborg, '40000660');
  const chart = new Chart(visitor);
  await visitor.open('Se historisk forbruk');
  const months = await chart.values();
  expect(months['Februar 2018']).toBe('2 706,6');
  expect(months['Oktober 2019']).toBe('1 608,9');
  expect(months['Desember 2020']).toMatch(/^2 180,0/);
  await visitor.reads('Januar 2018 er ufullstendig: målingene begynner 3. januar 2018.');

  await visitor.goTo('/min-side#min-side=forbruk/2019-03-31');
  await visitor.sees('heading', '31. mars 2019');
  expect(await chart.names()).toHaveLength(23);
});
