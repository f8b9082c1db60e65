import { autumnHour, type Mark } from '../pack/reject-reason.ts';
import type { BinaryCopy } from '../../ground/binary-copy.ts';
import type { Chunk } from '../pack/meter-day.ts';
import type { KnownPoint } from '../pack/directory.ts';
import { hoursInside } from '../pack/hours-inside.ts';
import { mostBytes, packRegisters } from '../pack/packed-registers.ts';
import { quantityColumns, valueColumns } from '../files/quantity.ts';
import { stepFault } from '../pack/register-step.ts';

/** Columns of the table into which a file's readings go first, in the order in which `writeChunk` writes them. */
const columns: [name: string, type: string][] = [
  ['metering_point_id', 'bigint not null'],
  ['day', 'date not null'],
  ['serial', 'text not null'],
  ['interval_seconds', 'integer not null'],
  ['count', 'integer not null'],
  ['first_at', 'timestamptz not null'],
  ['last_at', 'timestamptz not null'],
  ['step_seconds', 'integer'],
  ['offsets', 'integer[]'],
  ['line', 'integer not null'],
  ['line_step', 'integer'],
  ['lines', 'integer[]'],
  ['first_energy_kwh', 'double precision not null'],
  ['last_energy_kwh', 'double precision not null'],
  ['suspicious', 'boolean not null'],
  ['reason', 'text'],
  // Set afterwards.
  ['identical', 'boolean'],
  ['max_power_kw', 'double precision not null'],
  ['ambiguous', 'boolean[]'],
  ['counters', 'double precision[]'],
  ['quality', 'text'],
  // For the days that are taken by differences inside themselves; stored nowhere else.
  ['first_others', 'double precision[]'],
  ['last_others', 'double precision[]'],
  ['hours', 'double precision[]'],
  ['largest_hour', 'double precision'],
  ['hours_sum', 'double precision'],
  ...valueColumns.map((name): [string, string] => [name, name.endsWith('_packed') ? 'bytea' : 'double precision[]']),
];

/** What `findOrdinary` finds of a metering point, beside its serial: columns of a work table, or, where a table more is dear, of the first of its staged rows. */
export const ordinaryColumns: [name: string, type: string][] = [
  ['first_day', 'date'],
  ['last_day', 'date'],
  ['touched_from', 'date'],
  ['first_before_kwh', 'double precision'],
  ['last_before_kwh', 'double precision'],
  ['rise_kwh', 'double precision'],
  ['hours_before', 'integer'],
  ['others_before', 'double precision[]'],
];

/** What stands between the parentheses of its `create table`. */
export const stagingColumns = [...columns, ...ordinaryColumns].map(([name, type]) => `${name} ${type}`).join(', ');

export const copyStagingSql = (table: string) => `copy ${table} (${columns.map(([name]) => name).join(', ')}) from stdin (format binary)`;

/** Writes a chunk as a row of the staging table: a sealed one, or with a mark. */
export function writeChunk(copy: BinaryCopy, point: KnownPoint, chunk: Chunk, mark?: Mark): void {
  const { count, at, lines, values, capacity } = chunk;
  const step = evenStep(at, count, 3600);
  const lineStep = evenStep(lines, count, 1);
  copy.row(columns.length);
  copy.bigint(point.id);
  copy.date(chunk.day.number);
  copy.text(chunk.serial);
  copy.int(chunk.intervalSeconds);
  copy.int(count);
  copy.instant(at[0]!);
  copy.instant(at[count - 1]!);
  if (step === undefined) {
    copy.nothing();
    copy.ints(
      Array.from(at.subarray(0, count), (seconds) => seconds - at[0]!),
      count,
    );
  } else {
    copy.int(step);
    copy.nothing();
  }
  copy.int(lines[0]!);
  if (lineStep === undefined) {
    copy.nothing();
    copy.ints(lines, count);
  } else {
    copy.int(lineStep);
    copy.nothing();
  }
  copy.double(values[0]!);
  copy.double(values[count - 1]!);
  copy.boolean(mark === undefined && chunk.intervalSeconds === 0 && hasFault(chunk, point.maxPowerKw));
  if (mark === undefined) copy.nothing();
  else copy.text(mark);
  copy.nothing();
  copy.double(point.maxPowerKw);
  if (mark === autumnHour) copy.booleans(chunk.whichAmbiguous());
  else copy.nothing();
  if (mark === autumnHour && chunk.counters) copy.doubles(chunk.counters, 0, count, true);
  else copy.nothing();
  if (chunk.qualities) copy.text(chunk.qualities.join(''));
  else copy.nothing();
  writeHours(copy, chunk, mark);
  for (let quantity = 0; quantity < quantityColumns.length; quantity++) {
    const start = quantity * capacity;
    const absent = countAbsent(values, start, count);
    packedBytes[quantity] = absent > 0 ? 0 : packRegisters(values, start, count, room(count), packedAt(quantity, count));
    if (absent === count || packedBytes[quantity]! > 0) copy.nothing();
    else copy.doubles(values, start, count, absent > 0);
  }
  for (let quantity = 0; quantity < quantityColumns.length; quantity++) {
    if (packedBytes[quantity] === 0) copy.nothing();
    else copy.bytes(packing, packedAt(quantity, count), packedBytes[quantity]!);
  }
}

/** Volume, flow and return, as `consumption_day` sums them up. */
const others = new Float64Array(3);

function writeHours(copy: BinaryCopy, chunk: Chunk, mark?: Mark): void {
  const { count, capacity, values } = chunk;
  const writeOthers = (index: number) => {
    for (let other = 0; other < others.length; other++) others[other] = values[(other + 1) * capacity + index]!;
    copy.doubles(others, 0, others.length, true);
  };
  writeOthers(0);
  const hours = mark === undefined ? hoursInside(chunk) : undefined;
  if (!hours) {
    for (let column = 0; column < 4; column++) copy.nothing();
    return;
  }
  writeOthers(count - 1);
  copy.doubles(hours.kwh, 0, count - 1, false);
  copy.double(hours.largest);
  copy.double(hours.sum);
}

let packing = Buffer.alloc(0);
const packedBytes = new Int32Array(quantityColumns.length);
const packedAt = (quantity: number, count: number) => quantity * mostBytes(count);

function room(count: number): Buffer {
  const bytes = packedAt(quantityColumns.length, count);
  if (packing.length < bytes) packing = Buffer.alloc(bytes);
  return packing;
}

function hasFault({ count, at, values }: Chunk, maxPowerKw: number): boolean {
  for (let index = 1; index < count; index++) {
    if (stepFault(values[index - 1]!, values[index]!, at[index]! - at[index - 1]!, maxPowerKw)) return true;
  }
  return false;
}

/** The same difference between all neighbours; undefined when they differ. A single one has the step `single`. */
function evenStep(values: Float64Array, count: number, single: number): number | undefined {
  if (count === 1) return single;
  const step = values[1]! - values[0]!;
  if (!Number.isInteger(step)) return undefined;
  for (let index = 2; index < count; index++) if (values[index]! - values[index - 1]! !== step) return undefined;
  return step;
}

function countAbsent(values: Float64Array, start: number, count: number): number {
  let absent = 0;
  for (let index = start; index < start + count; index++) if (Number.isNaN(values[index]!)) absent++;
  return absent;
}
