import { termsNb } from './terms-nb.ts';
import type { Page } from '../pages.ts';
import type { FailureCode } from '../api.ts';
import type { ConflictReason, FieldName, FieldReason } from '../../server/contract/errors.ts';

const waitingTime = (seconds = 60): string =>
  seconds < 100
    ? `${Math.ceil(seconds)} sekund${seconds > 1 ? 'er' : ''}`
    : seconds < 5400
      ? `${Math.ceil(seconds / 60)} minutter`
      : `${Math.ceil(seconds / 3600)} timer`;

const failures: Record<FailureCode, string> = {
  unreachable: 'Vi får ikke kontakt med Min side. Prøv igjen om noen minutter.',
  offline: 'Du er uten nett akkurat nå. Prøv igjen når du er tilkoblet.',
  outdated: 'Min side er oppdatert siden du åpnet siden. Last siden på nytt.',
  'bad-request': 'Noe gikk galt hos oss. Last siden på nytt og prøv igjen.',
  'bad-field': 'Noe i skjemaet må rettes. Se over det du har skrevet.',
  'login-failed':
    'Vi fikk ikke logget deg inn. Sjekk tallene på fakturaen og at mobilnummeret er riktig, eller passordet hvis du bruker det. Kontakt oss hvis det fortsatt ikke går.',
  'code-wrong': 'Koden stemmer ikke. Se etter i den nyeste meldingen.',
  'code-dead': 'Denne koden kan ikke brukes lenger. Be om en ny kode nedenfor.',
  'code-expired': 'Koden har gått ut på tid. Be om en ny kode nedenfor.',
  wait: 'Det har vært for mange forsøk.',
  'sms-spent':
    'Vi kan ikke sende flere SMS-koder i dag. Har du konto, kan du logge inn med passord på en enhet du har brukt før. Ellers kan du prøve igjen i morgen, eller ringe oss.',
  'sms-unavailable': 'Vi får ikke sendt SMS akkurat nå. Ingenting er sendt. Prøv igjen om noen minutter.',
  'not-signed-in':
    'Du er ikke lenger logget inn. Det er en stund siden du brukte siden, eller du logget ut et annet sted. Logg inn igjen for å fortsette.',
  'terms-changed': 'Vilkårene er endret siden du åpnet siden. Les dem på nytt og prøv igjen.',
  'not-found': 'Vi finner ikke dette lenger. Det kan være endret i et annet vindu.',
  conflict: 'Dette er endret i et annet vindu. Listen er hentet på nytt.',
  forbidden: 'Min side kan ikke brukes fra denne nettsiden. Si gjerne fra til oss.',
  'too-large': 'Det du sendte, er for stort.',
  busy: 'Min side er opptatt akkurat nå: Mange logger inn, eller du har den åpen i et annet vindu. Prøv igjen om noen sekunder.',
  unavailable: 'Min side er ute av drift et øyeblikk. Prøv igjen om noen minutter.',
  internal: 'Noe gikk galt hos oss. Prøv igjen om litt.',
};

const conflicts: Record<ConflictReason, string> = {
  'linked-already': 'Kundeforholdet er allerede knyttet til mobilnummeret ditt.',
  'not-linked': 'Kundeforholdet er ikke lenger knyttet til mobilnummeret ditt. Listen er hentet på nytt.',
  'account-exists': 'Mobilnummeret ditt har allerede en konto. Logg inn med passord for å bruke den.',
  'no-account': 'Kontoen finnes ikke lenger. Du kan opprette en ny.',
  'other-shown': 'Et annet kundeforhold ble valgt i et annet vindu. Nå vises det her også, og ingenting er endret.',
  'log-in-again':
    'Det er en stund siden du logget inn. Logg ut og inn igjen, og last ned innen et kvarter. Slik passer vi på at ingen andre gjør det.',
  'prove-again':
    'Mobilnummeret ditt har ikke vært brukt her på lenge. Logg inn med anleggsnummer og målepunkt ID én gang til, så kan du bruke passordet igjen.',
  'last-link': 'Dette er det siste kundeforholdet i kontoen din. Vil du fjerne det, kan du slette kontoen nederst på siden.',
  'too-many-keys': 'Du har allerede ti nøkler. Slett en du ikke bruker.',
  'too-many-notes': 'Du har allerede hundre notater her. Slett et du ikke trenger.',
};

