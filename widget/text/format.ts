import { clockWords } from './clock-words.ts';
import type { Language } from './languages.ts';

const zone = 'Europe/Oslo';
const hourMilliseconds = 3_600_000;

const dateForms = {
  date: { day: 'numeric', month: 'long', year: 'numeric' },
  dayOfYear: { day: 'numeric', month: 'long' },
  weekday: { weekday: 'long' },
  month: { month: 'long', year: 'numeric' },
  monthName: { month: 'long' },
} satisfies Record<string, Intl.DateTimeFormatOptions>;

/** Making a formatter takes the browser up to 100 ms at first and 40 µs later, using one 2: each is made when it is first needed, and kept. */
function keep<Made>(make: () => Made): () => Made;
function keep<Key, Made>(make: (key: Key) => Made): (key: Key) => Made;
function keep<Key, Made>(make: (key: Key) => Made): (key: Key) => Made {
  const made = new Map<Key, Made>();
  return (key) => {
    if (!made.has(key)) made.set(key, make(key));
    return made.get(key)!;
  };
}

const hourFormat = keep(() => new Intl.DateTimeFormat('en-GB', { hour: '2-digit', hourCycle: 'h23', timeZone: zone }));
const hourOf = (instant: number): number => Number(hourFormat().format(instant));
const localDateFormat = keep(() => new Intl.DateTimeFormat('sv-SE', { timeZone: zone }));
const localDateOf = (instant: string): string => localDateFormat().format(new Date(instant));

/** Words for numbers and times, in one language and in Norway's time. Made once per language by `createFormat`. */
export type Format = ReturnType<typeof createFormat>;

/**
 * Makes the formatters of a language. Local dates are `YYYY-MM-DD`, months `YYYY-MM`, instants ISO 8601 with offset.
 * Thousands and units are parted by a narrow no-break space (U+202F).
 */
export function createFormat(language: Language) {
  const words = clockWords[language];
  const { locale } = words;
  const numbers = keep((digits: number) => {
    const format = new Intl.NumberFormat(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits, useGrouping: true });
    const group = format.formatToParts(123_456).find(({ type }) => type === 'group')?.value;
    return (value: number): string => (group ? format.format(value).replaceAll(group, '\u202f') : format.format(value));
  });
  const number = (value: number, digits = 1): string => numbers(digits)(value);
  const withUnit =
    (unit: string, digits: number) =>
    (value: number, own = digits) =>
      `${number(value, own)}\u202f${unit}`;
  const dates = keep((name: keyof typeof dateForms) => new Intl.DateTimeFormat(locale, { ...dateForms[name], timeZone: 'UTC' }));
  const local = (date: string, name: keyof typeof dateForms): string =>
    dates(name).format(new Date(`${date.length === 7 ? `${date}-01` : date}T12:00Z`));
  const clock = keep(() => new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: zone }));
  const dateHere = keep(() => new Intl.DateTimeFormat(locale, { ...dateForms.date, timeZone: zone }));
  const twoDigits = (hour: number): string => String(hour).padStart(2, '0');

  return {
    /** `1 608,9`: the number alone, for a large figure with the unit beside it. */
    number,
    /** `1 608,9 kWh` */
    energy: withUnit('kWh', 1),
    /** `3,2 kW` */
    power: withUnit('kW', 1),
    /** `12,34 m³` */
    volume: withUnit('m³', 2),
    /** `62,4 °C` */
    temperature: withUnit('°C', 1),
    /** `12 %`, from 0.12. */
    percent: (share: number, digits = 0): string => withUnit('%', digits)(share * 100),
    /** `249 kr` or `1 249,50 kr` */
    money: (nok: number): string => withUnit('kr', Number.isInteger(nok) ? 0 : 2)(nok),
    /** `0,8123` from `0.8123`: with the decimals that it is written with. */
    decimal: (written: string): string => number(Number(written), written.split('.')[1]?.length ?? 0),
    /** `27. oktober 2019` from a local date. */
    date: (date: string): string => local(date, 'date'),
    /** `27. oktober` */
    dayOfYear: (date: string): string => local(date, 'dayOfYear'),
    /** `søndag` */
    weekday: (date: string): string => words.weekdays?.[new Date(date).getUTCDay()] ?? local(date, 'weekday'),
    /** `Oktober 2019` from a month. */
    month: (month: string): string => capital(local(month, 'month')),
    /** `Oktober` */
    monthName: (month: string): string => capital(local(month, 'monthName')),
    /** `oktober 2019`, and English `October 2019`, inside a sentence. */
    monthInText: (month: string): string => local(month, 'month'),
    /** `oktober` inside a sentence. */
    monthNameInText: (month: string): string => local(month, 'monthName'),
    /** `okt`: three letters, without a full stop. */
    monthShort: (month: string): string => local(month, 'monthName').slice(0, 3),
    /** The local date (`2019-10-27`) of an instant. */
    localDate: (instant: string): string => localDateOf(instant),
    /** `27. oktober 2019 kl. 02:00` */
    dateTime: (instant: string): string => {
      const at = new Date(instant);
      return `${dateHere().format(at)}${words.between}${clock().format(at)}`;
    },
    /** `kl. 02–03`, and `kl. 02–03 (sommertid)` where that hour comes twice. */
    hour: (start: string): string => {
      const instant = Date.parse(start);
      const hour = hourOf(instant);
      const next = hourOf(instant + hourMilliseconds);
      const season = next === hour ? ` (${words.summer})` : hourOf(instant - hourMilliseconds) === hour ? ` (${words.normal})` : '';
      return `${words.before}${twoDigits(hour)}–${twoDigits((hour + 1) % 24)}${season}`;
    },
    /** `940 59 810` from E.164; other countries' numbers as they are. */
    mobile: (mobile: string): string => mobile.replace(/^\+47(\d{3})(\d{2})(\d{3})$/, '$1\u00a0$2\u00a0$3'),
  };
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
