create table account (
  account_id uuid not null,
  mobile text not null,
  password_hash text not null,
  created_at timestamp with time zone not null,
  last_used_at timestamp with time zone not null,
  PRIMARY KEY (account_id),
  UNIQUE (mobile)
);
comment on column account.mobile is 'E.164 without spaces';
comment on column account.password_hash is 'scrypt-kdf''s format in base64';
comment on column account.last_used_at is 'Last log-in. Too long ago, and the mobile must show plant number and metering point again: numbers get new owners';

create table audit (
  audit_id bigint not null default nextval('audit_line'::regclass),
  at timestamp with time zone not null,
  what text not null,
  subject bytea,
  account_id uuid,
  relationship_id uuid,
  session_id uuid,
  address_block text,
  details jsonb not null default '{}'::jsonb,
  PRIMARY KEY (audit_id, at)
) partition by RANGE (at);
CREATE INDEX audit_account_id_at_idx ON ONLY public.audit USING btree (account_id, at) WHERE (account_id IS NOT NULL);
CREATE INDEX audit_relationship_id_at_idx ON ONLY public.audit USING btree (relationship_id, at) WHERE (relationship_id IS NOT NULL);
CREATE INDEX audit_subject_at_idx ON ONLY public.audit USING btree (subject, at) WHERE (subject IS NOT NULL);
CREATE TRIGGER insert_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.audit FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

create table audit_default (
  audit_id bigint not null default nextval('audit_line'::regclass),
  at timestamp with time zone not null,
  what text not null,
  subject bytea,
  account_id uuid,
  relationship_id uuid,
  session_id uuid,
  address_block text,
  details jsonb not null default '{}'::jsonb,
  PRIMARY KEY (audit_id, at)
) partition of audit DEFAULT;
CREATE INDEX audit_default_account_id_at_idx ON public.audit_default USING btree (account_id, at) WHERE (account_id IS NOT NULL);
CREATE INDEX audit_default_relationship_id_at_idx ON public.audit_default USING btree (relationship_id, at) WHERE (relationship_id IS NOT NULL);
CREATE INDEX audit_default_subject_at_idx ON public.audit_default USING btree (subject, at) WHERE (subject IS NOT NULL);
CREATE TRIGGER insert_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.audit_default FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

create table challenge (
  challenge_id uuid not null,
  purpose text not null,
  mobile text not null,
  mobile_typed text not null,
  relationship_id uuid,
  account_id uuid,
  hollow boolean not null,
  terms_version text,
  code_hash bytea,
  tries integer not null default 0,
  sends integer not null default 1,
  resend_at timestamp with time zone not null,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  used_at timestamp with time zone,
  spent_at timestamp with time zone,
  digits integer not null default 6,
  session_id uuid,
  ask_again_at timestamp with time zone,
  terms_hash text,
  PRIMARY KEY (challenge_id)
);
CREATE INDEX challenge_created_at_idx ON public.challenge USING btree (created_at);
CREATE INDEX challenge_session_id_idx ON public.challenge USING btree (session_id) WHERE (session_id IS NOT NULL);
comment on column challenge.code_hash is 'Of the code that was right, over the challenge: the same browser may send it once more';
comment on column challenge.session_id is 'The session that the right code gave';

create table consumption_day (
  metering_point_id bigint not null,
  day date not null,
  measured_hours smallint not null,
  estimated_hours smallint not null,
  missing_hours smallint not null,
  peak_hour smallint,
  peak_kwh double precision,
  energy_kwh double precision,
  volume_m3 double precision,
  flow_m3c double precision,
  return_m3c double precision,
  status text not null,
  hours double precision[],
  PRIMARY KEY (metering_point_id, day),
  CHECK (((hours IS NULL) OR COALESCE(((0)::double precision <= ALL (hours)), true))) NOT VALID,
  CHECK ((energy_kwh >= (0)::double precision)) NOT VALID
);
comment on column consumption_day.peak_hour is 'The largest measured or corrected hour, counted from 0 at the local midnight';
comment on column consumption_day.flow_m3c is 'Sum of m3 x degrees: divided by volume_m3 it is the mean temperature of the day';
comment on column consumption_day.status is 'One letter an hour: m measured, e estimated, h manual, c corrected, - missing';
comment on column consumption_day.hours is 'kWh of the 23, 24 or 25 hours of the local day, null where missing; the whole is null once purged';

