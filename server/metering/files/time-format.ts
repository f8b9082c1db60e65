/** Where each part of a stamp stands, counted from its beginning; -1 where it isn't there. */
export interface TimeFormat {
  length: number;
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  /** `Z`, `+01:00` or `+0100` at the end. */
  offset: boolean;
  literals: { at: number; code: number }[];
}

const tokens: Record<string, keyof TimeFormat> = { yyyy: 'year', MM: 'month', dd: 'day', HH: 'hour', mm: 'minute', ss: 'second' };

/** Compiles a format of `yyyy MM dd HH mm ss`, a closing `ZZ` for an offset, and anything else literally. Throws an Error that says what is missing. */
export function compileTimeFormat(format: string): TimeFormat {
  const compiled: TimeFormat = { length: 0, year: -1, month: -1, day: -1, hour: -1, minute: -1, second: -1, offset: false, literals: [] };
  let rest = format;
  while (rest) {
    const token = Object.keys(tokens).find((name) => rest.startsWith(name));
    if (rest === 'ZZ') {
      compiled.offset = true;
      break;
    }
    if (token) (compiled[tokens[token]!] as number) = compiled.length;
    else compiled.literals.push({ at: compiled.length, code: rest.charCodeAt(0) });
    const length = token?.length ?? 1;
    compiled.length += length;
    rest = rest.slice(length);
  }
  for (const name of ['yyyy', 'MM', 'dd', 'HH']) {
    if ((compiled[tokens[name]!] as number) < 0) throw new Error(`the time format "${format}" has no ${name}`);
  }
  return compiled;
}

/**
 * The stamp in `text` from `start` to `end` as wall-clock seconds (as if its zone were UTC), its offset taken off where
 * it carries one; NaN when it doesn't fit. 24:00 is 00:00 of the next day.
 */
export function readTime(format: TimeFormat, text: string, start: number, end: number): number {
  if (end - start < format.length || (!format.offset && end - start !== format.length)) return Number.NaN;
  for (const { at, code } of format.literals) if (text.charCodeAt(start + at) !== code) return Number.NaN;
  const year = digits(text, start + format.year, 4);
  const month = digits(text, start + format.month, 2);
  const day = digits(text, start + format.day, 2);
  const hour = digits(text, start + format.hour, 2);
  const minute = format.minute < 0 ? 0 : digits(text, start + format.minute, 2);
  const second = format.second < 0 ? 0 : digits(text, start + format.second, 2);
  if (!(hour < 24 || (hour === 24 && minute === 0 && second === 0)) || !(minute < 60) || !(second < 60)) return Number.NaN;
  const seconds = midnightUtc(year, month, day) + hour * 3600 + minute * 60 + second;
  return format.offset ? seconds - readOffset(text, start + format.length, end) : seconds;
}

function digits(text: string, start: number, count: number): number {
  let value = 0;
  for (let position = start; position < start + count; position++) {
    const code = text.charCodeAt(position);
    if (!(code >= 48 && code <= 57)) return Number.NaN;
    value = value * 10 + (code - 48);
  }
  return value;
}

let lastDate = -1;
let lastMidnight = Number.NaN;

/** Most stamps have the date of the one before. */
function midnightUtc(year: number, month: number, day: number): number {
  const date = year * 10_000 + month * 100 + day;
  if (date === lastDate) return lastMidnight;
  const milliseconds = Date.UTC(year, month - 1, day);
  const valid = !Number.isNaN(date) && year >= 1980 && new Date(milliseconds).getUTCDate() === day && month >= 1 && month <= 12;
  lastDate = date;
  lastMidnight = valid ? milliseconds / 1000 : Number.NaN;
  return lastMidnight;
}

function readOffset(text: string, start: number, end: number): number {
  if (end - start === 1 && text.charCodeAt(start) === 90) return 0;
  const match = /^([+-])(\d\d):?(\d\d)$/.exec(text.slice(start, end));
  return match ? (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 3600 + Number(match[3]) * 60) : Number.NaN;
}
