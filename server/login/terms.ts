import type { Knex } from 'knex';
import { Failure } from '../failure.ts';

/**
 * The texts of the terms by version: SHA-256 (hex) of the text that the widget shows. A changed text needs a new version
 * here and in TERMS_VERSION; a test holds the two together.
 */
export const termsHashes: Readonly<Record<string, string>> = {
  '1.0': 'e24ab6aa3ab443fb9a2ba2bb3ac255329800066213df51f20e1a65cd848d95bf',
};

/** @throws Failure terms-changed when the widget showed another text than the one that counts now. */
export function requireCurrentTerms(typed: string, current: string): void {
  if (typed !== current) throw new Failure('terms-changed');
}

/** Records that the one behind the pseudonym accepted a version. Insert-only: nothing is ever changed or removed. */
export async function recordAcceptance(
  database: Knex,
  acceptance: { subject: Buffer; version: string; at: Date; channel: 'guest-login' | 'account' },
): Promise<void> {
  await database('terms_acceptance').insert({
    subject: acceptance.subject,
    version: acceptance.version,
    text_hash: termsHashes[acceptance.version] ?? '',
    accepted_at: acceptance.at,
    channel: acceptance.channel,
  });
}

/** What the one behind the pseudonym has accepted, newest first. */
export async function listAcceptances(database: Knex, subject: Buffer): Promise<{ version: string; at: Date; channel: string }[]> {
  const rows = await database('terms_acceptance').where({ subject }).orderBy('accepted_at', 'desc');
  return rows.map(({ version, accepted_at, channel }) => ({ version, at: accepted_at, channel }));
}
