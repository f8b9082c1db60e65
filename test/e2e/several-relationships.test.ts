import { expect, inject } from 'vitest';
import { aalborg, enterCode, logInAsGuest, logOut, twoPoints } from './log-in.ts';
import { Phone } from './phone.ts';
import { Visitor } from './visitor.ts';
import { walk } from './walk.ts';

const mobile = '40000746';
const password = 'varme i gamle hus';

// The manual's "Kunder, som har flere målere og flere kundeforhold", word for word.
walk('links two relationships to one mobile number, switches by one click, and asks which at the next log-in', async ({ engine }) => {
  const visitor = await Visitor.come(engine, inject('demo'));
  const phone = await Phone.open(visitor);
  await visitor.tab.activate();
  await visitor.goTo('/min-side');

  // An account from the first relationship.
  await logInAsGuest(visitor, phone, aalborg, mobile);
  await visitor.reads('Du har ikke knyttet ditt mobilnummer til noen måler ennå.');
  await visitor.open('Se og rediger din profil');
  await visitor.reads('Du er logget inn som gjest');
  await visitor.fill('Passord', password);
  await visitor.fill('Passord igjen', password);
  await visitor.click('button', 'Opprett');
  await visitor.reads('Bytt passord');
  await logOut(visitor);

  // "Du kan logge deg inn på de andre med kunde og målepunkt ID": a list of the linked ones, and the one to add.
  await logInAsGuest(visitor, phone, twoPoints, mobile);
  await visitor.open('Se og rediger din profil');
  await visitor.reads('660100');
  await visitor.click('button', 'Legg til gjeldende kunde');
  await visitor.reads('Kundeforholdet er lagt til.');

  // "Du vil nå ha muligheten til å bytte mellom kundesider med ett klikk. (Det stedet som er gjeldende har ingen knapp.)"
  await visitor.open('Ditt kundeforhold');
  await visitor.reads('Ditt mobilnummer er knyttet til følgende kundeforhold');
  expect(await visitor.names('button', /^Bytt til /)).toHaveLength(1);
  await visitor.clickFirst('button', /^Bytt til /);
  await visitor.reads(aalborg.meteringPointId);
  expect(await visitor.names('button', /^Bytt til /)).toHaveLength(1);
  await logOut(visitor);

  // "Neste gang du logger inn med mobil og passord, velger du enkelt det stedet du vil se på."
  await visitor.clickFirst('button', /logge inn med passord/);
  await visitor.fill('Mobilnummer', mobile);
  await visitor.fill('Passord', password);
  const known = (await phone.codesFor(mobile)).length;
  await visitor.click('button', 'Logg inn');
  await visitor.reads(/Hvilket sted vil du se på\?|Skriv inn koden/);
  // A device that has not been seen before is asked for a code as well.
  if ((await visitor.text()).includes('Skriv inn koden')) await enterCode(visitor, await phone.nextCodeFor(mobile, known));
  await visitor.sees('heading', 'Hvilket sted vil du se på?');
  await visitor.clickFirst('button', /746100/);
  await visitor.reads(twoPoints.meteringPointId);

  expect([...(await visitor.complaints()), ...(await phone.tab.complaints())]).toEqual([]);
  await visitor.leave();
});
