import type { ConflictReason, FieldReason } from '../../server/contract/errors.ts';
import type { Text } from './nb.ts';

const waitingTime = (seconds = 60): string =>
  seconds < 100
    ? `${Math.ceil(seconds)} sekund`
    : seconds < 5400
      ? `${Math.ceil(seconds / 60)} minutt`
      : `${Math.ceil(seconds / 3600)} timar`;

const failures: Text['failures'] = {
  unreachable: 'Vi får ikkje kontakt med Min side. Prøv igjen om nokre minutt.',
  offline: 'Du er utan nett akkurat no. Prøv igjen når du er kopla til.',
  outdated: 'Min side er oppdatert sidan du opna sida. Last sida på nytt.',
  'bad-request': 'Noko gjekk gale hos oss. Last sida på nytt og prøv igjen.',
  'bad-field': 'Noko i skjemaet må rettast. Sjå over det du har skrive.',
  'login-failed':
    'Vi fekk ikkje logga deg inn. Sjekk tala på fakturaen og at mobilnummeret er rett, eller passordet dersom du bruker det. Kontakt oss dersom det framleis ikkje går.',
  'code-wrong': 'Koden stemmer ikkje. Sjå etter i den nyaste meldinga.',
  'code-dead': 'Denne koden kan ikkje brukast lenger. Be om ein ny kode nedanfor.',
  'code-expired': 'Koden har gått ut på tid. Be om ein ny kode nedanfor.',
  wait: 'Det har vore for mange forsøk.',
  'sms-spent':
    'Vi kan ikkje sende fleire SMS-kodar i dag. Har du konto, kan du logge inn med passord på ei eining du har brukt før. Elles kan du prøve igjen i morgon, eller ringje oss.',
  'sms-unavailable': 'Vi får ikkje sendt SMS akkurat no. Ingenting er sendt. Prøv igjen om nokre minutt.',
  'not-signed-in':
    'Du er ikkje lenger logga inn. Det er ei stund sidan du brukte sida, eller du logga ut ein annan stad. Logg inn igjen for å halde fram.',
  'terms-changed': 'Vilkåra er endra sidan du opna sida. Les dei på nytt og prøv igjen.',
  'not-found': 'Vi finn ikkje dette lenger. Det kan vere endra i eit anna vindauge.',
  conflict: 'Dette er endra i eit anna vindauge. Lista er henta på nytt.',
  forbidden: 'Min side kan ikkje brukast frå denne nettsida. Sei gjerne frå til oss.',
  'too-large': 'Det du sende, er for stort.',
  busy: 'Min side er oppteken akkurat no: Mange loggar inn, eller du har henne open i eit anna vindauge. Prøv igjen om nokre sekund.',
  unavailable: 'Min side er ute av drift ei lita stund. Prøv igjen om nokre minutt.',
  internal: 'Noko gjekk gale hos oss. Prøv igjen om litt.',
};

const conflicts: Record<ConflictReason, string> = {
  'linked-already': 'Kundeforholdet er allereie knytt til mobilnummeret ditt.',
  'not-linked': 'Kundeforholdet er ikkje lenger knytt til mobilnummeret ditt. Lista er henta på nytt.',
  'account-exists': 'Mobilnummeret ditt har allereie ein konto. Logg inn med passord for å bruke han.',
  'no-account': 'Kontoen finst ikkje lenger. Du kan opprette ein ny.',
  'other-shown': 'Eit anna kundeforhold vart valt i eit anna vindauge. No blir det vist her òg, og ingenting er endra.',
  'log-in-again':
    'Det er ei stund sidan du logga inn. Logg ut og inn igjen, og last ned innan eit kvarter. Slik passar vi på at ingen andre gjer det.',
  'prove-again':
    'Mobilnummeret ditt har ikkje vore brukt her på lenge. Logg inn med anleggsnummer og målepunkt-ID éin gong til, så kan du bruke passordet igjen.',
  'last-link': 'Dette er det siste kundeforholdet i kontoen din. Vil du fjerne det, kan du slette kontoen nedst på sida.',
  'too-many-keys': 'Du har allereie ti nøklar. Slett ein du ikkje bruker.',
  'too-many-notes': 'Du har allereie hundre notat her. Slett eit du ikkje treng.',
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
  'Noverande passord': 'Det noverande passordet',
  'Eige namn': 'Namnet',
};
const definite = (label: string): string => definiteForms[label] ?? label;