create table data_key (
  key_id uuid not null,
  account_id uuid not null,
  name text not null,
  key_hash bytea not null,
  made_at timestamp with time zone not null,
  last_used_at timestamp with time zone,
  last_used_block text,
  PRIMARY KEY (key_id),
  UNIQUE (key_hash),
  UNIQUE (key_id, account_id),
  FOREIGN KEY (account_id) REFERENCES account(account_id) ON DELETE CASCADE,
  CHECK (((length(name) >= 1) AND (length(name) <= 60)))
);
CREATE INDEX data_key_account_id_idx ON public.data_key USING btree (account_id);
comment on column data_key.key_hash is 'SHA-256 of the key, which has 256 bits of chance';

create table data_key_plant (
  key_id uuid not null,
  account_id uuid not null,
  relationship_id uuid not null,
  PRIMARY KEY (key_id, relationship_id),
  FOREIGN KEY (account_id, relationship_id) REFERENCES link(account_id, relationship_id) ON DELETE CASCADE,
  FOREIGN KEY (key_id, account_id) REFERENCES data_key(key_id, account_id) ON DELETE CASCADE
);
CREATE INDEX data_key_plant_account_id_relationship_id_idx ON public.data_key_plant USING btree (account_id, relationship_id);

create table device (
  device_hash bytea not null,
  account_id uuid not null,
  name text,
  first_seen_at timestamp with time zone not null,
  last_seen_at timestamp with time zone not null,
  PRIMARY KEY (account_id, device_hash),
  FOREIGN KEY (account_id) REFERENCES account(account_id) ON DELETE CASCADE
);
CREATE INDEX device_last_seen_at_idx ON public.device USING btree (last_seen_at);
comment on column device.device_hash is 'SHA-256 of the random token in the device''s cookie';

create table invoice (
  invoice_id uuid not null,
  delivery_id uuid not null,
  seller_id text not null,
  number text not null,
  version integer not null,
  standing boolean not null,
  content_hash bytea not null,
  kind text not null,
  issued_on date not null,
  due_on date,
  period_from date,
  period_to date,
  amount_ore bigint not null,
  kid text,
  account text,
  refers_to text[] not null,
  plant_number text,
  buyer_name text not null,
  metering_points bigint[] not null,
  document jsonb not null,
  relationship_id uuid,
  set_aside text,
  comparison jsonb,
  compared_at timestamp with time zone,
  PRIMARY KEY (invoice_id),
  UNIQUE (seller_id, number, version),
  FOREIGN KEY (delivery_id) REFERENCES invoice_delivery(delivery_id),
  CHECK (((relationship_id IS NULL) = (set_aside IS NOT NULL))),
  CHECK ((kind = ANY (ARRAY['invoice'::text, 'credit-note'::text, 'reminder'::text])))
);
CREATE INDEX invoice_delivery_id_idx ON public.invoice USING btree (delivery_id);
CREATE INDEX invoice_issued_on_idx ON public.invoice USING btree (issued_on);
CREATE INDEX invoice_plant_number_idx ON public.invoice USING btree (plant_number) WHERE (relationship_id IS NULL);
CREATE INDEX invoice_relationship_id_issued_on_idx ON public.invoice USING btree (relationship_id, issued_on DESC) WHERE (standing AND (relationship_id IS NOT NULL));
CREATE UNIQUE INDEX one_standing_invoice ON public.invoice USING btree (seller_id, number) WHERE standing;
comment on column invoice.version is 'A newer version of the same seller and number replaces the one before, which stays as a trace';
comment on column invoice.amount_ore is 'To be paid; negative where it is to be paid back';
comment on column invoice.set_aside is 'Why it belongs to no relationship';

create table invoice_attachment (
  invoice_id uuid not null,
  position integer not null,
  name text not null,
  media_type text not null,
  bytes bytea not null,
  PRIMARY KEY (invoice_id, "position"),
  FOREIGN KEY (invoice_id) REFERENCES invoice(invoice_id) ON DELETE CASCADE
);

create table invoice_delivery (
  delivery_id uuid not null,
  file_name text not null,
  received_at timestamp with time zone not null,
  PRIMARY KEY (delivery_id)
);

