import type { Phone } from './phone.ts';
import type { Visitor } from './visitor.ts';

export interface Numbers {
  plantNumber: string;
  meteringPointId: string;
}

export const aalborg: Numbers = { plantNumber: '660100', meteringPointId: '707057500000006601' };
export const twoPoints: Numbers = { plantNumber: '746100', meteringPointId: '707057500000007462' };

/** From the open log-in window to "Ditt kundeforhold", the code read from the phone. */
export async function logInAsGuest(visitor: Visitor, phone: Phone, numbers: Numbers, mobile: string): Promise<void> {
  const known = (await phone.codesFor(mobile)).length;
  await fillNumbers(visitor, numbers, mobile);
  await enterCode(visitor, await phone.nextCodeFor(mobile, known));
  await visitor.sees('heading', 'Ditt kundeforhold');
}

/** The first screen, up to where the code is asked for. */
export async function fillNumbers(visitor: Visitor, numbers: Numbers, mobile: string): Promise<void> {
  await visitor.fill('Anleggsnummer', numbers.plantNumber);
  await visitor.fill('Målepunkt ID', numbers.meteringPointId);
  await visitor.fill('Mobilnummer', mobile);
  await visitor.click('checkbox', 'Jeg godtar vilkårene i teksten over');
  await visitor.click('button', 'Neste');
  await visitor.reads(`Skriv inn koden du mottok på nummer ${mobile}`);
}

/** The field sends itself when the code is complete. */
export async function enterCode(visitor: Visitor, code: string): Promise<void> {
  await visitor.fill('SMS kode', code);
}

/** By the menu under the customer's name. */
export async function logOut(visitor: Visitor): Promise<void> {
  await visitor.openMenu();
  await visitor.click('menuitem', 'Logg ut');
  await visitor.reads('Du er logget ut.');
}
