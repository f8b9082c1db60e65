import { DateTime } from 'luxon';
import type { Knex } from 'knex';
import { inPeriod, mayRead, periodDays, readerValues, type Reader } from '../account/right-to-read.ts';
import type { Services } from '../services.ts';
import { statusWords } from '../../widget/text/status.ts';
import { zone } from '../ground/zone.ts';
import { csvLine } from '../ground/csv-line.ts';
import type { Language } from '../ground/language.ts';
import type { PackedFile } from '../ground/zip-stream.ts';
import type { AccountHolder, OwnData } from '../room.ts';

/** Days in one read: a few thousand lines. */
const daysAtOnce = 100;

/** What the columns are called: for people, and in brackets for machines, which is the same in every language. */
const heads: Record<'hours' | 'days' | 'readings', Readonly<Record<Language, readonly string[]>>> = {
  hours: {
    nb: ['Fra [start]', 'Til [end]', 'Energi kWh [energy_kwh]', 'Status [status]'],
    nn: ['Frå [start]', 'Til [end]', 'Energi kWh [energy_kwh]', 'Status [status]'],
    en: ['From [start]', 'To [end]', 'Energy kWh [energy_kwh]', 'Status [status]'],
  },
  days: {
    nb: ['Dato [day]', 'Energi kWh [energy_kwh]', 'Hittil i måneden kWh [month_kwh]'],
    nn: ['Dato [day]', 'Energi kWh [energy_kwh]', 'Hittil i månaden kWh [month_kwh]'],
    en: ['Date [day]', 'Energy kWh [energy_kwh]', 'The month so far kWh [month_kwh]'],
  },
  readings: {
    nb: ['Tidspunkt [at]', 'Måler [serial]', 'Målerstand kWh [energy_kwh]', 'Volum m3 [volume_m3]', 'Kvalitet [quality]'],
    nn: ['Tidspunkt [at]', 'Målar [serial]', 'Målarstand kWh [energy_kwh]', 'Volum m3 [volume_m3]', 'Kvalitet [quality]'],
    en: ['Time [at]', 'Meter [serial]', 'Meter reading kWh [energy_kwh]', 'Volume m3 [volume_m3]', 'Quality [quality]'],
  },
};

interface StoredDay {
  day: string;
  hours: (number | null)[] | null;
  status: string;
  energy_kwh: number | null;
}

interface StoredReading {
  at: Date;
  serial: string;
  energy_kwh: number | null;
  volume_m3: number | null;
  quality: string;
}

/** Each metering point that the account is linked to: its hours and registers inside the relationship's period. */
export const ownConsumption: NonNullable<OwnData['files']> = {
  explained: {
    nb:
      'forbruk/              forbruk time for time og døgn for døgn, og målerstander, for hvert målepunkt (CSV og JSON Lines)\n' +
      'Status i JSON: m målt, e anslått (fordelt over et opphold), h håndavlest, c rettet, - mangler.',
    nn:
      'forbruk/              forbruk time for time og døgn for døgn, og målarstandar, for kvart målepunkt (CSV og JSON Lines)\n' +
      'Status i JSON: m målt, e overslag (fordelt over eit opphald), h handavlesen, c retta, - manglar.',
    en:
      'forbruk/              consumption by the hour and by the day, and meter readings, for each metering point (CSV and JSON Lines)\n' +
      'Status in JSON: m measured, e estimated (spread over a gap), h read by hand, c corrected, - missing.',
  },
  async *read(services, { accountId }: AccountHolder, language) {
    const { rows } = await services.database.raw<{ rows: { relationship_id: string; plant_number: string; point: string }[] }>(
      `select r.relationship_id, r.plant_number, p.metering_point_id::text as point
       from link join relationship r using (relationship_id) join relationship_metering_point p using (relationship_id)
       where link.account_id = :accountId order by link.linked_at, p.metering_point_id`,
      { accountId },
    );
    for (const { relationship_id, plant_number, point } of rows)
      yield* consumptionFiles(services, { relationshipId: relationship_id, accountId }, plant_number, point, language);
  },
};

/** One metering point's hours and register readings inside the reader's period, as CSV and as JSON Lines. */
function* consumptionFiles(
  { database }: Services,
  reader: Reader,
  plantNumber: string,
  point: string,
  language: Language,
): Generator<PackedFile> {
  const name = `${plantNumber}-${point}`;
  yield { name: `forbruk/timer-${name}.csv`, pieces: hoursCsv(database, reader, point, language) };
  yield { name: `forbruk/dogn-${name}.csv`, pieces: daysCsv(database, reader, point, language) };
  yield { name: `forbruk/timer-${name}.jsonl`, pieces: jsonLines(readDays(database, reader, point)) };
  yield { name: `forbruk/malerstander-${name}.csv`, pieces: readingsCsv(database, reader, point, language) };
  yield { name: `forbruk/malerstander-${name}.jsonl`, pieces: jsonLines(readReadings(database, reader, point)) };
}

async function* hoursCsv(database: Knex, reader: Reader, point: string, language: Language): AsyncGenerator<string> {
  const words: Record<string, string> = statusWords[language];
  yield `\ufeff${csvLine(heads.hours[language])}`;
  for await (const days of readDays(database, reader, point)) {
    let text = '';
    for (const { day, hours, status } of days) {
      const midnight = DateTime.fromISO(day, { zone });
      const stamp = (slot: number) => midnight.plus({ hours: slot }).toISO({ suppressMilliseconds: true });
      for (let slot = 0; hours !== null && slot < hours.length; slot += 1)
        text += csvLine([
          stamp(slot),
          stamp(slot + 1),
          wattHours(hours[slot] ?? null),
          words[status[slot] ?? '-'] ?? statusWords[language].m,
        ]);
    }
    yield text;
  }
}