create table invoice_payment (
  seller_id text not null,
  number text not null,
  state text not null,
  paid_on date,
  amount_ore bigint,
  PRIMARY KEY (seller_id, number),
  CHECK ((state = ANY (ARRAY['paid'::text, 'part'::text, 'unpaid'::text])))
);

create table limit_counter (
  subject bytea not null,
  what text not null,
  hits timestamp with time zone[] not null,
  last_hit_at timestamp with time zone not null,
  PRIMARY KEY (subject, what)
);
CREATE INDEX limit_counter_last_hit_at_idx ON public.limit_counter USING btree (last_hit_at);

create table link (
  account_id uuid not null,
  relationship_id uuid not null,
  own_name text,
  favourite boolean not null default false,
  linked_at timestamp with time zone not null,
  last_viewed_at timestamp with time zone not null,
  PRIMARY KEY (account_id, relationship_id),
  FOREIGN KEY (account_id) REFERENCES account(account_id) ON DELETE CASCADE,
  FOREIGN KEY (relationship_id) REFERENCES relationship(relationship_id) ON DELETE CASCADE,
  CHECK (((length(own_name) >= 1) AND (length(own_name) <= 60)))
);
CREATE INDEX link_relationship_id_idx ON public.link USING btree (relationship_id);
CREATE UNIQUE INDEX one_favourite ON public.link USING btree (account_id) WHERE favourite;

create table meter (
  metering_point_id bigint not null,
  serial text not null,
  installed_at timestamp with time zone not null default '-infinity'::timestamp with time zone,
  removed_at timestamp with time zone not null default 'infinity'::timestamp with time zone,
  opening_energy_kwh double precision,
  opening_volume_m3 double precision,
  opening_flow_m3c double precision,
  opening_return_m3c double precision,
  closing_energy_kwh double precision,
  closing_volume_m3 double precision,
  closing_flow_m3c double precision,
  closing_return_m3c double precision,
  installed_by timestamp with time zone,
  removed_by timestamp with time zone,
  opening_reason text,
  closing_reason text,
  standstill_hours double precision,
  PRIMARY KEY (metering_point_id, serial, installed_at),
  CHECK ((installed_at < installed_by)),
  CHECK ((installed_at < removed_at)),
  CHECK ((removed_at < removed_by)),
  CHECK ((standstill_hours >= (0)::double precision))
);
CREATE INDEX meter_serial_idx ON public.meter USING btree (serial);
comment on column meter.installed_by is 'Set where only the date is known: installed between installed_at, its local midnight, and this, the next one';
comment on column meter.removed_by is 'Likewise for removed_at';
comment on column meter.opening_reason is 'Why the opening register is set aside: the readings contradict it. closing_reason likewise';
comment on column meter.standstill_hours is 'Hours from which on its standing still is spread over with the rise that follows; 0: never; null: the default';

create table meter_line (
  metering_point_id bigint not null,
  file_id integer not null,
  line integer not null,
  again integer[] not null default '{}'::integer[],
  said jsonb not null,
  PRIMARY KEY (metering_point_id, file_id, line)
);
comment on table meter_line is 'What files said of meters, in the order in which they came; meter is what follows from it';
comment on column meter_line.file_id is '0: what was known before this was kept';
comment on column meter_line.again is 'Later files that said the very same while it held';
comment on column meter_line.said is 'Serial and columns of meter; with first: the serial alone, which counts where the metering point has no meter';

create table metering_point (
  metering_point_id bigint not null,
  max_power_kw double precision,
  PRIMARY KEY (metering_point_id),
  CHECK ((max_power_kw > (0)::double precision))
);
comment on column metering_point.metering_point_id is 'The number as it is printed on the invoice';
comment on column metering_point.max_power_kw is 'What the house can use at most; a higher hour is a fault. Null: the configured default';

create table mobile_change (
  account_id uuid not null,
  session_id uuid not null,
  mobile text not null,
  mobile_typed text not null,
  started_at timestamp with time zone not null,
  old_proved_at timestamp with time zone,
  PRIMARY KEY (account_id),
  FOREIGN KEY (account_id) REFERENCES account(account_id) ON DELETE CASCADE
);

