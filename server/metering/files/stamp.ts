import type { CsvProfile } from './profile.ts';
import { cellText, shorten, type Cell } from '../../ground/cell.ts';
import { readNumber } from './number.ts';
import { createStepper, type Period } from './period.ts';
import type { ReadingRow } from './reading-row.ts';
import { compileTimeFormat, wallSeconds, type TimeFormat } from './time-format.ts';
import { createWallClock, readZone } from './wall-clock.ts';
import { zone as ownZone } from '../../ground/zone.ts';

/** Fills in a row when it is, and how long its interval is. */
export interface StampReader {
  /** Reads the cells of the profile's time columns; throws a `StampFault`. */
  read(cells: readonly Cell[]): void;
  /** Puts what was read last into a row; `part` counts the hour columns of one row a day from 0. */
  place(row: ReadingRow, part?: number): void;
  /** Days in a workbook are counted from 1904. */
  since1904: boolean;
}

/** `column` counts the profile's time columns. */
export class StampFault extends Error {
  readonly column: number;

  constructor(message: string, column: number) {
    super(message);
    this.column = column;
  }
}

/** Days from 1899-12-30, as which spreadsheets count dates, to 1970-01-01. */
const daysTo1970 = 25_569;
const days1904 = 1462;
/** Four decimals of a day are off by up to 4.3 s. */
const slackSeconds = 5;

/** Wall-clock seconds (as if the zone were UTC) of a spreadsheet's number of days; NaN outside 1980 to 2199. */
function serialSeconds(serial: number): number {
  const exact = (serial - daysTo1970) * 86_400;
  const minute = Math.round(exact / 60) * 60;
  const seconds = Math.abs(exact - minute) <= slackSeconds ? minute : Math.round(exact);
  return seconds >= 315_532_800 && seconds < 7_258_118_400 ? seconds : Number.NaN;
}

