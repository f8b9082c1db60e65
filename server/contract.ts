/**
 * The API between widget and server, as types alone: endpoints, bodies, replies, error codes.
 * Paths stand below the server's base `/api`. Instants are ISO 8601 with offset, local dates are
 * `YYYY-MM-DD` in the utility's zone (Europe/Oslo), energy is kWh, volume m³, temperature °C.
 */

import type { StatusLetter } from './status.ts';

export type { StatusLetter };

/** What a failed call answers, as `{ error: ErrorCode }`, with the fields that some codes carry. */
export type ErrorCode =
  | 'bad-request' // not of the contract's form; the widget is at fault, not the person
  | 'bad-field' // `field` names what the person has to mend, `reason` why
  | 'login-failed' // numbers or password do not fit; never says which
  | 'code-wrong' // `triesLeft`
  | 'code-dead' // too many tries, or superseded by a newer one: ask for a new code
  | 'code-expired'
  | 'wait' // a limit; `retryAfterSeconds`
  | 'sms-unavailable' // the gateway is away; nothing was sent
  | 'sms-spent' // the day's SMS are used up; `retryAfterSeconds` until the next day's. A password on a known device still does
  | 'not-signed-in' // no session, or it has ended
  | 'terms-changed' // the terms' text is newer than the accepted one
  | 'not-found' // also: another customer's
  | 'conflict' // e.g. linked already, unlinked in another tab; `reason`
  | 'forbidden' // origin not allowed
  | 'too-large'
  | 'busy' // try again shortly; `retryAfterSeconds`
  | 'unavailable' // the database is away
  | 'internal';

/** Why a field was refused. The widget owns the words. */
export type FieldReason =
  | 'required'
  | 'digits-only'
  | 'not-a-mobile'
  | 'country-not-allowed'
  | 'too-short'
  | 'too-long'
  | 'common-password'
  | 'guessable-password' // made of the utility's name, the plant number or the mobile
  | 'wrong-password' // the old one, when changing it
  | 'same-mobile'
  | 'mobile-taken';

/** Why a change does not fit what is stored by now. */
export type ConflictReason =
  | 'linked-already'
  | 'not-linked'
  | 'account-exists'
  | 'no-account'
  | 'last-link'
  | 'too-many-keys'
  | 'too-many-notes'
  | 'other-shown' // another window shows another relationship, or somebody else logged in there
  | 'log-in-again' // too long ago for this: log in anew
  | 'prove-again'; // the mobile was not used for long: log in with the numbers on the invoice once more

export type FieldName =
  | 'note'
  | 'plantNumber'
  | 'meteringPointId'
  | 'mobile'
  | 'code'
  | 'password'
  | 'oldPassword'
  | 'name'
  | 'termsVersion';

export interface ErrorReply {
  error: ErrorCode;
  field?: FieldName;
  /** `cross-site`: the page's origin is allowed, but is another site, and the server isn't set up for that (`forbidden`). */
  reason?: FieldReason | ConflictReason | 'cross-site';
  triesLeft?: number;
  retryAfterSeconds?: number;
}

/** What the log-in page needs before anyone is known. Public, cacheable. */
export interface Utility {
  name: string;
  /** Current version of the terms, and the hash of their text: what is accepted is named by both. */
  termsVersion: string;
  termsHash: string;
  /** The utility's own text in paragraphs; null: the manual's, which the widget has. */
  terms: string[] | null;
  /** The circuit to the SMS gateway is open: say that SMS is delayed. */
  smsDelayed: boolean;
  /** No more codes go to mobiles that neither the utility nor an account has, today. */
  smsSpent: boolean;
}

/** A code is under way to `mobile`. The same reply whether the customer exists or not. */
export interface Challenge {
  /** As it was typed, for the sentence on the next screen. After a reload all but the last digits are hidden. */
  mobile: string;
  /** How many digits the newest code has; 6, or 12 where many ask. An earlier one on the telephone may have 6 still. */
  digits: number;
  /** Many ask for codes to this number: no new SMS may come, and the newest on the telephone counts. */
  crowded: boolean;
  /** Many mobiles have asked with the same plant number: when no SMS comes, asking again after so many seconds brings one. */
  askAgainInSeconds?: number;
  expiresInSeconds: number;
  resendInSeconds: number;
}