create table mobile_code (
  subject bytea not null,
  turns timestamp with time zone[] not null default '{}'::timestamp with time zone[],
  turn_ends_at timestamp with time zone,
  wrong timestamp with time zone[] not null default '{}'::timestamp with time zone[],
  code_id uuid,
  code_hash bytea,
  digits integer,
  tries integer not null default 0,
  short_wrong timestamp with time zone[] not null default '{}'::timestamp with time zone[],
  sent timestamp with time zone[] not null default '{}'::timestamp with time zone[],
  unused integer not null default 0,
  expires_at timestamp with time zone,
  used boolean not null default false,
  changed_at timestamp with time zone not null,
  PRIMARY KEY (subject)
);
CREATE INDEX mobile_code_changed_at_idx ON public.mobile_code USING btree (changed_at);
comment on column mobile_code.subject is 'Pseudonym of the mobile';
comment on column mobile_code.turns is 'When a code could be had, the last 24 hours';
comment on column mobile_code.wrong is 'Wrong codes at live challenges, hollow ones too, the last 24 hours';
comment on column mobile_code.short_wrong is 'Wrong codes while a code of six digits could have been right, the last 24 hours';
comment on column mobile_code.sent is 'When an SMS with a code went out, the last 24 hours';
comment on column mobile_code.unused is 'SMS since the last right code';

create table note (
  note_id uuid not null,
  account_id uuid not null,
  relationship_id uuid not null,
  day date not null,
  text text not null,
  PRIMARY KEY (note_id),
  FOREIGN KEY (account_id, relationship_id) REFERENCES link(account_id, relationship_id) ON DELETE CASCADE,
  CHECK (((length(text) >= 1) AND (length(text) <= 100)))
);
CREATE INDEX note_account_id_relationship_id_idx ON public.note USING btree (account_id, relationship_id);

create table price_index (
  series text not null,
  month text not null,
  ore_per_kwh numeric not null,
  vat_percent numeric not null,
  PRIMARY KEY (series, month),
  CHECK ((month ~ '^[0-9]{4}-[0-9]{2}$'::text))
);

create table price_list (
  id text not null,
  valid_from date not null,
  valid_to date,
  list jsonb not null,
  imported_at timestamp with time zone not null,
  PRIMARY KEY (id, valid_from)
);
comment on column price_list.valid_to is 'The first day on which it no longer holds; null until the next version begins';

create table price_list_replaced (
  id text not null,
  valid_from date not null,
  list jsonb not null,
  replaced_at timestamp with time zone not null
);

create table reading_beside (
  metering_point_id bigint not null,
  day date not null,
  serial text not null,
  interval_seconds integer not null,
  file_id integer not null,
  line integer not null,
  line_step integer,
  lines integer[],
  first_at timestamp with time zone not null,
  count integer not null,
  step_seconds integer,
  offsets integer[],
  quality text,
  energy_kwh double precision[],
  volume_m3 double precision[],
  flow_m3c double precision[],
  return_m3c double precision[],
  power_kw double precision[],
  flow_lh double precision[],
  flow_temperature double precision[],
  return_temperature double precision[],
  reason text,
  recorded_at timestamp with time zone not null default now(),
  energy_kwh_packed bytea,
  volume_m3_packed bytea,
  flow_m3c_packed bytea,
  return_m3c_packed bytea,
  power_kw_packed bytea,
  flow_lh_packed bytea,
  flow_temperature_packed bytea,
  return_temperature_packed bytea
);
CREATE INDEX reading_beside_file_id_idx ON public.reading_beside USING btree (file_id);
CREATE INDEX reading_beside_metering_point_id_day_idx ON public.reading_beside USING btree (metering_point_id, day);
comment on table reading_beside is 'What was delivered and is not shown, packed as in reading_day: set aside for a reason, or superseded';
comment on column reading_beside.energy_kwh is 'Null, and packed as well: delivered the very values that reading_day has now at these instants';
comment on column reading_beside.reason is 'Why it is set aside. Null: another delivery is shown in its place, or says the same';
comment on column reading_beside.energy_kwh_packed is 'Instead of energy_kwh, where the values come out of it again to their last digit: register_at(energy_kwh_packed, n)';
comment on column reading_beside.volume_m3_packed is 'Instead of volume_m3, where the values come out of it again to their last digit: register_at(volume_m3_packed, n)';
comment on column reading_beside.flow_m3c_packed is 'Instead of flow_m3c, where the values come out of it again to their last digit: register_at(flow_m3c_packed, n)';
comment on column reading_beside.return_m3c_packed is 'Instead of return_m3c, where the values come out of it again to their last digit: register_at(return_m3c_packed, n)';
comment on column reading_beside.power_kw_packed is 'Instead of power_kw, where the values come out of it again to their last digit: register_at(power_kw_packed, n)';
comment on column reading_beside.flow_lh_packed is 'Instead of flow_lh, where the values come out of it again to their last digit: register_at(flow_lh_packed, n)';
comment on column reading_beside.flow_temperature_packed is 'Instead of flow_temperature, where the values come out of it again to their last digit: register_at(flow_temperature_packed, n)';
comment on column reading_beside.return_temperature_packed is 'Instead of return_temperature, where the values come out of it again to their last digit: register_at(return_temperature_packed, n)';

