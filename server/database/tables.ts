// Made from a migrated database by `npm run snapshots`; not edited by hand.
import type { Knex } from 'knex';

/** What PostgreSQL takes for what it gives: instants and dates as ISO 8601 or 'infinity' too, whole numbers as numbers too. */
type ValuesToWrite<Row> = {
  [Column in keyof Row]: Date extends Row[Column] ? Row[Column] | string : string extends Row[Column] ? Row[Column] | number : Row[Column];
};

/** A row to be inserted: what may be null or has a default may be left out. */
type RowToInsert<Row, Optional extends keyof Row> = Omit<ValuesToWrite<Row>, Optional> & Partial<Pick<ValuesToWrite<Row>, Optional>>;

export interface AccountRow {
  account_id: string;
  mobile: string;
  password_hash: string;
  created_at: Date;
  last_used_at: Date;
}

export interface AuditRow {
  audit_id: string;
  at: Date;
  what: string;
  subject: Buffer | null;
  account_id: string | null;
  relationship_id: string | null;
  session_id: string | null;
  address_block: string | null;
  details: unknown;
}

export interface ChallengeRow {
  challenge_id: string;
  purpose: string;
  mobile: string;
  mobile_typed: string;
  relationship_id: string | null;
  account_id: string | null;
  hollow: boolean;
  terms_version: string | null;
  code_hash: Buffer | null;
  tries: number;
  sends: number;
  resend_at: Date;
  created_at: Date;
  expires_at: Date;
  used_at: Date | null;
  spent_at: Date | null;
  digits: number;
  session_id: string | null;
  ask_again_at: Date | null;
  terms_hash: string | null;
}

export interface ConsumptionDayRow {
  metering_point_id: string;
  day: Date;
  measured_hours: number;
  estimated_hours: number;
  missing_hours: number;
  peak_hour: number | null;
  peak_kwh: number | null;
  energy_kwh: number | null;
  volume_m3: number | null;
  flow_m3c: number | null;
  return_m3c: number | null;
  status: string;
  hours: (number | null)[] | null;
}

export interface DataKeyRow {
  key_id: string;
  account_id: string;
  name: string;
  key_hash: Buffer;
  made_at: Date;
  last_used_at: Date | null;
  last_used_block: string | null;
}

export interface DataKeyPlantRow {
  key_id: string;
  account_id: string;
  relationship_id: string;
}

export interface DeviceRow {
  device_hash: Buffer;
  account_id: string;
  name: string | null;
  first_seen_at: Date;
  last_seen_at: Date;
}

export interface InvoiceRow {
  invoice_id: string;
  delivery_id: string;
  seller_id: string;
  number: string;
  version: number;
  standing: boolean;
  content_hash: Buffer;
  kind: string;
  issued_on: Date;
  due_on: Date | null;
  period_from: Date | null;
  period_to: Date | null;
  amount_ore: string;
  kid: string | null;
  account: string | null;
  refers_to: (string | null)[];
  plant_number: string | null;
  buyer_name: string;
  metering_points: (string | null)[];
  document: unknown;
  relationship_id: string | null;
  set_aside: string | null;
  comparison: unknown | null;
  compared_at: Date | null;
}

export interface InvoiceAttachmentRow {
  invoice_id: string;
  position: number;
  name: string;
  media_type: string;
  bytes: Buffer;
}

export interface InvoiceDeliveryRow {
  delivery_id: string;
  file_name: string;
  received_at: Date;
}

export interface InvoicePaymentRow {
  seller_id: string;
  number: string;
  state: string;
  paid_on: Date | null;
  amount_ore: string | null;
}

export interface LimitCounterRow {
  subject: Buffer;
  what: string;
  hits: (Date | null)[];
  last_hit_at: Date;
}

export interface LinkRow {
  account_id: string;
  relationship_id: string;
  own_name: string | null;
  favourite: boolean;
  linked_at: Date;
  last_viewed_at: Date;
}

export interface MeterRow {
  metering_point_id: string;
  serial: string;
  installed_at: Date;
  removed_at: Date;
  opening_energy_kwh: number | null;
  opening_volume_m3: number | null;
  opening_flow_m3c: number | null;
  opening_return_m3c: number | null;
  closing_energy_kwh: number | null;
  closing_volume_m3: number | null;
  closing_flow_m3c: number | null;
  closing_return_m3c: number | null;
  installed_by: Date | null;
  removed_by: Date | null;
  opening_reason: string | null;
  closing_reason: string | null;
  standstill_hours: number | null;
}