const reasons: Record<FieldReason, (label: string) => string> = {
  required: (label) => `Skriv inn ${definite(label).charAt(0).toLowerCase()}${definite(label).slice(1)}.`,
  'digits-only': (label) => `${definite(label)} har berre siffer. Du finn det på fakturaen.`,
  'not-a-mobile': (label) => `${definite(label)} ser ikkje rett ut. Skriv det til dømes slik: 940 59 810.`,
  'country-not-allowed': () => 'Vi kan berre sende SMS til norske mobilnummer.',
  'too-short': (label) => `${definite(label)} er for kort. Eit passord må ha minst 8 teikn.`,
  'too-long': (label) => `${definite(label)} er for langt.`,
  'common-password': () => 'Dette passordet er lett å gjette fordi mange bruker det. Vel eit anna.',
  'guessable-password': () => 'Passordet kan ikkje vere laga av mobilnummeret, anleggsnummeret eller namnet vårt. Vel eit anna.',
  'wrong-password': (label) => `${definite(label)} stemmer ikkje. Prøv igjen.`,
  'same-mobile': () => 'Dette er nummeret du allereie bruker. Skriv inn det nye.',
  'mobile-taken': () => 'Dette nummeret kan ikkje brukast. Vel eit anna.',
};

/** The portal in nynorsk, for pages that say `lang="nn"`, up to the log-in. */
export const nn: Text = {
  failures,
  conflicts,
  reasons,
  tryAgainIn: (seconds) => `Prøv igjen om ${waitingTime(seconds)}.`,
  triesLeft: (triesLeft) => `Du har ${triesLeft} forsøk igjen.`,
  tooManyTries: 'For mange forsøk med denne koden. Be om ein ny kode nedanfor, eller gå tilbake og prøv på nytt.',

  fields: {
    plantNumber: 'Anleggsnummer',
    meteringPointId: 'Målepunkt ID',
    mobile: 'Mobilnummer',
    code: 'SMS kode',
    password: 'Passord',
    oldPassword: 'Noverande passord',
    name: 'Eige namn',
    note: 'Notat',
    termsVersion: 'Vilkåra',
  },
  passwordAgain: 'Passord igjen',
  passwordHint: 'Minst 8 teikn. Ei setning du hugsar, er bra.',
  passwordsDiffer: 'Passorda er ikkje like. Skriv det same to gonger.',
  codeDigits: (digits) => `SMS-koden har ${digits} siffer. Sjå etter i meldinga.`,

  frame: {
    launcher: 'Min side',
    close: 'Lukk',
    pages: {
      relationship: { long: 'Kundeforholdet ditt', short: 'Kundeforhold' },
      consumption: { long: 'Sjå historisk forbruk', short: 'Forbruk' },
      invoices: { long: 'Vis tidlegare fakturaer', short: 'Fakturaer' },
      profile: { long: 'Sjå og rediger profilen din', short: 'Profil' },
    },
    pagesLabel: 'Sidene på Min side',
    menuFor: (name) => `Meny for ${name}`,
    logOut: 'Logg ut',
    loading: 'Hentar …',
    retry: 'Prøv igjen',
    ended: failures['not-signed-in'],
    memoryOnly: 'Nettlesaren din lagrar ikkje innlogginga på denne sida. Lastar du sida på nytt eller lukkar fana, må du logge inn igjen.',
    loggedOut: 'Du er logga ut.',
    deleted: 'Kontoen din er sletta.',
  },

  login: {
    heading: 'Logg inn for å sjå forbruksdataa dine',
    toPassword: 'Trykk her for å logge inn med passord',
    toNumbers: 'Trykk her for å logge inn med anleggsnummer',
    help: 'For å logge inn bruker du anleggsnummeret og målepunkt-ID-en din. Dette finn du på fakturaen din. Vi ber òg om mobilnummeret ditt for å kontrollere kven som loggar på. Du får ein SMS med ein kode som du skriv inn i neste steg.',
    invoice: 'Slik finn du tala på fakturaen',
    invoicePicture: 'Teikning av ein faktura: Anleggsnummer og målepunkt ID står i ramma øvst til høgre, det eine under det andre.',
    invoicePlant: 'Anleggsnummer',
    invoicePoint: 'Målepunkt ID',
    invoiceWord: 'Faktura',
    next: 'Neste',
    sending: 'Sender SMS …',
    logIn: 'Logg inn',
    loggingIn: 'Loggar inn …',
    smsDelayed: 'SMS kan vere forseinka akkurat no. Det kan ta nokre minutt før koden kjem.',
    codeHeading: (mobile) => `Skriv inn koden du fekk på nummer ${mobile}`,
    codeWait: 'OBS: Det kan gå opptil eitt minutt før du får SMS-koden. Fekk du ingen kode, ',
    codeResend: 'klikk her',
    codeResendIn: (seconds) => `Du kan be om ein ny kode om ${seconds < 100 ? `${seconds} s` : waitingTime(seconds)}.`,
    checkNumbers: 'Framleis ingen kode? Gå tilbake og sjekk tala på fakturaen',
    codeSent: 'Ein ny kode er på veg. Kjem det ingen, gjeld den du fekk sist.',
    crowded:
      'Mange ber om kodar til dette nummeret. Nye kodar har difor 12 siffer, og den siste du har fått på SMS, gjeld i minst ein time. Ingen kjem inn utan han.',
    askAgain: (seconds) =>
      `Mange har bede om kode med dette anleggsnummeret. Kjem det ingen SMS no, så be om ny kode til same mobilnummer om ${waitingTime(seconds)}. Då sender vi han, uansett kor mange som spør. Hastar det, kan du ringje oss, så registrerer vi mobilnummeret ditt.`,
    smsSpent:
      'Det er sendt uvanleg mange SMS-kodar i dag. Er mobilnummeret ditt registrert hos oss, får du kode som vanleg, og med konto kan du logge inn med passord. Elles kan du prøve igjen i morgon, eller ringje oss.',
    passwordFailed:
      'Vi fekk ikkje logga deg inn. Sjekk mobilnummeret og passordet. Har du gløymt passordet, kan du lage eit nytt nedanfor. Kontakt oss dersom det framleis ikkje går.',
    proceed: 'Hald fram',
    proceeding: 'Sjekkar koden …',
    pendingGone: 'Det har gått for lang tid sidan du bad om koden. Gå tilbake og be om ein ny.',
    back: 'Tilbake',
    forgotten: 'Gløymt passordet?',
    recoveryHeading: 'Lag eit nytt passord',
    recoveryHelp: 'Skriv inn mobilnummeret du loggar inn med. Vi sender ein kode på SMS, og så vel du eit nytt passord.',
    recoverySend: 'Send kode',
    newPasswordHeading: 'Vel eit nytt passord',
    savePassword: 'Lagre og logg inn',
    saving: 'Lagrar …',
  },

  terms: {
    heading: 'Personvern og vilkår',
    text: [
      'Vi bruker informasjonen din for å registrere bruk av nettsida. Dette er berre til statistiske formål, for å gjere sida betre. Utover det du oppgir i dette skjemaet, blir ingen informasjon om deg lagra, og mobilnummeret ditt blir ikkje brukt til andre formål, delt med andre eller gjort tilgjengeleg for andre.',
    ],
    accept: 'Eg godtek vilkåra i teksten over',
    needed: 'Kryss av for at du godtek vilkåra, så kan vi sende deg koden.',
    changedHeading: 'Vilkåra er endra',
    changed: 'Les gjennom og godta dei, så kjem du vidare.',
    proceed: 'Hald fram',
    saving: 'Lagrar …',
  },

  choose: {
    heading: 'Kva stad vil du sjå på?',
    favourite: 'Favoritt',
    ended: (date) => `Avslutta ${date}`,
  },
};