create table reading_day (
  metering_point_id bigint not null,
  day date not null,
  file_id integer,
  line integer,
  first_at timestamp with time zone not null,
  line_step integer,
  step_seconds integer,
  interval_seconds integer not null default 0,
  serial text not null,
  energy_kwh double precision[],
  volume_m3 double precision[],
  flow_m3c double precision[],
  return_m3c double precision[],
  power_kw double precision[],
  flow_lh double precision[],
  flow_temperature double precision[],
  return_temperature double precision[],
  quality text,
  offsets integer[],
  files integer[],
  lines integer[],
  energy_kwh_packed bytea,
  volume_m3_packed bytea,
  flow_m3c_packed bytea,
  return_m3c_packed bytea,
  power_kw_packed bytea,
  flow_lh_packed bytea,
  flow_temperature_packed bytea,
  return_temperature_packed bytea,
  count integer,
  PRIMARY KEY (metering_point_id, day, serial, interval_seconds),
  CHECK (((energy_kwh IS NOT NULL) OR ((energy_kwh_packed IS NOT NULL) AND (count IS NOT NULL)))) NOT VALID
);
CREATE INDEX reading_day_file_id_idx ON public.reading_day USING btree (file_id);
CREATE INDEX reading_day_files_idx ON public.reading_day USING gin (files) WHERE (files IS NOT NULL);
CREATE INDEX reading_day_long ON public.reading_day USING btree (metering_point_id, day) WHERE (interval_seconds > 3900);
CREATE INDEX reading_day_unpacked ON public.reading_day USING btree (metering_point_id, day) WHERE (count IS NULL);
comment on table reading_day is 'Readings as delivered: one row per metering point, meter and local day, the n-th element of each array belongs to the n-th reading';
comment on column reading_day.line_step is 'The n-th reading stood in line + (n-1) * line_step of file_id; null: see files and lines';
comment on column reading_day.step_seconds is 'The n-th reading is at first_at + (n-1) * step_seconds; null: at first_at + offsets[n] seconds';
comment on column reading_day.interval_seconds is '0: registers at an instant. Else: use during so many seconds from the instant on';
comment on column reading_day.flow_m3c is 'Sum of m3 x degrees in the flow pipe (Kamstrup E8); return_m3c likewise (E9)';
comment on column reading_day.quality is 'One letter a reading: m measured, e estimated, h manual, c corrected; null: all m';
comment on column reading_day.energy_kwh_packed is 'Instead of energy_kwh, where the values come out of it again to their last digit: register_at(energy_kwh_packed, n)';
comment on column reading_day.volume_m3_packed is 'Instead of volume_m3, where the values come out of it again to their last digit: register_at(volume_m3_packed, n)';
comment on column reading_day.flow_m3c_packed is 'Instead of flow_m3c, where the values come out of it again to their last digit: register_at(flow_m3c_packed, n)';
comment on column reading_day.return_m3c_packed is 'Instead of return_m3c, where the values come out of it again to their last digit: register_at(return_m3c_packed, n)';
comment on column reading_day.power_kw_packed is 'Instead of power_kw, where the values come out of it again to their last digit: register_at(power_kw_packed, n)';
comment on column reading_day.flow_lh_packed is 'Instead of flow_lh, where the values come out of it again to their last digit: register_at(flow_lh_packed, n)';
comment on column reading_day.flow_temperature_packed is 'Instead of flow_temperature, where the values come out of it again to their last digit: register_at(flow_temperature_packed, n)';
comment on column reading_day.return_temperature_packed is 'Instead of return_temperature, where the values come out of it again to their last digit: register_at(return_temperature_packed, n)';
comment on column reading_day.count is 'How many readings; null: as many as energy_kwh has';