/** The days' sums, and beside them what the month has come to. */
async function* daysCsv(database: Knex, reader: Reader, point: string, language: Language): AsyncGenerator<string> {
  yield `\ufeff${csvLine(heads.days[language])}`;
  let month = { name: '', kWh: 0 };
  for await (const days of readDays(database, reader, point)) {
    let text = '';
    for (const { day, energy_kwh } of days) {
      const name = day.slice(0, 7);
      month = { name, kWh: (month.name === name ? month.kWh : 0) + (energy_kwh ?? 0) };
      text += csvLine([day, wattHours(energy_kwh), wattHours(month.kWh)]);
    }
    yield text;
  }
}

/** No meter knows more of an hour than its watt-hours: what lies behind comes from reckoning. */
const wattHours = (kWh: number | null): number | null => (kWh === null ? null : Math.round(kWh * 1000) / 1000);

async function* readingsCsv(database: Knex, reader: Reader, point: string, language: Language): AsyncGenerator<string> {
  const words: Record<string, string> = statusWords[language];
  yield `\ufeff${csvLine(heads.readings[language])}`;
  for await (const readings of readReadings(database, reader, point))
    yield readings.map((row) => csvLine([row.at, row.serial, row.energy_kwh, row.volume_m3, words[row.quality] ?? row.quality])).join('');
}

async function* jsonLines(pages: AsyncIterable<object[]>): AsyncGenerator<string> {
  for await (const rows of pages) yield rows.map((row) => `${JSON.stringify(row)}\n`).join('');
}

async function* readDays(database: Knex, reader: Reader, point: string): AsyncGenerator<StoredDay[]> {
  for await (const span of spans(database, reader, point, 'consumption_day')) {
    const { rows } = await database.raw<{ rows: StoredDay[] }>(
      `select c.day::text, c.hours, c.status, c.energy_kwh
       from consumption_day c where c.metering_point_id = :point and c.day >= :from and c.day < :to and c.day between :firstDay and :lastDay
       order by c.day`,
      { point, ...span },
    );
    yield rows.map(({ day, hours, status, energy_kwh }) => ({
      day,
      hours: hours?.map(wattHours) ?? null,
      status,
      energy_kwh: wattHours(energy_kwh),
    }));
  }
}

async function* readReadings(
  database: Knex,
  reader: Reader,
  point: string,
): AsyncGenerator<(Omit<StoredReading, 'at'> & { at: string })[]> {
  for await (const span of spans(database, reader, point, 'reading_day')) {
    const { rows } = await database.raw<{ rows: StoredReading[] }>(
      `select v.at, v.serial, v.energy_kwh, v.volume_m3, v.quality
       from reading v cross join (select cast(:validFrom as timestamptz) as valid_from, cast(:validTo as timestamptz) as valid_to) r
       where exists (select from meter m where m.metering_point_id = v.metering_point_id and m.serial = v.serial
           and v.at between m.installed_at and coalesce(m.removed_by, m.removed_at)) and v.metering_point_id = :point and v.day >= :from and v.day < :to
         and ${inPeriod('v.at')}
       order by v.at`,
      { point, ...span },
    );
    yield rows.map(({ at, serial, energy_kwh, volume_m3, quality }) => ({
      at: DateTime.fromJSDate(at, { zone }).toISO({ suppressMilliseconds: true })!,
      serial,
      energy_kwh,
      volume_m3,
      quality,
    }));
  }
}

interface Span {
  from: string;
  to: string;
  firstDay: string;
  lastDay: string;
  validFrom: Date;
  validTo: Date | null;
}

/** The stretches of days to read one after another, and the period in which they may be. Asked anew before each: the right to read may have ended meanwhile. */
async function* spans(database: Knex, reader: Reader, point: string, table: 'consumption_day' | 'reading_day'): AsyncGenerator<Span> {
  const { rows } = await database.raw<{ rows: { first: string | null; last: string | null }[] }>(
    `select min(day)::text as first, max(day)::text as last from ${table} where metering_point_id = :point`,
    { point },
  );
  const [{ first, last } = { first: null, last: null }] = rows;
  if (first === null || last === null) return;
  const open = table === 'consumption_day' ? mayRead('consumption') : mayRead('readings');
  for (let from = DateTime.fromISO(first, { zone: 'utc' }); from.toISODate()! <= last; from = from.plus({ days: daysAtOnce })) {
    const { rows: still } = await database.raw<{ rows: Omit<Span, 'from' | 'to'>[] }>(
      `select ${periodDays.first}::text as "firstDay", ${periodDays.last}::text as "lastDay", r.valid_from as "validFrom", r.valid_to as "validTo"
       from relationship r join relationship_metering_point p using (relationship_id) where ${open} and p.metering_point_id = :point`,
      { ...readerValues(reader), point },
    );
    if (still[0] === undefined) throw new Error('The right to read has ended');
    yield { ...still[0], from: from.toISODate()!, to: from.plus({ days: daysAtOnce }).toISODate()! };
  }
}