export interface MeterLineRow {
  metering_point_id: string;
  file_id: number;
  line: number;
  again: (number | null)[];
  said: unknown;
}

export interface MeteringPointRow {
  metering_point_id: string;
  max_power_kw: number | null;
}

export interface MobileChangeRow {
  account_id: string;
  session_id: string;
  mobile: string;
  mobile_typed: string;
  started_at: Date;
  old_proved_at: Date | null;
}

export interface MobileCodeRow {
  subject: Buffer;
  turns: (Date | null)[];
  turn_ends_at: Date | null;
  wrong: (Date | null)[];
  code_id: string | null;
  code_hash: Buffer | null;
  digits: number | null;
  tries: number;
  short_wrong: (Date | null)[];
  sent: (Date | null)[];
  unused: number;
  expires_at: Date | null;
  used: boolean;
  changed_at: Date;
}

export interface NoteRow {
  note_id: string;
  account_id: string;
  relationship_id: string;
  day: Date;
  text: string;
}

export interface PriceIndexRow {
  series: string;
  month: string;
  ore_per_kwh: string;
  vat_percent: string;
}

export interface PriceListRow {
  id: string;
  valid_from: Date;
  valid_to: Date | null;
  list: unknown;
  imported_at: Date;
}

export interface PriceListReplacedRow {
  id: string;
  valid_from: Date;
  list: unknown;
  replaced_at: Date;
}

export interface ReadingRow {
  metering_point_id: string | null;
  day: Date | null;
  serial: string | null;
  interval_seconds: number | null;
  at: Date | null;
  energy_kwh: number | null;
  volume_m3: number | null;
  flow_m3c: number | null;
  return_m3c: number | null;
  power_kw: number | null;
  flow_lh: number | null;
  flow_temperature: number | null;
  return_temperature: number | null;
  quality: string | null;
  file_id: number | null;
  line: number | null;
}

export interface ReadingBesideRow {
  metering_point_id: string;
  day: Date;
  serial: string;
  interval_seconds: number;
  file_id: number;
  line: number;
  line_step: number | null;
  lines: (number | null)[] | null;
  first_at: Date;
  count: number;
  step_seconds: number | null;
  offsets: (number | null)[] | null;
  quality: string | null;
  energy_kwh: (number | null)[] | null;
  volume_m3: (number | null)[] | null;
  flow_m3c: (number | null)[] | null;
  return_m3c: (number | null)[] | null;
  power_kw: (number | null)[] | null;
  flow_lh: (number | null)[] | null;
  flow_temperature: (number | null)[] | null;
  return_temperature: (number | null)[] | null;
  reason: string | null;
  recorded_at: Date;
  energy_kwh_packed: Buffer | null;
  volume_m3_packed: Buffer | null;
  flow_m3c_packed: Buffer | null;
  return_m3c_packed: Buffer | null;
  power_kw_packed: Buffer | null;
  flow_lh_packed: Buffer | null;
  flow_temperature_packed: Buffer | null;
  return_temperature_packed: Buffer | null;
}

export interface ReadingDayRow {
  metering_point_id: string;
  day: Date;
  file_id: number | null;
  line: number | null;
  first_at: Date;
  line_step: number | null;
  step_seconds: number | null;
  interval_seconds: number;
  serial: string;
  energy_kwh: (number | null)[] | null;
  volume_m3: (number | null)[] | null;
  flow_m3c: (number | null)[] | null;
  return_m3c: (number | null)[] | null;
  power_kw: (number | null)[] | null;
  flow_lh: (number | null)[] | null;
  flow_temperature: (number | null)[] | null;
  return_temperature: (number | null)[] | null;
  quality: string | null;
  offsets: (number | null)[] | null;
  files: (number | null)[] | null;
  lines: (number | null)[] | null;
  energy_kwh_packed: Buffer | null;
  volume_m3_packed: Buffer | null;
  flow_m3c_packed: Buffer | null;
  return_m3c_packed: Buffer | null;
  power_kw_packed: Buffer | null;
  flow_lh_packed: Buffer | null;
  flow_temperature_packed: Buffer | null;
  return_temperature_packed: Buffer | null;
  count: number | null;
}

export interface ReadingWithdrawalRow {
  withdrawal_id: number;
  metering_point_id: string;
  from_at: Date;
  to_at: Date;
  last_file_id: number;
  withdrawn_at: Date;
  restored_at: Date | null;
}