export interface RelationshipSummary {
  id: string;
  plantNumber: string;
  customerName: string;
  /** Own name the customer has given ("Hytta"), or null. */
  ownName: string | null;
  address: string;
  favourite: boolean;
  /** Local date on which the period ended, null while it runs. */
  endedOn: string | null;
}

export type Session =
  | {
      signedIn: false;
      /** A code that this browser has asked for and not answered yet: the page goes on from there. */
      pending?: Challenge & { next: 'code' | 'new-password' };
    }
  | {
      signedIn: true;
      kind: 'guest' | 'account';
      /** E.164 without spaces. */
      mobile: string;
      /** Names this log-in and the relationship it shows. Every reply that belongs to a customer carries it as `Min-Side-Shown`; a change that is sent with another one is refused (`conflict`, `other-shown`). */
      shown: string;
      /** The one shown; null right after a password log-in with several: choose one of `linked`. */
      relationship: RelationshipSummary | null;
      /** All that the mobile's account is linked to; empty without an account. */
      linked: RelationshipSummary[];
      /** The mobile has an account, although this log-in is a guest's. */
      hasAccount: boolean;
      /** The terms are newer than what was accepted: ask before anything else. */
      termsDue: boolean;
    };

/** After mobile and password: inside, or an SMS code first (a device not seen before). */
export type PasswordLogin = { next: 'inside'; session: Session } | { next: 'code'; challenge: Challenge };

/** After a right code: inside, or a new password first (forgotten one). */
export type CodeLogin = { next: 'inside'; session: Session } | { next: 'new-password' };

export interface LastReading {
  at: string;
  energyKwh: number;
  volumeM3: number | null;
}

/** A meter that was replaced: its last register, and the first of the next. */
export interface MeterSwap {
  /** When; only the local date is known where `at` is one. */
  at: string;
  oldSerial: string;
  newSerial: string;
  closingKwh: number | null;
  openingKwh: number | null;
}

export interface MeteringPoint {
  id: string;
  /** Where it is, where it differs from the relationship's address. */
  address: string | null;
  meterSerial: string | null;
  lastReading: LastReading | null;
  /** Inside the relationship's period, newest first. */
  swaps: MeterSwap[];
}

export interface Relationship extends RelationshipSummary {
  postalCode: string;
  city: string;
  /** Local dates. */
  startedOn: string;
  meteringPoints: MeteringPoint[];
}

/** One metering point's ID, or all of the relationship's added up. */
export type PointChoice = string | 'sum';

/** Energy of a period and how sure it is. Hours count the period's hours up to now. */
export interface Energy {
  /** null when no hour has a value. Estimated hours count in. */
  energyKwh: number | null;
  hours: number;
  estimatedHours: number;
  /** Corrected by the sender; read by hand. */
  correctedHours: number;
  manualHours: number;
  /** Without a value, with values after them. */
  missingHours: number;
  /** After the last value: not come yet, or, where `DataSpan.overdue`, nothing since that date. */
  awaitedHours: number;
}

export interface Peak {
  /** Start of the hour. */
  at: string;
  powerKw: number;
}

/** What there is to see, over every view. Dates are local. */
export interface DataSpan {
  /** The choice shown, and what else can be chosen (with one entry there is nothing to choose). */
  point: PointChoice;
  points: { id: string; address: string | null }[];
  /** First and last instant with data inside the relationship's period; null without any. */
  dataFrom: string | null;
  dataUntil: string | null;
  /** Nothing has come since `dataUntil` for longer than it usually takes, and the relationship went on. */
  overdue: boolean;
  /** Hours, and the sums of days, are kept from these dates on. */
  hoursKeptFrom: string;
  daysKeptFrom: string;
  /** Dates on which a meter was replaced. */
  swaps: string[];
}

/** What was used in a stretch, and in the same one before, like for like. */
export interface Comparison {
  nowKwh: number;
  beforeKwh: number;
  /** The days compared, as dates of the stretch shown. */
  from: string;
  to: string;
  /** The last day counts up to this many of its hours; null: as a whole. */
  untilHour: number | null;
}

/** All months of up to three calendar years (the newest with data, and the two before it), oldest first; months without any data are left out. */
export interface YearsReply extends DataSpan {
  /** Came in whole kWh, so that decimals would be made up. */
  wholeKwh: boolean;
  months: (Energy & { month: string })[];
}

