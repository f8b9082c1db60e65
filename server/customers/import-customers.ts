import type { Knex } from 'knex';
import { judgeHung } from '../metering/meters/judge-hung.ts';
import { keepFirstMeters } from '../metering/meters/meter-lines.ts';
import { registerMeters, withOtherMeters } from '../metering/meters/register-meters.ts';
import { findSerialsTwice } from '../metering/meters/serial-twice.ts';
import { lockAll } from '../database/merge-lock.ts';
import { isMissed } from '../metering/screen/find-again.ts';
import { recordArrival, type Arrival } from '../metering/store/source-file.ts';
import { inOneGo } from '../database/in-one-go.ts';
import type { CustomerFault, CustomerLine } from './customers-file.ts';
import { mergeIncoming } from './merge-incoming.ts';
import { findOutdated, keepVersions } from './relationship-versions.ts';

/** What an import of customers did: relationships, except for `read`, which counts lines. */
export interface CustomersSummary {
  /** This very file was imported before. */
  known: boolean;
  read: number;
  added: number;
  changed: number;
  unchanged: number;
  /** New metering points and meters, known to the metering from now on. */
  meteringPoints: number;
  meters: number;
  /** Lines whose metering point has meters, and not this one: it is left as it is, since a swap comes by `import meters`. */
  otherMeters: OtherMeter[];
  /** Days whose consumption was computed: readings had come before their meter was known. */
  days: number;
  /** Of a known file: what later files said otherwise, and the last of them. */
  outdated: { relationships: number; file: string | null } | null;
}

export interface OtherMeter {
  line: number;
  meteringPointId: string;
  serial: string;
}

/** The lines fit together badly with each other or with what is stored; nothing was changed. */
export class CustomerFaults extends Error {
  readonly faults: readonly CustomerFault[];

  constructor(faults: readonly CustomerFault[]) {
    super(`${faults.length} fault(s)`);
    this.name = 'CustomerFaults';
    this.faults = faults;
  }
}

/**
 * Brings the stored relationships to what the lines say, all or nothing. A relationship is known by its plant number and
 * first day; the file says all of each one that it names, metering points included, and nothing of others.
 * The same bytes again stay in their old place and change nothing.
 * @throws CustomerFaults when a metering point or plant number would belong to two at the same time.
 */
export async function importCustomers(
  database: Knex,
  arrival: Arrival,
  lines: readonly CustomerLine[],
  { now, check = false }: { now: Date; check?: boolean },
): Promise<CustomersSummary> {
  return inOneGo(database, check, async (transaction) => {
    // One import at a time: what must not overlap is checked over what all of them wrote.
    await transaction.raw('lock table relationship, relationship_metering_point in share row exclusive mode');
    await lockAll(transaction);
    const { fileId, before } = await recordArrival(transaction, arrival);
    await transaction.raw(fillSql, { lines: JSON.stringify(lines) });
    const total = new Set(lines.map(({ plantNumber, validFrom }) => `${plantNumber} ${validFrom}`)).size;
    const nothing = { read: lines.length, added: 0, changed: 0, meteringPoints: 0, meters: 0, otherMeters: [], days: 0 };
    if (before) return { ...nothing, known: true, unchanged: total, outdated: await findOutdated(transaction) };
    const { added, changed } = await mergeIncoming(transaction);
    await keepVersions(transaction, fileId);
    const overlaps = await findOverlaps(transaction);
    if (overlaps.length > 0) throw new CustomerFaults(overlaps);
    await forgetForsakenMeters(transaction, lines);
    const { meteringPoints, meters } = await registerMeters(transaction, newestFirst(lines));
    await keepFirstMeters(
      transaction,
      fileId,
      lines.map(({ meteringPointId, meterSerial: serial, line }) => ({ meteringPointId, serial, line })),
    );
    const twice = await serialFaults(transaction, lines);
    if (twice.length > 0) throw new CustomerFaults(twice);
    const otherMeters = await withOtherMeters(
      transaction,
      lines.flatMap(({ line, meteringPointId, meterSerial: serial }) => (serial === null ? [] : [{ line, meteringPointId, serial }])),
    );
    const serials = meters.map(({ serial }) => serial);
    const waiting = await isMissed(transaction, serials);
    const points = meters.map(({ meteringPointId }) => meteringPointId);
    const { days } = waiting ? await judgeHung(transaction, points, serials, now) : { days: 0 };
    await transaction('source_file')
      .where({ file_id: fileId })
      .update({ read: lines.length, stored: added + changed, unchanged: total - added - changed });
    return {
      ...nothing,
      known: false,
      added,
      changed,
      unchanged: total - added - changed,
      outdated: null,
      meteringPoints,
      meters: meters.length,
      otherMeters,
      days,
    };
  });
}