export function createStampReader(profile: CsvProfile): StampReader {
  const { time, period, across } = profile;
  const serial = time.format === 'excel';
  const formats = (time.columns.length > 1 ? time.format.split(' ') : [time.format]).map((format) =>
    serial ? undefined : compileTimeFormat(format),
  );
  const offset = formats.some((format) => format?.offset);
  const zone = readZone(time.zone ?? ownZone);
  const clock = createWallClock(offset ? readZone('UTC') : zone);
  const length: Period = period ?? { seconds: 0, days: 0, months: 0 };
  const step = createStepper(length, zone);
  const most = time.hours === '1-25' ? 25 : 24;
  const perHour = across ? across.columns.length / (across.columns.length % 25 === 0 ? 25 : 24) : 1;
  let midnight = 0;
  let seconds = 0;
  let hour: number | undefined;

  function readCell(cell: Cell, format: TimeFormat | undefined, column: number): void {
    const text = cellText(cell);
    const fault = (hint = '') => new StampFault(`"${shorten(text)}" is not a time like ${time.format}${hint}`, column);
    if (text === '') throw new StampFault('the time is missing', column);
    if (typeof cell === 'number' || format === undefined) {
      const number = typeof cell === 'number' ? cell : readNumber(text, 0, text.length, text.includes(',') ? 44 : 46);
      const days = !format || format.has.has('day') || format.has.has('year');
      if (days) {
        const wall = serialSeconds(number + (reader.since1904 && typeof cell === 'number' ? days1904 : 0));
        if (Number.isNaN(wall)) throw fault();
        midnight = Math.floor(wall / 86_400) * 86_400;
        if (!format || format.has.has('hour')) {
          seconds = wall - midnight;
          hour = seconds / 3600;
        }
      } else if (number >= 0 && number < 1) {
        seconds = Math.round(number * 1440) * 60;
        hour = seconds / 3600;
      } else if (Number.isInteger(number) && number >= 1 && number <= 25) {
        hour = number;
        seconds = number * 3600;
      } else throw fault();
      return;
    }
    const parts = format.read(text);
    if (!parts) throw fault(hint(text, time.format));
    if (format.has.has('year')) midnight = wallSeconds(parts.year!, parts.month ?? 1, parts.day ?? 1, 0, 0, 0);
    if (parts.hour !== undefined) {
      hour = parts.hour + (parts.minute ?? 0) / 60;
      const numbered = time.hours !== undefined && parts.hour >= 1 && parts.hour <= 25 && !parts.minute && !parts.second;
      seconds = numbered ? parts.hour * 3600 : wallSeconds(1980, 1, 1, parts.hour, parts.minute ?? 0, parts.second ?? 0) - 315_532_800;
    }
    if (parts.offset !== undefined) seconds -= parts.offset;
    if (Number.isNaN(midnight) || Number.isNaN(seconds)) throw fault();
  }

  /** The n-th part of the local day by elapsed time, or by the clock with or without a column of its own for the second 02. */
  function placeNumbered(row: ReadingRow, part: number): void {
    const partSeconds = 3600 / perHour;
    const begins = clock(midnight).seconds;
    const ends = clock(midnight + 86_400).seconds;
    if (time.hours === '1-25') {
      row.seconds = begins + part * partSeconds;
      row.ambiguous = false;
      row.missing = row.seconds >= ends;
      return;
    }
    const ownColumn = across?.columns.length === 25 * perHour;
    const late = ownColumn && part >= 3 * perHour;
    const instant = clock(midnight + (late ? part - perHour : part) * partSeconds);
    row.seconds = instant.seconds;
    row.ambiguous = instant.ambiguous;
    row.missing = instant.missing;
    if (!ownColumn) return;
    if (late && part < 4 * perHour) {
      row.missing = !instant.ambiguous;
      if (instant.ambiguous) row.seconds += 3600;
    }
    row.ambiguous = false;
  }

  const reader: StampReader = {
    since1904: false,
    read(cells) {
      hour = undefined;
      seconds = 0;
      for (const [index, cell] of cells.entries()) readCell(cell, formats[index], index);
      if (time.hours && !across && !(Number.isInteger(hour) && hour! >= 1 && hour! <= most)) {
        const more = hour === 25 ? '; set "hours": "1-25" where they are counted through the day' : '';
        throw new StampFault(`hour "${hour ?? ''}" is not one of ${time.hours}${more}`, cells.length - 1);
      }
    },
    place(row, part) {
      row.intervalSeconds = length.seconds;
      if (part !== undefined || time.hours) placeNumbered(row, part ?? hour! - 1);
      else {
        const instant = clock(midnight + seconds);
        row.seconds = instant.seconds;
        row.ambiguous = instant.ambiguous;
        row.missing = instant.missing;
      }
      if (time.stamp === 'end') {
        const end = row.seconds;
        row.seconds = step(end, -1);
        row.intervalSeconds = end - row.seconds;
      } else {
        row.intervalSeconds = step(row.seconds, 1) - row.seconds;
      }
    },
  };
  return reader;
}

/** What is nearly a stamp of the format tells what to change. */
function hint(text: string, format: string): string {
  if (/^\d{5}([.,]\d+)?$/.test(text)) return ': this is a date as a spreadsheet counts it; set "format": "excel"';
  if (/(Z|[+-]\d\d(:?\d\d)?)$/.test(text) && /\d[T ]\d/.test(text) && !format.endsWith('ZZ'))
    return `; set "format": "${format}ZZ" where stamps carry an offset`;
  if (/^\d{1,2}\D\d{1,2}\D\d{2}(\D|$)/.test(text) && format.includes('yyyy'))
    return `; set "format": "${format.replace('yyyy', 'yy')}" where years have two digits`;
  if (/:\d\d:\d\d/.test(text) && !format.includes('ss') && format.includes('mm'))
    return `; set "format": "${format.replace('mm', 'mm:ss')}"`;
  if (/^\D*\d{1,4}\D\d{1,2}\D\d{1,4}$/.test(text) && format.includes('HH')) return '; a date alone needs a format without HH';
  return '';
}