export interface RelationshipRow {
  relationship_id: string;
  plant_number: string;
  customer_name: string;
  address: string;
  postal_code: string;
  city: string;
  registered_mobile: string | null;
  valid_from: Date;
  valid_to: Date | null;
  customer_group: string | null;
  price_list: string | null;
  dwellings: number;
  subscribed_kw: number | null;
}

export interface RelationshipKeptRow {
  plant_number: string;
  valid_from: Date;
  relationship_id: string;
  links: unknown;
  kept_at: Date;
}

export interface RelationshipMeteringPointRow {
  relationship_id: string;
  metering_point_id: string;
  address: string | null;
}

export interface RelationshipVersionRow {
  plant_number: string;
  valid_from: Date;
  file_id: number;
  again: (number | null)[];
  said: unknown;
  recorded_at: Date;
}

export interface SessionRow {
  session_id: string;
  id_hash: Buffer;
  kind: string;
  mobile: string | null;
  relationship_id: string | null;
  account_id: string | null;
  challenge_id: string | null;
  terms_due: boolean;
  device: string | null;
  address_block: string;
  started_at: Date;
  last_seen_at: Date;
}

export interface SmsRow {
  sms_id: string;
  subject: Buffer;
  purpose: string;
  state: string;
  gateway: string;
  gateway_id: string | null;
  failure: string | null;
  created_at: Date;
  settled_at: Date | null;
  report: string | null;
  report_at: Date | null;
}

export interface SmsBudgetRow {
  day: Date;
  sent: number;
}

export interface SourceFileRow {
  file_id: number;
  name: string;
  sha256: string;
  profile: string;
  imported_at: Date;
  read: string;
  stored: string;
  unchanged: string;
  corrected: string;
  rejected: string;
  withdrawn_at: Date | null;
  kind: string;
  bytes_sha256: string | null;
  names_meters: boolean;
}

export interface StandstillRow {
  metering_point_id: string;
  serial: string;
  since: Date;
  till: Date;
  rise_kwh: number;
  largest_kwh: number;
  spread: boolean;
}

export interface TermsAcceptanceRow {
  terms_acceptance_id: string;
  subject: Buffer;
  version: string;
  text_hash: string;
  accepted_at: Date;
  channel: string;
}

export interface TermsTextRow {
  text_hash: string;
  text: string;
  first_accepted_at: Date;
}

export interface WeatherDayRow {
  station: string;
  day: Date;
  temperatures: (number | null)[];
}

export interface WeatherStationRow {
  station: string;
  version: string;
  until: Date;
}

