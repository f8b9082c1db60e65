import { deviceNameIn } from '../ground/device-name.ts';
import { pseudonym } from '../ground/pseudonym.ts';
import type { OwnTable } from '../room.ts';
import { eventWords } from './event-words.ts';

const account: OwnTable = {
  key: 'account',
  file: 'konto.csv',
  explained: {
    nb: 'mobilnummer og når kontoen ble opprettet',
    nn: 'mobilnummer og når kontoen vart oppretta',
    en: 'mobile number and when the account was created',
  },
  columns: {
    mobile: { nb: 'Mobilnummer', nn: 'Mobilnummer', en: 'Mobile number' },
    created_at: { nb: 'Opprettet', nn: 'Oppretta', en: 'Created' },
    last_used_at: { nb: 'Sist brukt', nn: 'Sist brukt', en: 'Last used' },
  },
  single: true,
  read: ({ database }, { accountId }) =>
    database('account').where({ account_id: accountId }).select('mobile', 'created_at', 'last_used_at'),
};

const links: OwnTable = {
  key: 'links',
  file: 'kundeforhold.csv',
  explained: {
    nb: 'kundeforholdene som er knyttet til mobilnummeret ditt',
    nn: 'kundeforholda som er knytte til mobilnummeret ditt',
    en: 'the customer relationships that are linked to your mobile number',
  },
  columns: {
    plant_number: { nb: 'Anleggsnummer', nn: 'Anleggsnummer', en: 'Plant number' },
    customer_name: { nb: 'Navn', nn: 'Namn', en: 'Name' },
    own_name: { nb: 'Eget navn', nn: 'Eige namn', en: 'Own name' },
    address: { nb: 'Adresse', nn: 'Adresse', en: 'Address' },
    postal_code: { nb: 'Postnummer', nn: 'Postnummer', en: 'Postal code' },
    city: { nb: 'Sted', nn: 'Stad', en: 'City' },
    registered_mobile: { nb: 'Registrert mobil', nn: 'Registrert mobil', en: 'Registered mobile' },
    favourite: { nb: 'Favoritt', nn: 'Favoritt', en: 'Favourite' },
    valid_from: { nb: 'Fra', nn: 'Frå', en: 'From' },
    valid_to: { nb: 'Til', nn: 'Til', en: 'To' },
    linked_at: { nb: 'Knyttet', nn: 'Knytt', en: 'Linked' },
    last_viewed_at: { nb: 'Sist vist', nn: 'Sist vist', en: 'Last viewed' },
    metering_points: { nb: 'Målepunkt-ID', nn: 'Målepunkt-ID', en: 'Metering point ID' },
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
  explained: {
    nb: 'innlogginger og endringer (hendelser) på kontoen',
    nn: 'innloggingar og endringar (hendingar) på kontoen',
    en: 'log-ins and changes (events) of the account',
  },
  columns: {
    what: { nb: 'Hendelse', nn: 'Hending', en: 'Event' },
    at: { nb: 'Tidspunkt', nn: 'Tidspunkt', en: 'Time' },
    address_block: { nb: 'Adresseblokk', nn: 'Adresseblokk', en: 'Address block' },
    details: { nb: 'Detaljer', nn: 'Detaljar', en: 'Details' },
  },
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
  words: { device: deviceNameIn },
  explained: { nb: 'hvor du er logget inn nå', nn: 'kvar du er logga inn no', en: 'where you are logged in now' },
  columns: {
    device: { nb: 'Enhet', nn: 'Eining', en: 'Device' },
    started_at: { nb: 'Startet', nn: 'Starta', en: 'Started' },
    last_seen_at: { nb: 'Sist sett', nn: 'Sist sett', en: 'Last seen' },
    address_block: { nb: 'Adresseblokk', nn: 'Adresseblokk', en: 'Address block' },
  },
  read: ({ database }, { accountId }) =>
    database('session').where({ account_id: accountId }).select('device', 'started_at', 'last_seen_at', 'address_block'),
};

const devices: OwnTable = {
  key: 'devices',
  file: 'enheter.csv',
  words: { name: deviceNameIn },
  explained: {
    nb: 'enheter som er kjent fra før, så de slipper kode på SMS',
    nn: 'einingar som er kjende frå før, så dei slepp kode på SMS',
    en: 'devices that are known already and so need no code by SMS',
  },
  columns: {
    name: { nb: 'Enhet', nn: 'Eining', en: 'Device' },
    first_seen_at: { nb: 'Først sett', nn: 'Først sett', en: 'First seen' },
    last_seen_at: { nb: 'Sist sett', nn: 'Sist sett', en: 'Last seen' },
  },
  read: ({ database }, { accountId }) =>
    database('device').where({ account_id: accountId }).select('name', 'first_seen_at', 'last_seen_at'),
};

/** What is stored about an account holder himself. */
export const ownAccountTables: readonly OwnTable[] = [account, links, events, sessions, devices];
