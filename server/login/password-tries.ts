import type { Knex } from 'knex';
import { forgetDevice } from '../account/device-store.ts';
import { claimHit, releaseHit } from '../account/limit-counter.ts';
import { pseudonym } from '../ground/pseudonym.ts';
import type { Services } from '../services.ts';

export const wrongPasswords = 'wrong-passwords';
const dayMs = 86_400_000;

/** A try at a password that has taken its place in a counter, before the password is looked at: so parallel guesses count. */
export interface PasswordTry {
  /** On a device that the account knows. */
  known: boolean;
  /** Null where strangers have filled the mobile's counter: then nobody learns whether the password is right. */
  counter: Buffer | null;
}

/**
 * A known device has a counter of its own, which strangers can't fill. When it is full the device is forgotten: the SMS code is asked
 * for then as on any other.
 */
export async function claimPasswordTry(
  { config, database }: Services,
  whose: { subject: Buffer; accountId: string | null; device: Buffer | null },
  at: Date,
): Promise<PasswordTry> {
  const { key, wrongPasswordsPerDevice, wrongPasswordsPerDay } = config.login;
  const { subject, accountId, device } = whose;
  const claim = (counter: Buffer, most: number) => claimHit(database, counter, { what: wrongPasswords, most, windowMs: dayMs }, at);
  if (device !== null && accountId !== null) {
    const counter = pseudonym(key, 'device', `${accountId}:${device.toString('hex')}`);
    if (await claim(counter, wrongPasswordsPerDevice)) return { known: true, counter };
    await forgetDevice(database, accountId, device);
  }
  return { known: false, counter: (await claim(subject, wrongPasswordsPerDay)) ? subject : null };
}

/** The password was right: the try gives its place back. */
export async function releasePasswordTry(database: Knex, { counter }: PasswordTry): Promise<void> {
  if (counter !== null) await releaseHit(database, counter, wrongPasswords);
}
