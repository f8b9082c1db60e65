import type { Knex } from 'knex';
import { inOneGo } from '../database/in-one-go.ts';
import { audit, type AuditName } from '../ground/audit.ts';
import { linkedSummaries } from '../customers/summaries.ts';
import { endSessions } from '../account/sessions-of.ts';
import { findAccountByMobile } from '../account/account-store.ts';
import { lockSubjects } from '../login/unlock.ts';
import { clearHits } from '../account/limit-counter.ts';
import { maskMobile, pseudonym } from '../ground/pseudonym.ts';
import { removeLink } from '../account/link-store.ts';

/** What the operator's commands need: the key that pseudonyms are made with, and who is at the terminal. */
export interface OperatorDesk {
  database: Knex;
  key: Buffer;
  now: Date;
  /** Stands in the audit: the name of the operating system's user. */
  operator: string;
}

/** What is asked about: a mobile in E.164, or a plant number. */
export type CustomerNumber = { mobile: string } | { plantNumber: string };

/** How far back the log-ins and SMS are shown. */
const daysBack = 90;

/** All that helps with "I can't log in": relationships, account, log-ins and failures, SMS, locks. Mobiles are masked. */
export async function lookUp(desk: OperatorDesk, asked: CustomerNumber) {
  const { database, key, now } = desk;
  const since = new Date(now.getTime() - daysBack * 86_400_000);
  const subject = 'mobile' in asked ? pseudonym(key, 'mobile', asked.mobile) : null;
  const account = 'mobile' in asked ? await findAccountByMobile(database, asked.mobile) : null;
  const relationships = await findRelationships(database, asked);
  const ids = relationships.map(({ relationship_id }) => relationship_id as string);
  await note(desk, 'operator-lookup', asked);
  const events = await database('audit')
    .where('at', '>', since)
    .where((about) => {
      if (subject !== null) about.where({ subject });
      else about.whereIn('relationship_id', ids);
    })
    .whereNotIn('what', ['operator-lookup'])
    .orderBy('audit_id', 'desc')
    .limit(50)
    .select('at', 'what', 'address_block', 'details');
  const messages =
    subject === null
      ? []
      : await database('sms').where({ subject }).where('created_at', '>', since).orderBy('created_at', 'desc').limit(50);
  const subjects = subjectsOf(desk, asked, ids, account?.accountId);
  const locks = await database('limit_counter').whereIn('subject', subjects);
  const codes = await database('mobile_code').whereIn('subject', subjects);
  return {
    relationships: relationships.map((row) => ({
      relationshipId: row.relationship_id as string,
      plantNumber: row.plant_number as string,
      customer: maskName(row.customer_name),
      registeredMobile: row.registered_mobile === null ? null : maskMobile(row.registered_mobile),
      validFrom: row.valid_from as Date,
      validTo: row.valid_to as Date | null,
      linkedAccounts: Number(row.linked),
    })),
    account:
      account === null
        ? null
        : {
            mobile: maskMobile(account.mobile),
            lastUsedAt: account.lastUsedAt,
            linked: (await linkedSummaries(database, account.accountId, now)).map(({ plantNumber }) => plantNumber),
            openSessions: Number((await database('session').where({ account_id: account.accountId }).count())[0]?.['count'] ?? 0),
          },
    events: events.map((row) => ({
      at: row.at as Date,
      what: row.what as string,
      from: row.address_block as string | null,
      details: row.details as object,
    })),
    messages: messages.map((row) => ({
      at: row.created_at as Date,
      purpose: row.purpose as string,
      state: row.state as string,
      failure: row.failure as string | null,
      report: row.report as string | null,
    })),
    counters: [
      ...locks.map((row) => ({ what: row.what as string, hits: (row.hits as Date[]).length, last: row.last_hit_at as Date })),
      ...codes.map((row) => ({ what: 'codes-sent', hits: (row.sent as Date[]).length, last: row.changed_at as Date })),
      ...codes.map((row) => ({ what: 'wrong-codes', hits: (row.wrong as Date[]).length, last: row.changed_at as Date })),
    ],
  };
}

/** Clears the counters of wrong tries, codes and passwords. Answers how many there were. */
export async function unlock(desk: OperatorDesk, asked: CustomerNumber): Promise<number> {
  const ids = (await findRelationships(desk.database, asked)).map(({ relationship_id }) => relationship_id as string);
  const account = 'mobile' in asked ? await findAccountByMobile(desk.database, asked.mobile) : null;
  let cleared = 0;
  const subjects = subjectsOf(desk, asked, ids, account?.accountId);
  for (const subject of subjects) cleared += await clearHits(desk.database, subject);
  cleared += await desk.database('mobile_code').whereIn('subject', subjects).delete();
  await note(desk, 'operator-unlock', asked, { cleared });
  return cleared;
}

/** Takes a plant number's links away from a mobile's account. Answers how many there were; with `check` they stay. */
export async function unlinkByOperator(desk: OperatorDesk, mobile: string, plantNumber: string, check = false): Promise<number> {
  return inOneGo(desk.database, check, async (transaction) => {
    const account = await findAccountByMobile(transaction, mobile);
    let removed = 0;
    if (account !== null)
      for (const { relationship_id } of await transaction('relationship').where({ plant_number: plantNumber }).select('relationship_id'))
        if (await removeLink(transaction, account.accountId, relationship_id)) removed += 1;
    await note({ ...desk, database: transaction }, 'operator-unlink', { mobile }, { removed });
    return removed;
  });
}

/** Ends every session of the mobile, guest's and account's. Answers how many there were. */
export async function endSessionsByOperator(desk: OperatorDesk, mobile: string): Promise<number> {
  return desk.database.transaction(async (transaction) => {
    const ended = await endSessions(transaction, { mobile });
    await note({ ...desk, database: transaction }, 'operator-end-sessions', { mobile }, { ended });
    return ended;
  });
}

function findRelationships(database: Knex, asked: CustomerNumber) {
  return database('relationship')
    .where('mobile' in asked ? { registered_mobile: asked.mobile } : { plant_number: asked.plantNumber })
    .orderBy('valid_from')
    .select(
      'relationship.*',
      database.raw('(select count(*) from link where link.relationship_id = relationship.relationship_id) as linked'),
    );
}

function subjectsOf({ key }: OperatorDesk, asked: CustomerNumber, relationshipIds: string[], accountId: string | undefined): Buffer[] {
  return 'mobile' in asked
    ? lockSubjects(key, { mobile: asked.mobile, ...(accountId !== undefined && { accountId }) })
    : relationshipIds.flatMap((relationshipId) => lockSubjects(key, { relationshipId }));
}

async function note(
  { database, key, now, operator }: OperatorDesk,
  what: AuditName,
  asked: CustomerNumber,
  details: Record<string, number> = {},
): Promise<void> {
  const subject = 'mobile' in asked ? pseudonym(key, 'mobile', asked.mobile) : null;
  const relationships =
    'mobile' in asked ? [] : await database('relationship').where({ plant_number: asked.plantNumber }).pluck('relationship_id');
  // A look-up that finds nobody leaves its line too.
  for (const relationshipId of relationships.length > 0 ? relationships : [null])
    await audit(database, { what, at: now, subject, relationshipId, details: { operator, ...details } });
}

/** `Kari Nordmann` → `K••• N•••`: enough to tell whether it is the one on the telephone. */
function maskName(name: string): string {
  return name
    .split(/\s+/)
    .map((word) => `${[...word][0] ?? ''}•••`)
    .join(' ');
}