/** A field's label as it stands in a sentence. */
const definiteForms: Record<string, string> = {
  Anleggsnummer: 'Anleggsnummeret',
  'Målepunkt ID': 'Målepunkt-ID-en',
  Mobilnummer: 'Mobilnummeret',
  'Nytt mobilnummer': 'Det nye mobilnummeret',
  'SMS kode': 'SMS-koden',
  Passord: 'Passordet',
  'Nytt passord': 'Det nye passordet',
  'Nåværende passord': 'Det nåværende passordet',
  'Eget navn': 'Navnet',
};
const definite = (label: string): string => definiteForms[label] ?? label;

const reasons: Record<FieldReason, (label: string) => string> = {
  required: (label) => `Skriv inn ${definite(label).charAt(0).toLowerCase()}${definite(label).slice(1)}.`,
  'digits-only': (label) => `${definite(label)} har bare sifre. Du finner det på fakturaen.`,
  'not-a-mobile': (label) => `${definite(label)} ser ikke riktig ut. Skriv det for eksempel slik: 940 59 810.`,
  'country-not-allowed': () => 'Vi kan bare sende SMS til norske mobilnumre.',
  'too-short': (label) => `${definite(label)} er for kort. Et passord må ha minst 8 tegn.`,
  'too-long': (label) => `${definite(label)} er for langt.`,
  'common-password': () => 'Dette passordet er lett å gjette fordi mange bruker det. Velg et annet.',
  'guessable-password': () => 'Passordet kan ikke være laget av mobilnummeret, anleggsnummeret eller navnet vårt. Velg et annet.',
  'wrong-password': (label) => `${definite(label)} stemmer ikke. Prøv igjen.`,
  'same-mobile': () => 'Dette er nummeret du allerede bruker. Skriv inn det nye.',
  'mobile-taken': () => 'Dette nummeret kan ikke brukes. Velg et annet.',
};