declare module 'knex/types/tables.js' {
  interface Tables {
    account: Knex.CompositeTableType<AccountRow, RowToInsert<AccountRow, never>, Partial<ValuesToWrite<AccountRow>>>;
    audit: Knex.CompositeTableType<AuditRow, RowToInsert<AuditRow, 'audit_id' | 'subject' | 'account_id' | 'relationship_id' | 'session_id' | 'address_block' | 'details'>, Partial<ValuesToWrite<AuditRow>>>;
    challenge: Knex.CompositeTableType<ChallengeRow, RowToInsert<ChallengeRow, 'relationship_id' | 'account_id' | 'terms_version' | 'code_hash' | 'tries' | 'sends' | 'used_at' | 'spent_at' | 'digits' | 'session_id' | 'ask_again_at' | 'terms_hash'>, Partial<ValuesToWrite<ChallengeRow>>>;
    consumption_day: Knex.CompositeTableType<ConsumptionDayRow, RowToInsert<ConsumptionDayRow, 'peak_hour' | 'peak_kwh' | 'energy_kwh' | 'volume_m3' | 'flow_m3c' | 'return_m3c' | 'hours'>, Partial<ValuesToWrite<ConsumptionDayRow>>>;
    data_key: Knex.CompositeTableType<DataKeyRow, RowToInsert<DataKeyRow, 'last_used_at' | 'last_used_block'>, Partial<ValuesToWrite<DataKeyRow>>>;
    data_key_plant: Knex.CompositeTableType<DataKeyPlantRow, RowToInsert<DataKeyPlantRow, never>, Partial<ValuesToWrite<DataKeyPlantRow>>>;
    device: Knex.CompositeTableType<DeviceRow, RowToInsert<DeviceRow, 'name'>, Partial<ValuesToWrite<DeviceRow>>>;
    invoice: Knex.CompositeTableType<InvoiceRow, RowToInsert<InvoiceRow, 'due_on' | 'period_from' | 'period_to' | 'kid' | 'account' | 'plant_number' | 'relationship_id' | 'set_aside' | 'comparison' | 'compared_at'>, Partial<ValuesToWrite<InvoiceRow>>>;
    invoice_attachment: Knex.CompositeTableType<InvoiceAttachmentRow, RowToInsert<InvoiceAttachmentRow, never>, Partial<ValuesToWrite<InvoiceAttachmentRow>>>;
    invoice_delivery: Knex.CompositeTableType<InvoiceDeliveryRow, RowToInsert<InvoiceDeliveryRow, never>, Partial<ValuesToWrite<InvoiceDeliveryRow>>>;
    invoice_payment: Knex.CompositeTableType<InvoicePaymentRow, RowToInsert<InvoicePaymentRow, 'paid_on' | 'amount_ore'>, Partial<ValuesToWrite<InvoicePaymentRow>>>;
    limit_counter: Knex.CompositeTableType<LimitCounterRow, RowToInsert<LimitCounterRow, never>, Partial<ValuesToWrite<LimitCounterRow>>>;
    link: Knex.CompositeTableType<LinkRow, RowToInsert<LinkRow, 'own_name' | 'favourite'>, Partial<ValuesToWrite<LinkRow>>>;
    meter: Knex.CompositeTableType<MeterRow, RowToInsert<MeterRow, 'installed_at' | 'removed_at' | 'opening_energy_kwh' | 'opening_volume_m3' | 'opening_flow_m3c' | 'opening_return_m3c' | 'closing_energy_kwh' | 'closing_volume_m3' | 'closing_flow_m3c' | 'closing_return_m3c' | 'installed_by' | 'removed_by' | 'opening_reason' | 'closing_reason' | 'standstill_hours'>, Partial<ValuesToWrite<MeterRow>>>;
    meter_line: Knex.CompositeTableType<MeterLineRow, RowToInsert<MeterLineRow, 'again'>, Partial<ValuesToWrite<MeterLineRow>>>;
    metering_point: Knex.CompositeTableType<MeteringPointRow, RowToInsert<MeteringPointRow, 'max_power_kw'>, Partial<ValuesToWrite<MeteringPointRow>>>;
    mobile_change: Knex.CompositeTableType<MobileChangeRow, RowToInsert<MobileChangeRow, 'old_proved_at'>, Partial<ValuesToWrite<MobileChangeRow>>>;
    mobile_code: Knex.CompositeTableType<MobileCodeRow, RowToInsert<MobileCodeRow, 'turns' | 'turn_ends_at' | 'wrong' | 'code_id' | 'code_hash' | 'digits' | 'tries' | 'short_wrong' | 'sent' | 'unused' | 'expires_at' | 'used'>, Partial<ValuesToWrite<MobileCodeRow>>>;
    note: Knex.CompositeTableType<NoteRow, RowToInsert<NoteRow, never>, Partial<ValuesToWrite<NoteRow>>>;
    price_index: Knex.CompositeTableType<PriceIndexRow, RowToInsert<PriceIndexRow, never>, Partial<ValuesToWrite<PriceIndexRow>>>;
    price_list: Knex.CompositeTableType<PriceListRow, RowToInsert<PriceListRow, 'valid_to'>, Partial<ValuesToWrite<PriceListRow>>>;
    price_list_replaced: Knex.CompositeTableType<PriceListReplacedRow, RowToInsert<PriceListReplacedRow, never>, Partial<ValuesToWrite<PriceListReplacedRow>>>;
    reading: Knex.CompositeTableType<ReadingRow, RowToInsert<ReadingRow, 'metering_point_id' | 'day' | 'serial' | 'interval_seconds' | 'at' | 'energy_kwh' | 'volume_m3' | 'flow_m3c' | 'return_m3c' | 'power_kw' | 'flow_lh' | 'flow_temperature' | 'return_temperature' | 'quality' | 'file_id' | 'line'>, Partial<ValuesToWrite<ReadingRow>>>;
    reading_beside: Knex.CompositeTableType<ReadingBesideRow, RowToInsert<ReadingBesideRow, 'line_step' | 'lines' | 'step_seconds' | 'offsets' | 'quality' | 'energy_kwh' | 'volume_m3' | 'flow_m3c' | 'return_m3c' | 'power_kw' | 'flow_lh' | 'flow_temperature' | 'return_temperature' | 'reason' | 'recorded_at' | 'energy_kwh_packed' | 'volume_m3_packed' | 'flow_m3c_packed' | 'return_m3c_packed' | 'power_kw_packed' | 'flow_lh_packed' | 'flow_temperature_packed' | 'return_temperature_packed'>, Partial<ValuesToWrite<ReadingBesideRow>>>;
    reading_day: Knex.CompositeTableType<ReadingDayRow, RowToInsert<ReadingDayRow, 'file_id' | 'line' | 'line_step' | 'step_seconds' | 'interval_seconds' | 'energy_kwh' | 'volume_m3' | 'flow_m3c' | 'return_m3c' | 'power_kw' | 'flow_lh' | 'flow_temperature' | 'return_temperature' | 'quality' | 'offsets' | 'files' | 'lines' | 'energy_kwh_packed' | 'volume_m3_packed' | 'flow_m3c_packed' | 'return_m3c_packed' | 'power_kw_packed' | 'flow_lh_packed' | 'flow_temperature_packed' | 'return_temperature_packed' | 'count'>, Partial<ValuesToWrite<ReadingDayRow>>>;
    reading_withdrawal: Knex.CompositeTableType<ReadingWithdrawalRow, RowToInsert<ReadingWithdrawalRow, 'withdrawal_id' | 'withdrawn_at' | 'restored_at'>, Partial<ValuesToWrite<ReadingWithdrawalRow>>>;
    relationship: Knex.CompositeTableType<RelationshipRow, RowToInsert<RelationshipRow, 'relationship_id' | 'registered_mobile' | 'valid_to' | 'customer_group' | 'price_list' | 'dwellings' | 'subscribed_kw'>, Partial<ValuesToWrite<RelationshipRow>>>;
    relationship_kept: Knex.CompositeTableType<RelationshipKeptRow, RowToInsert<RelationshipKeptRow, never>, Partial<ValuesToWrite<RelationshipKeptRow>>>;
    relationship_metering_point: Knex.CompositeTableType<RelationshipMeteringPointRow, RowToInsert<RelationshipMeteringPointRow, 'address'>, Partial<ValuesToWrite<RelationshipMeteringPointRow>>>;
    relationship_version: Knex.CompositeTableType<RelationshipVersionRow, RowToInsert<RelationshipVersionRow, 'again' | 'recorded_at'>, Partial<ValuesToWrite<RelationshipVersionRow>>>;
    session: Knex.CompositeTableType<SessionRow, RowToInsert<SessionRow, 'mobile' | 'relationship_id' | 'account_id' | 'challenge_id' | 'terms_due' | 'device'>, Partial<ValuesToWrite<SessionRow>>>;
    sms: Knex.CompositeTableType<SmsRow, RowToInsert<SmsRow, 'gateway_id' | 'failure' | 'settled_at' | 'report' | 'report_at'>, Partial<ValuesToWrite<SmsRow>>>;
    sms_budget: Knex.CompositeTableType<SmsBudgetRow, RowToInsert<SmsBudgetRow, never>, Partial<ValuesToWrite<SmsBudgetRow>>>;
    source_file: Knex.CompositeTableType<SourceFileRow, RowToInsert<SourceFileRow, 'file_id' | 'imported_at' | 'read' | 'stored' | 'unchanged' | 'corrected' | 'rejected' | 'withdrawn_at' | 'kind' | 'bytes_sha256' | 'names_meters'>, Partial<ValuesToWrite<SourceFileRow>>>;
    standstill: Knex.CompositeTableType<StandstillRow, RowToInsert<StandstillRow, never>, Partial<ValuesToWrite<StandstillRow>>>;
    terms_acceptance: Knex.CompositeTableType<TermsAcceptanceRow, RowToInsert<TermsAcceptanceRow, 'terms_acceptance_id'>, Partial<ValuesToWrite<TermsAcceptanceRow>>>;
    terms_text: Knex.CompositeTableType<TermsTextRow, RowToInsert<TermsTextRow, never>, Partial<ValuesToWrite<TermsTextRow>>>;
    weather_day: Knex.CompositeTableType<WeatherDayRow, RowToInsert<WeatherDayRow, never>, Partial<ValuesToWrite<WeatherDayRow>>>;
    weather_station: Knex.CompositeTableType<WeatherStationRow, RowToInsert<WeatherStationRow, 'version'>, Partial<ValuesToWrite<WeatherStationRow>>>;
  }
}