/** A meter hangs at one metering point at a time; a line that names it at another, where it would be the first meter, is a slip or a move untold. */
async function serialFaults(transaction: Knex, lines: readonly CustomerLine[]): Promise<CustomerFault[]> {
  const found = await findSerialsTwice(
    transaction,
    lines.flatMap(({ meterSerial }) => meterSerial ?? []),
  );
  return found.map(({ serial, meteringPointId: one, otherMeteringPointId: other }) => {
    const { line } = lines.findLast((told) => told.meterSerial === serial && [one, other].includes(told.meteringPointId))!;
    const message = `meter ${serial} would hang at metering point ${one} and at ${other} at the same time; tell a move by import meters`;
    return { line, column: 'meter_serial', message };
  });
}

const fillSql = `
  create temporary table incoming on commit drop as
  select "line" as line, "plantNumber" as plant_number, "customerName" as customer_name, address, "postalCode" as postal_code, city,
    "registeredMobile" as registered_mobile, "validFrom" as valid_from, "validTo" as valid_to, "meteringPointId" as metering_point_id,
    "meteringPointAddress" as metering_point_address, "meterSerial" as meter_serial, prices
  from jsonb_to_recordset(:lines::jsonb) as t ("line" int, "plantNumber" text, "customerName" text, address text, "postalCode" text, city text,
    "registeredMobile" text, "validFrom" timestamptz, "validTo" timestamptz, "meteringPointId" bigint, "meteringPointAddress" text, "meterSerial" text, prices jsonb)`;

export async function findOverlaps(transaction: Knex.Transaction): Promise<CustomerFault[]> {
  const { rows } = await transaction.raw<{ rows: CustomerFault[] }>(overlapSql);
  return rows;
}

/** Two people must never read the same house's hours: neither a metering point nor a plant number is two's at once. */
const overlapSql = `
  select i.line, 'metering_point_id' as column,
    format('%s would belong to plant number %s and to %s at the same time', i.metering_point_id, r.plant_number, other.plant_number) as message
  from incoming i
  join relationship r using (plant_number, valid_from)
  join relationship_metering_point p on p.metering_point_id = i.metering_point_id and p.relationship_id <> r.relationship_id
  join relationship other on other.relationship_id = p.relationship_id
  where tstzrange(r.valid_from, r.valid_to) && tstzrange(other.valid_from, other.valid_to)
  union
  select i.line, 'valid_from', format('plant number %s has another period at the same time', r.plant_number)
  from incoming i
  join relationship r using (plant_number, valid_from)
  join relationship other on other.plant_number = r.plant_number and other.relationship_id <> r.relationship_id
  where tstzrange(r.valid_from, r.valid_to) && tstzrange(other.valid_from, other.valid_to)
  order by 1`;

/** The meter of the newest period comes first. */
const newestFirst = (lines: readonly CustomerLine[]) =>
  lines
    .toSorted((one, other) => Date.parse(other.validFrom) - Date.parse(one.validFrom) || other.line - one.line)
    .map(({ meteringPointId, meterSerial: serial }) => ({ meteringPointId, serial }));

/** A metering point mistyped, and mended by this file, must not keep its meter from where it hangs: nobody's any more, and nothing ever read. */
async function forgetForsakenMeters(transaction: Knex.Transaction, lines: readonly CustomerLine[]): Promise<void> {
  const { rows: meters } = await transaction.raw<{ rows: { id: string; serial: string }[] }>(
    `select metering_point_id::text as id, serial from meter m
     where serial = any(cast(:serials as text[])) and not metering_point_id = any(cast(:ids as bigint[]))
       and installed_at = '-infinity' and removed_at = 'infinity'
       and not exists (select from reading_day d where d.metering_point_id = m.metering_point_id)`,
    { serials: lines.flatMap(({ meterSerial }) => meterSerial ?? []), ids: lines.map(({ meteringPointId }) => meteringPointId) },
  );
  const points = meters.map(({ id }) => id);
  const owned: string[] = await transaction('relationship_metering_point').whereIn('metering_point_id', points).pluck('metering_point_id');
  for (const { id, serial } of meters)
    if (!owned.includes(id)) await transaction('meter').where({ metering_point_id: id, serial }).delete();
}