/** What the weather has to do with what was used in a year, a month or a day. Temperatures are °C outdoors. */
export interface WeatherAnswer {
  station: string;
  /** By month of a year, by day of a month (`at` is `2024-05` or `2024-05-17`), by hour of a day (`at` is its number from 0). */
  parts: { at: string; temperature: number | null; usual: Usual | null }[];
  /** Base 17 °C. */
  degreeDays: number;
  normalDegreeDays: number | null;
  /** What was used on the days that can be compared, and what this house usually uses in such weather; null without a signature. */
  usual: (Usual & { actualKwh: number; days: number }) | null;
  /** Use of a whole month or year as it would have been in normal weather. */
  corrected: { kWh: number; actualKwh: number; method: 'signature' | 'degree-days'; normalFrom: 'configuration' | 'station' } | null;
  /** The house's energy signature: base and slope are kWh a day, the latter for each degree below the change point. */
  signature: { baseKwh: number; slopeKwh: number; changePoint: number; days: number; from: string; to: string } | null;
}

/** Four of five like it lie between `lowKwh` and `highKwh`. */
export interface Usual {
  expectedKwh: number;
  lowKwh: number;
  highKwh: number;
}

/** The heating plant: temperatures in °C weighted by the water, cooling in K. */
export interface PlantAnswer {
  volumeM3: number;
  flow: number;
  return: number;
  cooling: number;
  /** Outside of June to August; null where there is nothing else. */
  judged: 'good' | 'fair' | 'poor' | null;
  /** What the utility calls good, and what must be looked into below. */
  good: number;
  poor: number;
  parts: { at: string; volumeM3: number | null; flow: number | null; return: number | null; cooling: number | null }[];
}

/** The peaks that are billed. `at` is the start of the hour, or a date where whole days count. */
export interface PeaksAnswer {
  of: 'hour' | 'day';
  count: number;
  per: 'month' | 'year' | 'rolling';
  from: string;
  to: string;
  peaks: { at: string; powerKw: number }[];
  meanKw: number;
  /** If the highest had not been, with the next one in its place. */
  meanWithoutHighestKw: number | null;
}

/** What the running year will come to; four of five years like it end between low and high. */
export interface ForecastAnswer {
  year: number;
  soFarKwh: number;
  /** Last day measured. */
  until: string;
  expectedKwh: number;
  lowKwh: number;
  highKwh: number;
}

/** What there is to say of a year, a month or a day (`at`) beside its numbers; each null where the data don't carry it. */
export interface AnswersReply {
  at: string;
  weather: WeatherAnswer | null;
  plant: PlantAnswer | null;
  peaks: PeaksAnswer | null;
  forecast: ForecastAnswer | null;
}

export interface MonthReply extends DataSpan {
  wholeKwh: boolean;
  month: string;
  total: Energy;
  /** Against the same days of the same month a year before (as far as this one has data); null without. */
  yearBefore: Comparison | null;
  peak: Peak | null;
  /** One entry a local day of the month, the future left out. */
  days: (Energy & {
    date: string;
    /** Whether its hours are still kept. */
    withHours: boolean;
    /** What the same date a year before used; null where unknown. */
    yearBeforeKwh: number | null;
  })[];
  /** Hourly mean power: `start` is the first local hour of the month, then hour by hour, the future left out. */
  power: { start: string; powerKw: (number | null)[]; status: string };
}

export interface DayReply extends DataSpan {
  wholeKwh: boolean;
  date: string;
  total: Energy;
  /** Against the same weekday a week before. */
  weekBefore: Comparison | null;
  peak: Peak | null;
  /** 23, 24 or 25 hours; hourly energy in kWh is hourly mean power in kW. The future is left out. */
  hours: { start: string; energyKwh: number | null; status: StatusLetter; weekBeforeKwh: number | null }[];
}

/** What an invoice is, and what is set off by it. */
export type InvoiceKind = 'invoice' | 'credit-note' | 'reminder';

/** Whether the invoice agrees with the meter; `unknown` where that can't be told, null where it names no energy. */
export type MeterCheck = 'agrees' | 'differs' | 'unknown' | null;

