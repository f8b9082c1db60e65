import type Koa from 'koa';
import { endEverythingOf } from '../account/end-everything-of.ts';
import { Failure } from '../failure.ts';
import { changeRights, type SignedIn } from '../http/session.ts';
import { listLinks, replaceHash } from '../account/account-store.ts';
import { rememberDevice } from '../account/device-store.ts';
import { spokenLanguage } from '../ground/language.ts';
import { passwordFault } from '../passwords/password-rules.ts';
import type { Services } from '../services.ts';
import { passwordChangedWarning } from '../sms/texts.ts';
import { requirePassword } from '../account/own-password.ts';
import { trail } from '../account/trail.ts';

/** A new password for the old one: every other session and device of the account ends, and the mobile gets a warning. */
export async function changePassword(
  services: Services,
  ctx: Koa.Context,
  signedIn: SignedIn & { accountId: string },
  input: { oldPassword: string; password: string },
): Promise<void> {
  const { config, database, hashes, sms } = services;
  const { accountId, mobile, sessionId } = signedIn;
  const account = await requirePassword(services, ctx, signedIn, 'oldPassword', input.oldPassword);
  const links = await listLinks(database, accountId);
  const fault = passwordFault(input.password, {
    utilityName: config.utility.name,
    mobile,
    plantNumbers: links.map(({ plantNumber }) => plantNumber),
  });
  if (fault !== null) throw new Failure('bad-field', { field: 'password', reason: fault });

  const hash = await hashes.hash(input.password);
  await database.transaction(async (transaction) => {
    // Another tab was first: its password counts, and this session ends with it.
    if (!(await replaceHash(transaction, accountId, account.passwordHash, hash))) throw new Failure('not-signed-in');
    await endEverythingOf(transaction, { accountId, mobile }, { except: sessionId });
    await trail(services, transaction, ctx, signedIn, 'password-changed');
  });
  await changeRights(ctx, {});
  await rememberDevice(services, ctx, accountId);
  await sms.notify(
    { to: mobile, ...passwordChangedWarning(config.utility.name, spokenLanguage(ctx.get('Accept-Language'))) },
    'password-changed',
  );
}
