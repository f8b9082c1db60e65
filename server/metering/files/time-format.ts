/** The parts of a stamp that a format reads; what it has not is undefined. `offset` in seconds. */
export interface StampParts {
  year?: number;
  month?: number;
  day?: number;
  hour?: number;
  minute?: number;
  second?: number;
  offset?: number;
}

/** Where each part of a stamp stands, counted from its beginning, in a format whose parts are always as long; -1 where it isn't there. */
export interface FixedFormat {
  length: number;
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  literals: { at: number; code: number }[];
}

export interface TimeFormat {
  /** `Z`, `+01:00`, `+0100` or `+01` at the end. */
  offset: boolean;
  has: ReadonlySet<keyof StampParts>;
  /** For reading in place; undefined where the parts' lengths vary. */
  fixed: FixedFormat | undefined;
  /** The same stamps and those with one digit for two, several spaces for one; undefined for what is no such stamp. */
  read(text: string): StampParts | undefined;
}

const tokens: Record<string, { part: keyof StampParts; width: number }> = {
  yyyy: { part: 'year', width: 4 },
  yy: { part: 'year', width: 2 },
  MM: { part: 'month', width: 2 },
  M: { part: 'month', width: 1 },
  dd: { part: 'day', width: 2 },
  d: { part: 'day', width: 1 },
  HH: { part: 'hour', width: 2 },
  H: { part: 'hour', width: 1 },
  mm: { part: 'minute', width: 2 },
  ss: { part: 'second', width: 2 },
};
const fraction = /^S+/;

/** Compiles a format of `yyyy yy MM M dd d HH H mm ss`, `SSS` for a fraction, a closing `ZZ` for an offset, and anything else literally. */
export function compileTimeFormat(format: string): TimeFormat {
  const fixed: FixedFormat = { length: 0, year: -1, month: -1, day: -1, hour: -1, minute: -1, second: -1, literals: [] };
  const parts: { part: keyof StampParts; short: boolean }[] = [];
  let even = true;
  let offset = false;
  let pattern = '';
  let rest = format;
  while (rest) {
    if (rest === 'ZZ') {
      offset = true;
      pattern += String.raw`\s*(Z|[+-]\d\d(?::?\d\d)?)`;
      break;
    }
    const name = Object.keys(tokens).find((candidate) => rest.startsWith(candidate));
    const width = name?.length ?? fraction.exec(rest)?.[0].length ?? 1;
    if (name) {
      const token = tokens[name]!;
      if (parts.some(({ part }) => part === token.part)) throw new Error(`the time format "${format}" has ${name} twice`);
      parts.push({ part: token.part, short: name === 'yy' });
      if (name.length === 1 || name === 'yy') even = false;
      else fixed[token.part as keyof Omit<FixedFormat, 'literals' | 'length'>] = fixed.length;
      const apart = !/^\d?[yMdHms]/.test(rest.slice(width)) && !/\d\)$/.test(pattern) && !pattern.endsWith('})');
      pattern += token.part === 'year' || !apart ? String.raw`(\d{${token.width}})` : String.raw`(\d{1,2})`;
    } else if (fraction.test(rest)) {
      even = false;
      pattern += String.raw`\d+`;
    } else {
      fixed.literals.push({ at: fixed.length, code: rest.charCodeAt(0) });
      pattern += rest[0] === ' ' ? String.raw`\s+` : rest[0]!.replace(/[^\w]/, String.raw`\$&`);
    }
    fixed.length += width;
    rest = rest.slice(width);
  }
  const whole = new RegExp(`^${pattern}$`);
  return {
    offset,
    has: new Set([...parts.map(({ part }) => part), ...(offset ? (['offset'] as const) : [])]),
    fixed: even && parts.length > 0 ? fixed : undefined,
    read(text) {
      const match = whole.exec(text);
      if (!match) return undefined;
      const read: StampParts = {};
      for (const [index, { part, short }] of parts.entries()) {
        const number = Number(match[index + 1]);
        read[part] = short ? number + (number >= 80 ? 1900 : 2000) : number;
      }
      if (offset) read.offset = readOffset(match.at(-1)!);
      return read;
    },
  };
}

/** The stamp in `text` from `start` to `end` as wall-clock seconds (as if its zone were UTC), its offset taken off where it carries one; NaN when it doesn't fit. */
export function readTime(format: TimeFormat, text: string, start: number, end: number): number {
  const { fixed, offset } = format;
  if (!fixed || end - start < fixed.length || (!offset && end - start !== fixed.length)) return Number.NaN;
  for (const { at, code } of fixed.literals) if (text.charCodeAt(start + at) !== code) return Number.NaN;
  const wall = wallSeconds(
    digits(text, start + fixed.year, 4),
    fixed.month < 0 ? 1 : digits(text, start + fixed.month, 2),
    fixed.day < 0 ? 1 : digits(text, start + fixed.day, 2),
    fixed.hour < 0 ? 0 : digits(text, start + fixed.hour, 2),
    fixed.minute < 0 ? 0 : digits(text, start + fixed.minute, 2),
    fixed.second < 0 ? 0 : digits(text, start + fixed.second, 2),
  );
  return offset ? wall - readOffset(text.slice(start + fixed.length, end)) : wall;
}

/** NaN where there is no such date or time. 24:00 is 00:00 of the next day. */
export function wallSeconds(year: number, month: number, day: number, hour: number, minute: number, second: number): number {
  if (!(hour < 24 || (hour === 24 && minute === 0 && second === 0)) || !(minute < 60) || !(second < 60)) return Number.NaN;
  return midnightUtc(year, month, day) + hour * 3600 + minute * 60 + second;
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

/** In seconds; NaN for anything but an offset. */
function readOffset(text: string): number {
  if (text === 'Z') return 0;
  const match = /^([+-])(\d\d)(?::?(\d\d))?$/.exec(text.trimStart());
  if (!match || Number(match[2]) > 14 || Number(match[3] ?? 0) > 59) return Number.NaN;
  return (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 3600 + Number(match[3] ?? 0) * 60);
}
