import type { Knex } from 'knex';
import type { RelationshipSummary, Session } from '../contract.ts';
import type { SignedIn } from '../http/session.ts';
import type { Services } from '../services.ts';

const zone = 'Europe/Oslo';

/** What the widget is told about who is signed in: the relationship shown, and what the mobile's account is linked to. */
export async function sessionReply({ database }: Services, signedIn: SignedIn | null): Promise<Session> {
  if (signedIn === null) return { signedIn: false };
  const { kind, mobile, relationshipId, termsDue } = signedIn;
  const account = await database('account').where({ mobile }).first('account_id');
  const linked = account === undefined ? [] : await listSummaries(database, { accountId: account.account_id });
  const shown =
    relationshipId === null
      ? null
      : (linked.find(({ id }) => id === relationshipId) ?? (await listSummaries(database, { relationshipId }))[0] ?? null);
  return { signedIn: true, kind, mobile, relationship: shown, linked, hasAccount: account !== undefined, termsDue };
}

async function listSummaries(database: Knex, of: { accountId: string } | { relationshipId: string }): Promise<RelationshipSummary[]> {
  const rows: SummaryRow[] = await database('relationship')
    .modify((query) => {
      if ('accountId' in of)
        query
          .join('link', 'link.relationship_id', 'relationship.relationship_id')
          .where({ account_id: of.accountId })
          .select('own_name', 'favourite');
      else query.where({ relationship_id: of.relationshipId });
    })
    .select(
      'relationship.relationship_id',
      'plant_number',
      'customer_name',
      'address',
      // The period ends at a midnight; the last day it covered is the one before.
      database.raw(`to_char((valid_to - interval '1 second') at time zone ?, 'YYYY-MM-DD') as ended_on`, [zone]),
      database.raw('valid_to <= now() as ended'),
    )
    .orderBy(['plant_number', 'valid_from']);
  return rows.map((row) => ({
    id: row.relationship_id,
    plantNumber: row.plant_number,
    customerName: row.customer_name,
    ownName: row.own_name ?? null,
    address: row.address,
    favourite: row.favourite ?? false,
    endedOn: row.ended ? row.ended_on : null,
  }));
}

interface SummaryRow {
  relationship_id: string;
  plant_number: string;
  customer_name: string;
  address: string;
  own_name?: string | null;
  favourite?: boolean;
  ended_on: string | null;
  ended: boolean | null;
}
