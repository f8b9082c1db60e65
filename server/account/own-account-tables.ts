import { pseudonym } from '../ground/pseudonym.ts';
import type { OwnTable } from '../room.ts';
import { eventWords } from './event-words.ts';

const account: OwnTable = {
  key: 'account',
  file: 'konto.csv',
  explained: 'mobilnummer og når kontoen ble opprettet',
  columns: { mobile: 'Mobilnummer', created_at: 'Opprettet', last_used_at: 'Sist brukt' },
  single: true,
  read: ({ database }, { accountId }) =>
    database('account').where({ account_id: accountId }).select('mobile', 'created_at', 'last_used_at'),
};

const links: OwnTable = {
  key: 'links',
  file: 'kundeforhold.csv',
  explained: 'kundeforholdene som er knyttet til mobilnummeret ditt',
  columns: {
    plant_number: 'Anleggsnummer',
    customer_name: 'Navn',
    own_name: 'Eget navn',
    address: 'Adresse',
    postal_code: 'Postnummer',
    city: 'Sted',
    registered_mobile: 'Registrert mobil',
    favourite: 'Favoritt',
    valid_from: 'Fra',
    valid_to: 'Til',
    linked_at: 'Knyttet',
    last_viewed_at: 'Sist vist',
    metering_points: 'Målepunkt-ID',
  },
  read: ({ database }, { accountId }) =>
    database('link')
      .join('relationship', 'relationship.relationship_id', 'link.relationship_id')
      .where({ account_id: accountId })
      .orderBy('linked_at')
      .select(
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
        database.raw(
          `(select coalesce(string_agg(p.metering_point_id::text, ' ' order by p.metering_point_id), '')
            from relationship_metering_point p where p.relationship_id = link.relationship_id) as metering_points`,
        ),
      ),
};

const events: OwnTable = {
  key: 'events',
  file: 'innlogginger.csv',
  explained: 'innlogginger og endringer (hendelser) på kontoen',
  columns: { what: 'Hendelse', at: 'Tidspunkt', address_block: 'Adresseblokk', details: 'Detaljer' },
  words: { what: eventWords },
  // What the number's former owner did before this account was made is not this one's to read.
  read: async ({ config, database }, { accountId, mobile }) => {
    const { rows } = await database.raw(
      `select audit.what, audit.at, audit.address_block, audit.details
       from audit, account
       where account.account_id = :accountId
         and (audit.account_id = :accountId or (audit.subject = :subject and audit.at > account.created_at - interval '1 day'))
       order by audit.audit_id`,
      { accountId, subject: pseudonym(config.login.key, 'mobile', mobile) },
    );
    return rows;
  },
};

const sessions: OwnTable = {
  key: 'sessions',
  file: 'innlogget.csv',
  explained: 'hvor du er logget inn nå',
  columns: { device: 'Enhet', started_at: 'Startet', last_seen_at: 'Sist sett', address_block: 'Adresseblokk' },
  read: ({ database }, { accountId }) =>
    database('session').where({ account_id: accountId }).select('device', 'started_at', 'last_seen_at', 'address_block'),
};

const devices: OwnTable = {
  key: 'devices',
  file: 'enheter.csv',
  explained: 'enheter som er kjent fra før, så de slipper kode på SMS',
  columns: { name: 'Enhet', first_seen_at: 'Først sett', last_seen_at: 'Sist sett' },
  read: ({ database }, { accountId }) =>
    database('device').where({ account_id: accountId }).select('name', 'first_seen_at', 'last_seen_at'),
};

/** What is stored about an account holder himself. */
export const ownAccountTables: readonly OwnTable[] = [account, links, events, sessions, devices];