export interface Invoice {
  id: string;
  number: string;
  kind: InvoiceKind;
  issuedOn: string;
  dueOn: string | null;
  /** Local dates, both included. */
  period: { from: string; to: string } | null;
  /** Negative where the customer gets money back. */
  amountNok: number;
  /** Null where the utility doesn't say. */
  paid: { state: 'paid' | 'part' | 'unpaid'; on: string | null; amountNok: number | null } | null;
  /** Numbers of the invoices that it credits or is a reminder of. */
  refersTo: string[];
  meterCheck: MeterCheck;
  hasPdf: boolean;
}

export interface InvoiceLine {
  name: string;
  description: string | null;
  /** As the invoice writes them; the unit is a code of UN/ECE Recommendation 20 (`KWH`, `MON`). */
  quantity: string;
  unit: string;
  price: string;
  amountNok: number;
  vatPercent: string | null;
}

/** Why an invoice's kWh aren't the meter's, or can't be compared. */
export type DifferenceReason =
  | 'no-meter' // the metering point isn't this customer's, or has no values
  | 'missing-hours'
  | 'estimated-then' // estimated on the invoice, measured since
  | 'corrected-later'
  | 'estimated' // the portal's own values are
  | 'other-period'
  | 'swap'
  | 'unknown';

/** A billed period of a metering point beside what the portal has. Differences are the invoice's more than the meter's. */
export interface MeterComparison {
  check: Exclude<MeterCheck, null>;
  reasons: DifferenceReason[];
  meteringPoints: string[];
  from: string;
  to: string;
  invoiceKwh: number;
  meterKwh: number | null;
  differenceKwh: number | null;
  differenceNok: number | null;
  invoiceRegisters: [from: number, to: number] | null;
  meterRegisters: [from: number, to: number] | null;
  /** The days that the invoice's registers are of, where they are others. */
  readOn: [from: string, to: string] | null;
}

export interface InvoiceDetails extends Invoice {
  sellerName: string;
  buyerName: string;
  note: string | null;
  kid: string | null;
  /** Eleven digits, or a foreign IBAN. */
  account: string | null;
  lines: InvoiceLine[];
  /** Null for an invoice that came as a PDF alone. */
  totals: { netNok: number; vatNok: number; prepaidNok: number; roundingNok: number } | null;
  attachments: { position: number; name: string; mediaType: string; bytes: number }[];
  comparisons: MeterComparison[];
}

/** Why a month has no cost, or a part of it can't be reckoned. */
export type CostLack = 'missing-hours' | 'awaited' | 'no-price-list' | 'index' | 'power' | 'volume' | 'cooling' | 'subscribed';

/** A month's cost by the price list, with VAT: never an invoice. */
export interface CostMonth {
  month: string;
  /** Null where it can't be told; `lack` says why. */
  totalNok: number | null;
  lack: CostLack | null;
  /** Some of its hours are estimated. */
  estimated: boolean;
  /** The local date that it is reckoned to, where the month has more days to come; null for a whole one. */
  until: string | null;
}

/** The months of up to three calendar years, oldest first; none where no price list is for the customer. */
export interface CostReply {
  point: PointChoice;
  points: { id: string; address: string | null }[];
  months: CostMonth[];
}

/** What a factor of a formula counts. `days` are so many `of` so many. */
export type CostUnit =
  | 'kWh'
  | 'kW'
  | 'm3'
  | 'K'
  | 'ore/kWh'
  | 'ore/kWh/K'
  | 'kr/year'
  | 'kr/month'
  | 'kr/kW/year'
  | 'kr/kW/month'
  | 'kr/m3'
  | 'days'
  | 'kr'
  | 'percent';

export interface CostLine {
  part: 'fixed' | 'energy' | 'power' | 'volume' | 'cooling' | 'fee' | 'fixed-price' | 'support' | 'vat' | 'rounding';
  /** As the price list names it; empty for VAT and rounding. */
  name: string;
  /** Multiplied with one another, and rounded to the øre, they are the amount. */
  factors: { value: string; of?: string; unit: CostUnit }[];
  amountNok: number;
}

/** A month of one metering point, line by line. The lines add up to the total. */
export interface PointCost extends CostMonth {
  meteringPointId: string;
  priceList: string;
  vatNok: number;
  lines: CostLine[];
  /** What the highest peak put on top, compared with the next; null where no peak is charged. */
  peak: { date: string; powerKw: number; amountNok: number } | null;
  /** What the customer's other price lists would have cost. */
  others: { priceList: string; totalNok: number | null }[];
}

