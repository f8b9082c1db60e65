import type { Acceptance, LoggedIn, Profile } from '../contract/profile.ts';
import { linkedSummaries } from '../customers/summaries.ts';
import type { SignedIn } from '../http/session.ts';
import { listAcceptances } from '../login/terms.ts';
import { deviceNameIn } from '../ground/device-name.ts';
import type { Language } from '../ground/language.ts';
import { pseudonym } from '../ground/pseudonym.ts';
import type { Services } from '../services.ts';
import { ownAccount } from '../account/own-account.ts';

/** "Se og rediger din profil". A guest sees the one session of the own. */
export async function readProfile(services: Services, signedIn: SignedIn, language: Language): Promise<Profile> {
  const { database, now } = services;
  const account = await ownAccount(services, signedIn);
  return {
    mobile: signedIn.mobile,
    kind: signedIn.kind,
    hasAccount: account !== null,
    linked: account === null ? [] : await linkedSummaries(database, account.accountId, now()),
    loggedIn: await listLoggedIn(services, signedIn, language),
    acceptances: await acceptancesOf(services, signedIn),
  };
}

/** What the mobile's owner has accepted, newest first. */
export async function acceptancesOf({ config, database }: Services, { mobile }: SignedIn): Promise<Acceptance[]> {
  const accepted = await listAcceptances(database, pseudonym(config.login.key, 'mobile', mobile));
  return accepted.map(({ version, at, text }) => ({ version, at: at.toISOString(), text }));
}

/** The account's live sessions, this one first. */
export async function listLoggedIn(
  { config, database, now }: Services,
  { kind, accountId, sessionId }: SignedIn,
  language: Language,
): Promise<LoggedIn[]> {
  const { idleMinutes, totalHours } = config.login;
  const at = now().getTime();
  const rows = await database('session')
    .where(kind === 'account' ? { account_id: accountId } : { session_id: sessionId })
    .where('last_seen_at', '>', new Date(at - idleMinutes * 60_000))
    .where('started_at', '>', new Date(at - totalHours * 3_600_000))
    .orderBy('last_seen_at', 'desc')
    .select('session_id', 'device', 'started_at', 'last_seen_at', 'address_block');
  return rows
    .map((row) => ({
      id: row.session_id,
      device: deviceNameIn(row.device, language),
      startedAt: row.started_at.toISOString(),
      lastSeenAt: row.last_seen_at.toISOString(),
      addressBlock: row.address_block,
      current: row.session_id === sessionId,
    }))
    .toSorted((one, other) => Number(other.current) - Number(one.current));
}
