import { DateTime } from 'luxon';
import { Failure } from '../failure.ts';
import type { SignedIn } from '../http/session.ts';
import { pseudonym } from '../ground/pseudonym.ts';
import type { Services } from '../services.ts';
import { zone } from '../ground/zone.ts';

/** All that is stored about an account holder but the consumption, by the names of the database. @throws Failure not-signed-in when it is gone. */
export async function storedAboutMe({ config, database }: Services, { accountId, mobile }: SignedIn & { accountId: string }) {
  const subject = pseudonym(config.login.key, 'mobile', mobile);
  const account = await database('account').where({ account_id: accountId }).first('mobile', 'created_at', 'last_used_at');
  if (account === undefined) throw new Failure('not-signed-in');
  // What the number's former owner did before this account is not this one's to read.
  const since = new Date(account.created_at.getTime() - 86_400_000);
  const links = await database('link')
    .join('relationship', 'relationship.relationship_id', 'link.relationship_id')
    .where({ account_id: accountId })
    .orderBy('linked_at')
    .select(linkColumns);
  const points = await database('relationship_metering_point').whereIn(
    'relationship_id',
    links.map((link) => link.relationship_id),
  );
  const terms = await database('terms_acceptance')
    .where({ subject })
    .where('accepted_at', '>', since)
    .orderBy('accepted_at')
    .select('version', 'accepted_at', 'channel', 'text_hash');
  const events = await database('audit')
    .where((own) => own.where({ subject }).where('at', '>', since))
    .orWhere({ account_id: accountId })
    .orderBy('audit_id')
    .select('what', 'at', 'address_block', 'details');
  const messages = await database('sms')
    .where({ subject })
    .where('created_at', '>', since)
    .orderBy('created_at')
    .select('purpose', 'state', 'created_at');
  const sessions = await database('session')
    .where({ account_id: accountId })
    .select('device', 'started_at', 'last_seen_at', 'address_block');
  const devices = await database('device').where({ account_id: accountId }).select('name', 'first_seen_at', 'last_seen_at');
  return {
    account: withOffsets<{ mobile: string; created_at: string; last_used_at: string }>(account),
    links: links.map((link) => ({
      ...withOffsets<LinkFacts>(link),
      metering_points: points
        .filter((point) => point.relationship_id === link.relationship_id)
        .map((point) => point.metering_point_id as string),
    })),
    terms: terms.map((row) => withOffsets<{ version: string; accepted_at: string; channel: string; text_hash: string }>(row)),
    events: events.map((row) => withOffsets<{ what: string; at: string; address_block: string | null }>(row)),
    messages: messages.map((row) => withOffsets<{ purpose: string; state: string; created_at: string }>(row)),
    sessions: sessions.map((row) =>
      withOffsets<{ device: string | null; started_at: string; last_seen_at: string; address_block: string }>(row),
    ),
    devices: devices.map((row) => withOffsets<{ name: string | null; first_seen_at: string; last_seen_at: string }>(row)),
  };
}

/** What of a relationship and its link is its holder's to read; a column that comes to be is not, until it stands here. */
const linkColumns = [
  'relationship.relationship_id',
  'plant_number',
  'customer_name',
  'own_name',
  'address',
  'postal_code',
  'city',
  'registered_mobile',
  'favourite',
  'valid_from',
  'valid_to',
  'linked_at',
  'last_viewed_at',
];

interface LinkFacts {
  relationship_id: string;
  plant_number: string;
  customer_name: string;
  own_name: string | null;
  address: string;
  postal_code: string;
  city: string;
  registered_mobile: string | null;
  favourite: boolean;
  valid_from: string;
  valid_to: string | null;
  linked_at: string;
  last_viewed_at: string;
}

/** Instants as local time with offset, everything else as it is. */
function withOffsets<T>(row: Record<string, unknown>): T {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, value instanceof Date ? DateTime.fromJSDate(value, { zone }).toISO() : value]),
  ) as T;
}