/** The portal in bokmål, up to the log-in. Every other language has the same form. */
export const nb = {
  /** The sentence for a failed call. */
  failures,
  /** Behind `conflict`, which of them it was. */
  conflicts,
  /** What is wrong with a field, naming it by its label. */
  reasons,
  tryAgainIn: (seconds: number | undefined) => `Prøv igjen om ${waitingTime(seconds)}.`,
  triesLeft: (triesLeft: number) => `Du har ${triesLeft} forsøk igjen.`,
  tooManyTries: 'For mange forsøk med denne koden. Be om en ny kode nedenfor, eller gå tilbake og prøv på nytt.',

  fields: {
    plantNumber: 'Anleggsnummer',
    meteringPointId: 'Målepunkt ID',
    mobile: 'Mobilnummer',
    code: 'SMS kode',
    password: 'Passord',
    oldPassword: 'Nåværende passord',
    name: 'Eget navn',
    note: 'Notat',
    termsVersion: 'Vilkårene',
  } satisfies Record<FieldName, string>,
  passwordAgain: 'Passord igjen',
  passwordHint: 'Minst 8 tegn. En setning du husker, er bra.',
  passwordsDiffer: 'Passordene er ikke like. Skriv det samme to ganger.',
  codeDigits: (digits: number): string => `SMS-koden har ${digits} sifre. Se etter i meldingen.`,

  frame: {
    launcher: 'Min side',
    close: 'Lukk',
    pages: {
      relationship: { long: 'Ditt kundeforhold', short: 'Kundeforhold' },
      consumption: { long: 'Se historisk forbruk', short: 'Forbruk' },
      invoices: { long: 'Vis tidligere fakturaer', short: 'Fakturaer' },
      profile: { long: 'Se og rediger din profil', short: 'Profil' },
    } satisfies Record<Page, { long: string; short: string }>,
    pagesLabel: 'Sidene på Min side',
    menuFor: (name: string) => `Meny for ${name}`,
    logOut: 'Logg ut',
    loading: 'Henter …',
    retry: 'Prøv igjen',
    ended: failures['not-signed-in'],
    memoryOnly: 'Nettleseren din lagrer ikke innloggingen på denne siden. Laster du siden på nytt eller lukker den, må du logge inn igjen.',
    loggedOut: 'Du er logget ut.',
    deleted: 'Kontoen din er slettet.',
  },

  login: {
    heading: 'Logg inn for å se dine forbruksdata',
    toPassword: 'Trykk her for å logge inn med passord',
    toNumbers: 'Trykk her for å logge inn med anleggsnummer',
    help: 'For å logge inn, bruker du ditt kundenummer og ditt målepunktnummer. Dette finner du på fakturaen din. Vi ber også om ditt mobilnummer for å kontrollere hvem som logger på. Du mottar en SMS med en kode som må skrives inn i neste steg.',
    invoice: 'Slik finner du tallene på fakturaen',
    invoicePicture: 'Tegning av en faktura: Anleggsnummer og målepunkt ID står i rammen øverst til høyre, det ene under det andre.',
    invoicePlant: 'Anleggsnummer',
    invoicePoint: 'Målepunkt ID',
    invoiceWord: 'Faktura',
    next: 'Neste',
    sending: 'Sender SMS …',
    logIn: 'Logg inn',
    loggingIn: 'Logger inn …',
    smsDelayed: 'SMS kan være forsinket akkurat nå. Det kan ta noen minutter før koden kommer.',
    codeHeading: (mobile: string) => `Skriv inn koden du mottok på nummer ${mobile}`,
    codeWait: 'OBS: Det kan gå opptil ett minutt før du mottar SMS-koden. Fikk du ingen kode, ',
    codeResend: 'klikk her',
    codeResendIn: (seconds: number) => `Du kan be om en ny kode om ${seconds < 100 ? `${seconds} s` : waitingTime(seconds)}.`,
    checkNumbers: 'Fortsatt ingen kode? Gå tilbake og sjekk tallene på fakturaen',
    codeSent: 'En ny kode er på vei. Kommer det ingen, gjelder den du fikk sist.',
    crowded:
      'Mange ber om koder til dette nummeret. Nye koder har derfor 12 sifre, og den siste du har fått på SMS, gjelder i minst en time. Ingen kommer inn uten den.',
    askAgain: (seconds: number) =>
      `Mange har bedt om kode med dette anleggsnummeret. Kommer det ingen SMS nå, så be om ny kode til samme mobilnummer om ${waitingTime(seconds)}. Da sender vi den, uansett hvor mange som spør. Haster det, kan du ringe oss, så registrerer vi mobilnummeret ditt.`,
    smsSpent:
      'Det er sendt uvanlig mange SMS-koder i dag. Er mobilnummeret ditt registrert hos oss, får du kode som vanlig, og med konto kan du logge inn med passord. Ellers kan du prøve igjen i morgen, eller ringe oss.',
    passwordFailed:
      'Vi fikk ikke logget deg inn. Sjekk mobilnummeret og passordet. Har du glemt passordet, kan du lage et nytt nedenfor. Kontakt oss hvis det fortsatt ikke går.',
    proceed: 'Fortsett',
    proceeding: 'Sjekker koden …',
    pendingGone: 'Det har gått for lang tid siden du ba om koden. Gå tilbake og be om en ny.',
    back: 'Tilbake',
    forgotten: 'Glemt passord?',
    recoveryHeading: 'Lag et nytt passord',
    recoveryHelp: 'Skriv inn mobilnummeret du logger inn med. Vi sender en kode på SMS, og så velger du et nytt passord.',
    recoverySend: 'Send kode',
    newPasswordHeading: 'Velg et nytt passord',
    savePassword: 'Lagre og logg inn',
    saving: 'Lagrer …',
  },

  terms: {
    heading: 'Personvern og vilkår',
    text: termsNb,
    accept: 'Jeg godtar vilkårene i teksten over',
    needed: 'Kryss av for at du godtar vilkårene, så kan vi sende deg koden.',
    changedHeading: 'Vilkårene er endret',
    changed: 'Les gjennom og godta dem, så kommer du videre.',
    proceed: 'Fortsett',
    saving: 'Lagrer …',
  },

  choose: {
    heading: 'Hvilket sted vil du se på?',
    favourite: 'Favoritt',
    ended: (date: string) => `Avsluttet ${date}`,
  },
};

export type Text = typeof nb;
