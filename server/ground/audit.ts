import type { Knex } from 'knex';
import { storedBlock } from './address.ts';

/** What can have happened. */
export type AuditName =
  | 'code-asked'
  | 'code-asked-again'
  | 'code-refused'
  | 'login'
  | 'login-failed'
  | 'password-recovered'
  | 'foreign-asked'
  | 'link-added'
  | 'link-removed'
  | 'link-ended'
  | 'account-created'
  | 'account-deleted'
  | 'account-lapsed'
  | 'mobile-changed'
  | 'mobile-taken-over'
  | 'password-changed'
  | 'session-ended'
  | 'sessions-ended'
  | 'my-data-downloaded'
  | 'key-made'
  | 'key-removed'
  | 'key-used'
  | 'invoice-opened'
  | 'invoice-file-downloaded'
  | 'invoice-year-downloaded'
  | 'invoices-withdrawn'
  | 'operator-lookup'
  | 'operator-unlock'
  | 'operator-unlink'
  | 'operator-end-sessions';

/** What is worth remembering about who did what. Insert-only: the database refuses to change or remove a line. */
export interface AuditEvent {
  what: AuditName | `${AuditName}-summed`;
  at: Date;
  /** Pseudonym of the mobile (`pseudonym(key, 'mobile', …)`), never the number. */
  subject?: Buffer | null;
  accountId?: string | null;
  relationshipId?: string | null;
  sessionId?: string | null;
  /** Full address of the caller; cut to /24 or /48 before it is stored. Null for the operator and for jobs. */
  address?: string | null;
  /** Fixed words about how (`purpose: 'recovery'`), never anything a person typed. */
  details?: Record<string, string | number | boolean>;
}

/** Writes one line; takes a transaction too, so that the line stands or falls with what it tells. */
export async function audit(database: Knex, event: AuditEvent): Promise<void> {
  await database('audit').insert({
    at: event.at,
    what: event.what,
    subject: event.subject ?? null,
    account_id: event.accountId ?? null,
    relationship_id: event.relationshipId ?? null,
    session_id: event.sessionId ?? null,
    address_block: event.address ? storedBlock(event.address) : null,
    details: JSON.stringify(event.details ?? {}),
  });
}
