import type { AuditName } from '../ground/audit.ts';
import type { Spoken } from '../ground/language.ts';

/** What happened, in the words of the download of one's own data. */
export const eventWords: Readonly<Record<AuditName, Spoken>> = {
  'code-asked': { nb: 'ba om kode', nn: 'bad om kode', en: 'asked for a code' },
  'code-asked-again': { nb: 'ba om ny kode', nn: 'bad om ny kode', en: 'asked for a new code' },
  'code-refused': { nb: 'fikk ikke kode', nn: 'fekk ikkje kode', en: 'got no code' },
  login: { nb: 'logget inn', nn: 'logga inn', en: 'logged in' },
  'login-failed': { nb: 'innlogging mislyktes', nn: 'innlogging lukkast ikkje', en: 'log-in failed' },
  'password-recovered': { nb: 'laget nytt passord med kode', nn: 'laga nytt passord med kode', en: 'made a new password with a code' },
  'foreign-asked': {
    nb: 'ba om noe som ikke er ens eget',
    nn: 'bad om noko som ikkje er ens eige',
    en: 'asked for something of somebody else’s',
  },
  'link-added': { nb: 'la til kundeforhold', nn: 'la til kundeforhold', en: 'added a customer relationship' },
  'link-removed': { nb: 'fjernet kundeforhold', nn: 'fjerna kundeforhold', en: 'removed a customer relationship' },
  'link-ended': {
    nb: 'kundeforhold fjernet fordi det er avsluttet',
    nn: 'kundeforhold fjerna fordi det er avslutta',
    en: 'customer relationship removed as it has ended',
  },
  'account-created': { nb: 'opprettet konto', nn: 'oppretta konto', en: 'created the account' },
  'account-deleted': { nb: 'slettet konto', nn: 'sletta konto', en: 'deleted the account' },
  'account-lapsed': {
    nb: 'konto slettet fordi den ikke var brukt',
    nn: 'konto sletta fordi han ikkje var brukt',
    en: 'account deleted as it was not used',
  },
  'mobile-changed': { nb: 'byttet mobilnummer', nn: 'bytte mobilnummer', en: 'changed the mobile number' },
  'mobile-taken-over': { nb: 'tok i bruk mobilnummer', nn: 'tok i bruk mobilnummer', en: 'took over the mobile number' },
  'password-changed': { nb: 'byttet passord', nn: 'bytte passord', en: 'changed the password' },
  'session-ended': { nb: 'logget ut en enhet', nn: 'logga ut ei eining', en: 'logged out a device' },
  'sessions-ended': { nb: 'logget ut overalt', nn: 'logga ut overalt', en: 'logged out everywhere' },
  'my-data-downloaded': { nb: 'lastet ned egne data', nn: 'lasta ned eigne data', en: 'downloaded own data' },
  'key-made': { nb: 'laget nøkkel', nn: 'laga nøkkel', en: 'made a key' },
  'key-removed': { nb: 'slettet nøkkel', nn: 'sletta nøkkel', en: 'deleted a key' },
  'key-used': { nb: 'nøkkel ble brukt', nn: 'nøkkel vart brukt', en: 'a key was used' },
  'invoice-opened': { nb: 'åpnet faktura', nn: 'opna faktura', en: 'opened an invoice' },
  'invoice-file-downloaded': { nb: 'lastet ned faktura', nn: 'lasta ned faktura', en: 'downloaded an invoice' },
  'invoice-year-downloaded': {
    nb: 'lastet ned fakturaer for et år',
    nn: 'lasta ned fakturaar for eit år',
    en: 'downloaded the invoices of a year',
  },
  'invoices-withdrawn': { nb: 'faktura trukket tilbake', nn: 'faktura trekt tilbake', en: 'invoice withdrawn' },
  'operator-lookup': { nb: 'kundeservice slo opp', nn: 'kundeservice slo opp', en: 'customer service looked it up' },
  'operator-unlock': {
    nb: 'kundeservice åpnet for nye forsøk',
    nn: 'kundeservice opna for nye forsøk',
    en: 'customer service allowed new tries',
  },
  'operator-unlink': {
    nb: 'kundeservice fjernet kundeforhold',
    nn: 'kundeservice fjerna kundeforhold',
    en: 'customer service removed a customer relationship',
  },
  'operator-end-sessions': { nb: 'kundeservice logget ut', nn: 'kundeservice logga ut', en: 'customer service logged out' },
};
