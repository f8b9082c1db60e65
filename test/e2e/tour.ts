import { aalborg, enterCode, fillNumbers, logOut, type Numbers } from './log-in.ts';
import type { Phone } from './phone.ts';
import { Chart } from './chart.ts';
import type { Visitor } from './visitor.ts';

/** Leads one customer through every view and stops at each, under its name: for what must hold on all of them, and for pictures. */
export async function* tour(visitor: Visitor, phone: Phone, mobile: string, numbers: Numbers = aalborg): AsyncGenerator<string> {
  const chart = new Chart(visitor);

  await visitor.goTo('/');
  yield 'homepage';
  await visitor.click('button', 'Min side');
  await visitor.sees('heading', 'Logg inn for å se dine forbruksdata');
  yield 'log-in-over-the-page';

  await visitor.goTo('/min-side');
  await visitor.sees('heading', 'Logg inn for å se dine forbruksdata');
  yield 'log-in';
  await visitor.click('button', 'Neste');
  await visitor.reads('Skriv inn anleggsnummeret.');
  yield 'log-in-with-faults';
  await visitor.clickFirst('button', /logge inn med passord/);
  await visitor.sees('textbox', 'Passord');
  yield 'log-in-with-password';
  await visitor.click('button', 'Glemt passord?');
  await visitor.sees('heading', 'Lag et nytt passord');
  yield 'forgotten-password';

  await visitor.goTo('/min-side');
  const known = (await phone.codesFor(mobile)).length;
  await fillNumbers(visitor, numbers, mobile);
  yield 'code';
  await enterCode(visitor, await phone.nextCodeFor(mobile, known));
  await visitor.sees('heading', 'Ditt kundeforhold');
  await visitor.reads(numbers.meteringPointId);
  yield 'relationship-as-guest';

  await visitor.open('Se historisk forbruk');
  await chart.drawn();
  yield 'years';
  await chart.toggleTable();
  yield 'years-as-table';
  await chart.toggleTable();
  await visitor.choose('Kostnad');
  await visitor.reads('Beregnet etter prislisten, ikke en faktura.');
  await chart.drawn();
  yield 'years-cost';
  await visitor.choose('Energi');
  await chart.drawn();
  await chart.click('Oktober 2019');
  await visitor.reads('1 608,9 kWh');
  yield 'month';
  await visitor.choose('Effekt');
  await chart.drawn();
  yield 'month-power';
  await visitor.choose('Kostnad');
  await visitor.reads('Slik er kostnaden beregnet');
  yield 'month-cost';
  await visitor.choose('Energi');
  await chart.drawn();
  await chart.click('søndag 27. oktober');
  await visitor.reads('60,9 kWh');
  yield 'day';
  await visitor.choose('Effekt');
  await chart.drawn();
  yield 'day-power';

  await visitor.open('Vis tidligere fakturaer');
  await visitor.reads('Faktura 6601002010');
  yield 'invoices';
  await visitor.click('link', 'Faktura 6601002011');
  await visitor.reads('Stemmer ikke med måleren');
  yield 'invoice';
  await visitor.open('Se og rediger din profil');
  await visitor.reads('Du er logget inn som gjest');
  yield 'profile-as-guest';
  await visitor.fill('Passord', 'varme i gamle hus');
  await visitor.fill('Passord igjen', 'varme i gamle hus');
  await visitor.click('button', 'Opprett');
  await visitor.reads('Bytt passord');
  yield 'profile-with-account';
  await visitor.open('Ditt kundeforhold');
  await visitor.reads('Ditt mobilnummer er knyttet til følgende kundeforhold');
  yield 'relationship-with-account';
  await visitor.openMenu();
  yield 'menu';
  await visitor.tab.press('Escape');
  await logOut(visitor);
  yield 'logged-out';
  await phone.tab.tab.activate();
  yield 'phone';
  await visitor.tab.activate();
}