/** What the heat of the running year will cost; the range is that of the weather and the use, not of prices. */
export interface CostForecast {
  year: number;
  /** Local date that `soFarNok` is reckoned to. */
  until: string;
  soFarNok: number;
  expectedNok: number;
  lowNok: number;
  highNok: number;
}

/** Null where the use, or what it will cost, can't be told. */
export interface CostForecastReply {
  point: PointChoice;
  forecast: CostForecast | null;
}

export interface CostMonthReply {
  point: PointChoice;
  month: string;
  totalNok: number | null;
  costs: PointCost[];
}

/** A place where the account is logged in. */
export interface LoggedIn {
  id: string;
  /** "Chrome på Android", in plain words; null when unknown. */
  device: string | null;
  startedAt: string;
  lastSeenAt: string;
  /** Roughly where: the address cut to its block. */
  addressBlock: string;
  current: boolean;
}

export interface Acceptance {
  version: string;
  at: string;
  /** What was accepted, in paragraphs; null where the text was not kept. */
  text: string[] | null;
}

export interface Profile {
  mobile: string;
  kind: 'guest' | 'account';
  hasAccount: boolean;
  linked: RelationshipSummary[];
  loggedIn: LoggedIn[];
  acceptances: Acceptance[];
}

/** What an account holder has written on the time line of a relationship. */
export interface Note {
  id: string;
  /** Local date. */
  date: string;
  /** A line of at most 100 characters. */
  text: string;
}

/** A key by which the account holder's own programs read what was used. It is told once, when it is made; only its hash is kept. */
export interface DataKey {
  id: string;
  name: string;
  /** The plants that it may read; fewer when a relationship was unlinked since. */
  plants: { plantNumber: string; address: string; ownName: string | null }[];
  madeAt: string;
  lastUsedAt: string | null;
  /** Roughly from where: the address cut to its block. */
  lastUsedFrom: string | null;
}

/** What a download or a reply has a line for. */
export type ConsumptionLevel = 'hour' | 'day' | 'month' | 'year';

/** What was used in a stretch, as the portal shows it. */
export interface ConsumptionValue {
  /** Of hours instants, of longer stretches local dates, the last one counted in. */
  from: string;
  to: string;
  /** With the decimals that the portal shows; null where there is no value. */
  energyKwh: number | null;
  /** In the portal's words (`målt`, `2 timer anslått`, `mangler`, `ikke kommet ennå`). */
  status: string;
}

/** What of it a key asks for; dates are local ones, both counted in. */
export interface KeyQuery {
  level?: ConsumptionLevel;
  from?: string;
  to?: string;
  plant?: string;
}

/** What a key reads. */
export interface KeyConsumption {
  level: ConsumptionLevel;
  /** Local dates, both counted in. */
  from: string;
  to: string;
  plants: {
    plantNumber: string;
    ownName: string | null;
    address: string;
    meteringPoints: {
      id: string;
      address: string | null;
      meterSerial: string | null;
      lastReading: LastReading | null;
      dataUntil: string | null;
      overdue: boolean;
      /** Not `values`, which in a template of Home Assistant is something else. */
      periods: ConsumptionValue[];
    }[];
  }[];
}

/**
 * Every endpoint. `query` and `body` say what goes in, `reply` what a 2xx answers (null: 204).
 * `:id` in a path is filled from `path`.
 */
export interface Endpoints {
  'GET /utility': { reply: Utility };
  'GET /session': { reply: Session };
  'DELETE /session': { reply: null };

  'POST /login/challenge': {
    body: { plantNumber: string; meteringPointId: string; mobile: string; termsVersion: string; termsHash?: string };
    reply: Challenge;
  };
  'POST /login/resend': { body: Record<string, never>; reply: Challenge };
  'POST /login/code': { body: { code: string }; reply: CodeLogin };
  'POST /login/password': { body: { mobile: string; password: string }; reply: PasswordLogin };
  'POST /login/recovery': { body: { mobile: string }; reply: Challenge };
  'POST /login/new-password': { body: { password: string }; reply: Session };

  'GET /relationship': { reply: Relationship };
  /** Shows another of the linked ones from now on. */
  'PUT /relationship': { body: { id: string }; reply: Session };