create table reading_withdrawal (
  withdrawal_id integer generated always as identity not null,
  metering_point_id bigint not null,
  from_at timestamp with time zone not null,
  to_at timestamp with time zone not null,
  last_file_id integer not null,
  withdrawn_at timestamp with time zone not null default now(),
  restored_at timestamp with time zone,
  PRIMARY KEY (withdrawal_id)
);
comment on column reading_withdrawal.last_file_id is 'What is delivered later is not withdrawn';

create table relationship (
  relationship_id uuid not null default gen_random_uuid(),
  plant_number text not null,
  customer_name text not null,
  address text not null,
  postal_code text not null,
  city text not null,
  registered_mobile text,
  valid_from timestamp with time zone not null,
  valid_to timestamp with time zone,
  customer_group text,
  price_list text,
  dwellings integer not null default 1,
  subscribed_kw double precision,
  PRIMARY KEY (relationship_id),
  UNIQUE (plant_number, valid_from),
  CHECK ((dwellings >= 1)),
  CHECK ((subscribed_kw >= (0)::double precision)),
  CHECK ((valid_to > valid_from))
);
CREATE INDEX relationship_registered_mobile_idx ON public.relationship USING btree (registered_mobile) WHERE (registered_mobile IS NOT NULL);
comment on column relationship.registered_mobile is 'E.164, as the utility knows it; null when it does not';
comment on column relationship.valid_from is 'Local midnight of the first day';
comment on column relationship.valid_to is 'Local midnight that ends the period: the first moment that belongs to somebody else. Null while it runs';
comment on column relationship.price_list is 'Id of the list chosen, where the group has several';

create table relationship_kept (
  plant_number text not null,
  valid_from timestamp with time zone not null,
  relationship_id uuid not null,
  links jsonb not null,
  kept_at timestamp with time zone not null,
  PRIMARY KEY (plant_number, valid_from)
);
comment on table relationship_kept is 'Of a relationship whose only files were withdrawn: what is needed to bring it back with its links';

create table relationship_metering_point (
  relationship_id uuid not null,
  metering_point_id bigint not null,
  address text,
  PRIMARY KEY (relationship_id, metering_point_id),
  FOREIGN KEY (relationship_id) REFERENCES relationship(relationship_id) ON DELETE CASCADE
);
CREATE INDEX relationship_metering_point_metering_point_id_idx ON public.relationship_metering_point USING btree (metering_point_id);
comment on column relationship_metering_point.address is 'Where it differs from the relationship''s';

create table relationship_version (
  plant_number text not null,
  valid_from timestamp with time zone not null,
  file_id integer not null,
  again integer[] not null default '{}'::integer[],
  said jsonb not null,
  recorded_at timestamp with time zone not null default now(),
  PRIMARY KEY (plant_number, valid_from, file_id)
);
comment on table relationship_version is 'What files of customers said of a relationship, whenever it changed; the newest that is not withdrawn holds';
comment on column relationship_version.file_id is '0: what was known before this was kept';
comment on column relationship_version.again is 'Later files that said the very same while it held';

create table session (
  session_id uuid not null,
  id_hash bytea not null,
  kind text not null,
  mobile text,
  relationship_id uuid,
  account_id uuid,
  challenge_id uuid,
  terms_due boolean not null default false,
  device text,
  address_block text not null,
  started_at timestamp with time zone not null,
  last_seen_at timestamp with time zone not null,
  PRIMARY KEY (session_id),
  UNIQUE (id_hash),
  CHECK (((kind = 'account'::text) = (account_id IS NOT NULL))),
  CHECK (((kind = 'pending'::text) OR (mobile IS NOT NULL))),
  CHECK ((kind = ANY (ARRAY['pending'::text, 'guest'::text, 'account'::text])))
);
CREATE INDEX session_account_id_idx ON public.session USING btree (account_id) WHERE (account_id IS NOT NULL);
CREATE INDEX session_mobile_idx ON public.session USING btree (mobile) WHERE (mobile IS NOT NULL);
CREATE INDEX session_started_at_idx ON public.session USING btree (started_at);

