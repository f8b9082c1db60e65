import type { Knex } from 'knex';
import { Failure } from '../failure.ts';
import type { Terms } from '../settings/terms.ts';

/** @throws Failure terms-changed when the widget showed another text than the one that counts now. */
export function requireCurrentTerms(shown: { termsVersion: string; termsHash?: string | undefined }, { version, hash }: Terms): void {
  if (shown.termsVersion !== version || (shown.termsHash ?? hash) !== hash) throw new Failure('terms-changed');
}

/**
 * Records that the one behind the pseudonym accepted the terms, and keeps their text. Insert-only: one line a person and text, until
 * a number may have a new owner (`months`), who accepts for himself.
 */
export async function recordAcceptance(
  database: Knex,
  { subject, terms, at, months, channel }: { subject: Buffer; terms: Terms; at: Date; months: number; channel: 'guest-login' | 'account' },
): Promise<void> {
  const { version, hash, text } = terms;
  await database.transaction(async (transaction) => {
    // Two log-ins at once, one line.
    await transaction.raw(`select pg_advisory_xact_lock(hashtextextended('terms', hashtext(encode(?::bytea, 'hex'))))`, [subject]);
    await transaction('terms_text')
      .insert({ text_hash: hash, text: text.join('\n\n'), first_accepted_at: at })
      .onConflict('text_hash')
      .ignore();
    await transaction.raw(
      `insert into terms_acceptance (subject, version, text_hash, accepted_at, channel)
       select :subject, :version, :hash, :at, :channel
       where not exists (select from terms_acceptance a where a.subject = :subject and a.version = :version and a.text_hash = :hash
         and a.accepted_at > :at::timestamptz - make_interval(months => :months))`,
      { subject, version, hash, at, channel, months },
    );
  });
}

/** What was accepted, with its text in paragraphs; null where the text was not kept yet. */
export interface AcceptedTerms {
  version: string;
  hash: string;
  at: Date;
  text: string[] | null;
}

/** What the one behind the pseudonym has accepted, the newest first, each text once. */
export async function listAcceptances(database: Knex, subject: Buffer): Promise<AcceptedTerms[]> {
  const { rows } = await database.raw<{ rows: { version: string; text_hash: string; at: Date; text: string | null }[] }>(
    `select a.version, a.text_hash, max(a.accepted_at) as at, t.text
     from terms_acceptance a left join terms_text t using (text_hash)
     where a.subject = :subject group by a.version, a.text_hash, t.text order by at desc`,
    { subject },
  );
  return rows.map(({ version, text_hash, at, text }) => ({ version, hash: text_hash, at, text: text?.split('\n\n') ?? null }));
}

/** Whether it has accepted terms, whichever: then somebody has typed a code that went to that mobile. */
export async function hasLoggedIn(database: Knex, subject: Buffer): Promise<boolean> {
  return (await database('terms_acceptance').where({ subject }).first('subject')) !== undefined;
}

/** Whether it has accepted these very terms. */
export async function hasAccepted(database: Knex, subject: Buffer, { version, hash }: Terms): Promise<boolean> {
  return (await database('terms_acceptance').where({ subject, version, text_hash: hash }).first('subject')) !== undefined;
}