  'GET /consumption/years': { query: { point?: PointChoice }; reply: YearsReply };
  'GET /consumption/month': { query: { point?: PointChoice; month: string }; reply: MonthReply };
  /** Without `at`, of the newest year. */
  'GET /consumption/answers': { query: { point?: PointChoice; at?: string }; reply: AnswersReply };
  /** A file of what was used: a year, month or day, or without `at` everything. A workbook brings the coarser levels along. */
  'GET /consumption/download': {
    query: { point?: PointChoice; at?: string; level: ConsumptionLevel; format: 'csv' | 'xlsx' };
    reply: Blob;
  };
  'GET /consumption/day': { query: { point?: PointChoice; date: string }; reply: DayReply };

  'GET /cost': { query: { point?: PointChoice }; reply: CostReply };
  'GET /cost/forecast': { query: { point?: PointChoice }; reply: CostForecastReply };
  'GET /cost/month': { query: { point?: PointChoice; month: string }; reply: CostMonthReply };

  /** The newest first. */
  'GET /invoices': { reply: { invoices: Invoice[] } };
  'GET /invoices/:id': { path: { id: string }; reply: InvoiceDetails };
  /** The file itself, as an attachment. */
  'GET /invoices/:id/attachments/:position': { path: { id: string; position: string }; reply: Blob };
  /** A ZIP of all files of the invoices issued in a calendar year. */
  'GET /invoice-years/:year': { path: { year: string }; reply: Blob };

  /** The account holder's own notes at the relationship shown, by date. Changes answer all of them too. */
  'GET /notes': { reply: { notes: Note[] } };
  'POST /notes': { body: { date: string; text: string }; reply: { notes: Note[] } };
  'PUT /notes/:id': { path: { id: string }; body: { date: string; text: string }; reply: { notes: Note[] } };
  'DELETE /notes/:id': { path: { id: string }; body: Record<string, never>; reply: { notes: Note[] } };

  'GET /profile': { reply: Profile };
  'POST /account': { body: { password: string }; reply: Session };
  /** Removes account, links, sessions and devices; asks for the password once more. */
  'DELETE /account': { body: { password: string }; reply: null };
  'PUT /account/password': { body: { oldPassword: string; password: string }; reply: null };
  /** Sends a code to the new number (after one to the old was proved); then `POST /account/mobile/code` for each. */
  'POST /account/mobile': { body: { mobile: string }; reply: Challenge };
  'POST /account/mobile/code': {
    body: { code: string };
    reply: { next: 'new-mobile'; challenge: Challenge } | { next: 'done'; session: Session };
  };
  'POST /account/links': { body: Record<string, never>; reply: Session };
  'DELETE /account/links/:id': { path: { id: string }; body: Record<string, never>; reply: Session };
  'PUT /account/links/:id': { path: { id: string }; body: { ownName?: string | null; favourite?: boolean }; reply: Session };
  'DELETE /account/sessions': { body: Record<string, never>; reply: null };
  'DELETE /account/sessions/:id': { path: { id: string }; body: Record<string, never>; reply: null };
  'GET /account/keys': { reply: { keys: DataKey[] } };
  /** Makes a key for some of the linked relationships. Only within 15 minutes of the log-in: after that `conflict`, `log-in-again`. */
  'POST /account/keys': { body: { name: string; relationships: string[] }; reply: { key: string; keys: DataKey[] } };
  'DELETE /account/keys/:id': { path: { id: string }; body: Record<string, never>; reply: { keys: DataKey[] } };
  /**
   * For the customer's own programs, by `Authorization: Bearer KEY`: without `from` the last week, without `to` up to today, without
   * `plant` all that the key may read. At most 60 calls an hour.
   */
  'GET /me/consumption.json': { query: KeyQuery; reply: KeyConsumption };
  /** The same as lines: plant number, metering point, from, to, kWh, status. */
  'GET /me/consumption.csv': { query: KeyQuery; reply: Blob };
  'POST /terms/acceptances': { body: { termsVersion: string; termsHash?: string }; reply: Session };
  /** A ZIP; fetched as a download, not JSON. Only within 15 minutes of the log-in: after that `conflict`, `log-in-again`. */
  'GET /my-data': { reply: Blob };
}