create table sms (
  sms_id uuid not null,
  subject bytea not null,
  purpose text not null,
  state text not null,
  gateway text not null,
  gateway_id text,
  failure text,
  created_at timestamp with time zone not null,
  settled_at timestamp with time zone,
  report text,
  report_at timestamp with time zone,
  PRIMARY KEY (sms_id),
  CHECK ((report = ANY (ARRAY['delivered'::text, 'undelivered'::text]))),
  CHECK ((state = ANY (ARRAY['claimed'::text, 'withheld'::text, 'accepted'::text, 'failed'::text, 'unknown'::text])))
);
CREATE INDEX sms_created_at_idx ON public.sms USING btree (created_at);
CREATE INDEX sms_gateway_gateway_id_idx ON public.sms USING btree (gateway, gateway_id) WHERE (gateway_id <> ''::text);
CREATE INDEX sms_subject_created_at_idx ON public.sms USING btree (subject, created_at);

create table sms_budget (
  day date not null,
  sent integer not null,
  PRIMARY KEY (day)
);

create table source_file (
  file_id integer generated always as identity not null,
  name text not null,
  sha256 text not null,
  profile text not null,
  imported_at timestamp with time zone not null default now(),
  read bigint not null default 0,
  stored bigint not null default 0,
  unchanged bigint not null default 0,
  corrected bigint not null default 0,
  rejected bigint not null default 0,
  withdrawn_at timestamp with time zone,
  kind text not null default 'readings'::text,
  bytes_sha256 text,
  names_meters boolean not null default false,
  PRIMARY KEY (file_id),
  UNIQUE (sha256)
);
comment on column source_file.sha256 is 'Over the profile and the bytes: the same bytes by another profile are another delivery';
comment on column source_file.bytes_sha256 is 'Of the bytes alone; null where it came before this was kept';
comment on column source_file.names_meters is 'It names meters and no metering points: whose its readings are follows from where they hung';

create table standstill (
  metering_point_id bigint not null,
  serial text not null,
  since timestamp with time zone not null,
  till timestamp with time zone not null,
  rise_kwh double precision not null,
  largest_kwh double precision not null,
  spread boolean not null,
  PRIMARY KEY (metering_point_id, since, serial)
);
comment on table standstill is 'Registers that stood still and then rose by more than that day otherwise knows: from the last reading before to the first after';
comment on column standstill.spread is 'The rise is more than the largest hour of the house within a month: it is spread over the standstill';

create table terms_acceptance (
  terms_acceptance_id bigint generated always as identity not null,
  subject bytea not null,
  version text not null,
  text_hash text not null,
  accepted_at timestamp with time zone not null,
  channel text not null,
  PRIMARY KEY (terms_acceptance_id)
);
CREATE INDEX terms_acceptance_subject_accepted_at_idx ON public.terms_acceptance USING btree (subject, accepted_at);
CREATE TRIGGER insert_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.terms_acceptance FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

create table terms_text (
  text_hash text not null,
  text text not null,
  first_accepted_at timestamp with time zone not null,
  PRIMARY KEY (text_hash)
);
comment on column terms_text.text_hash is 'SHA-256 of the paragraphs, parted by a line''s end, as hex';
comment on column terms_text.text is 'Paragraphs, parted by an empty line';

create table weather_day (
  station text not null,
  day date not null,
  temperatures real[] not null,
  PRIMARY KEY (station, day)
);
comment on column weather_day.temperatures is '°C at the beginning of the 23, 24 or 25 hours of the local day, null where unknown';

create table weather_station (
  station text not null,
  version bigint not null default 1,
  until timestamp with time zone not null,
  PRIMARY KEY (station)
);
comment on column weather_station.version is 'Counts what was taken in, so that whoever keeps the days in memory sees that they changed';
comment on column weather_station.until is 'Of the newest temperature';

