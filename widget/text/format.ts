import { languages, type Language } from './languages.ts';

const zone = 'Europe/Oslo';
const hourMilliseconds = 3_600_000;

/** Words for numbers and times, in one language and in Norway's time. Made once per language by `createFormat`. */
export type Format = ReturnType<typeof createFormat>;

/**
 * Makes the formatters of a language. Local dates are `YYYY-MM-DD`, months `YYYY-MM`, instants ISO 8601 with offset.
 * Thousands and units are parted by a narrow no-break space (U+202F).
 */
export function createFormat(language: Language) {
  const { locale, clock: words } = languages[language];
  const number = (value: number, digits = 1): string =>
    new Intl.NumberFormat(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits, useGrouping: true })
      .formatToParts(value)
      .map(({ type, value: text }) => (type === 'group' ? '\u202f' : text))
      .join('');
  const withUnit =
    (unit: string, digits: number) =>
    (value: number, own = digits) =>
      `${number(value, own)}\u202f${unit}`;
  const local = (date: string, options: Intl.DateTimeFormatOptions): string =>
    new Date(`${date.length === 7 ? `${date}-01` : date}T12:00Z`).toLocaleDateString(locale, { ...options, timeZone: 'UTC' });
  const clock = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: zone });
  const hourOf = (instant: number): number =>
    Number(new Intl.DateTimeFormat('en-GB', { hour: '2-digit', hourCycle: 'h23', timeZone: zone }).format(instant));
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
    date: (date: string): string => local(date, { day: 'numeric', month: 'long', year: 'numeric' }),
    /** `27. oktober` */
    dayOfYear: (date: string): string => local(date, { day: 'numeric', month: 'long' }),
    /** `søndag` */
    weekday: (date: string): string => local(date, { weekday: 'long' }),
    /** `Oktober 2019` from a month. */
    month: (month: string): string => capital(local(month, { month: 'long', year: 'numeric' })),
    /** `Oktober` */
    monthName: (month: string): string => capital(local(month, { month: 'long' })),
    /** `oktober 2019`, and English `October 2019`, inside a sentence. */
    monthInText: (month: string): string => local(month, { month: 'long', year: 'numeric' }),
    /** `oktober` inside a sentence. */
    monthNameInText: (month: string): string => local(month, { month: 'long' }),
    /** `okt`: three letters, without a full stop. */
    monthShort: (month: string): string => local(month, { month: 'long' }).slice(0, 3),
    /** The local date (`2019-10-27`) of an instant. */
    localDate: (instant: string): string => new Date(instant).toLocaleDateString('sv-SE', { timeZone: zone }),
    /** `27. oktober 2019 kl. 02:00` */
    dateTime: (instant: string): string => {
      const date = new Date(instant).toLocaleDateString(locale, { day: 'numeric', month: 'long', year: 'numeric', timeZone: zone });
      return `${date}${words.between}${clock.format(new Date(instant))}`;
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
