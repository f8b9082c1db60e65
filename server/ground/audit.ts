import type { Knex } from 'knex';
import { storedBlock } from './address.ts';

/** What is worth remembering about who did what. Insert-only: the database refuses to change or remove a line. */
export interface AuditEvent {
  /** What happened, e.g. `login`, `login-failed`, `link-added`, `operator-lookup`. */
  what: string;
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