create view reading as
 SELECT d.metering_point_id,
    d.day,
    d.serial,
    d.interval_seconds,
    (d.first_at + ((COALESCE(d.offsets[n.n], ((n.n - 1) * d.step_seconds)))::double precision * '00:00:01'::interval)) AS at,
    COALESCE(d.energy_kwh[n.n], register_at(d.energy_kwh_packed, n.n)) AS energy_kwh,
    COALESCE(d.volume_m3[n.n], register_at(d.volume_m3_packed, n.n)) AS volume_m3,
    COALESCE(d.flow_m3c[n.n], register_at(d.flow_m3c_packed, n.n)) AS flow_m3c,
    COALESCE(d.return_m3c[n.n], register_at(d.return_m3c_packed, n.n)) AS return_m3c,
    COALESCE(d.power_kw[n.n], register_at(d.power_kw_packed, n.n)) AS power_kw,
    COALESCE(d.flow_lh[n.n], register_at(d.flow_lh_packed, n.n)) AS flow_lh,
    COALESCE(d.flow_temperature[n.n], register_at(d.flow_temperature_packed, n.n)) AS flow_temperature,
    COALESCE(d.return_temperature[n.n], register_at(d.return_temperature_packed, n.n)) AS return_temperature,
    COALESCE(substr(d.quality, n.n, 1), 'm'::text) AS quality,
    COALESCE(d.files[n.n], d.file_id) AS file_id,
    COALESCE(d.lines[n.n], (d.line + ((n.n - 1) * d.line_step))) AS line
   FROM (reading_day d
     CROSS JOIN LATERAL generate_series(1, COALESCE(d.count, cardinality(d.energy_kwh))) n(n));

CREATE OR REPLACE FUNCTION public.pack_registers(plain double precision[])
 RETURNS bytea
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
AS $function$
  declare
    decimals integer; scale double precision; lowest double precision; highest double precision; base bigint; span bigint; width integer;
  begin
    select min(v), max(v) into lowest, highest from unnest(plain) v;
    if lowest is null or array_position(plain, null) is not null or not (lowest >= 0 and highest < 1099511627776) then return null; end if;
    select case when bool_and(round(v) = v) then 0 when bool_and(round(v * 10) / 10 = v) then 1 when bool_and(round(v * 100) / 100 = v) then 2
        when bool_and(round(v * 1000) / 1000 = v) then 3 when bool_and(round(v * 10000) / 10000 = v) then 4 end
      into decimals from unnest(plain) v;
    if decimals is null then return null; end if;
    scale := power(10, decimals);
    if highest * scale >= 1099511627776 then return null; end if;
    base := round(lowest * scale);
    span := round(highest * scale)::bigint - base;
    if span >= 16777216 then return null; end if;
    width := case when span = 0 then 0 when span < 256 then 1 when span < 65536 then 2 else 3 end;
    return set_byte('\x00'::bytea, 0, 4 * decimals + width) || substring(int8send(base) from 4) || case when width = 0 then ''::bytea else (
      select string_agg(substring(int4send((round(v * scale) - base)::integer) from 5 - width), ''::bytea order by n)
      from unnest(plain) with ordinality u (v, n)) end;
  end
$function$;

CREATE OR REPLACE FUNCTION public.refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
        begin
          raise exception '% is insert-only', tg_table_name;
        end
      $function$;

CREATE OR REPLACE FUNCTION public.register_at(packed bytea, n integer)
 RETURNS double precision
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$
      select (('x' || encode(substring(packed from 2 for 5), 'hex'))::bit(40)::bigint
        + case when get_byte(packed, 0) & 3 = 1 then get_byte(packed, 5 + n) when get_byte(packed, 0) & 3 = 2 then get_byte(packed, 4 + 2 * n) * 256 + get_byte(packed, 5 + 2 * n)
          when get_byte(packed, 0) & 3 = 3 then (get_byte(packed, 3 + 3 * n) * 256 + get_byte(packed, 4 + 3 * n)) * 256 + get_byte(packed, 5 + 3 * n) else 0 end)
        / case when get_byte(packed, 0) >> 2 = 0 then 1::float8 when get_byte(packed, 0) >> 2 = 1 then 10 when get_byte(packed, 0) >> 2 = 2 then 100 when get_byte(packed, 0) >> 2 = 3 then 1000 else 10000 end
    $function$;
