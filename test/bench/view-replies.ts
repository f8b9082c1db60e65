// What the server answers to a customer with three years of hours, made up: for benches of the page alone.
import type { DayReply, MonthReply, PointChoice, YearsReply } from '../../server/contract/consumption.ts';
import type { Session } from '../../server/contract/session.ts';

const point: PointChoice = '707057500000006601';
const hourMs = 3_600_000;
const two = (number: number): string => String(number).padStart(2, '0');
const daysIn = (month: string): number => new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)), 0)).getUTCDate();
/** kWh of the n-th hour: more in winter, in the morning and in the evening. */
const used = (hour: number): number =>
  Math.round((3 + 2 * Math.cos((hour / 8766) * 2 * Math.PI) + Math.sin((hour / 12) * Math.PI)) * 100) / 100;
const firstHour = Date.UTC(2018, 0, 1) / hourMs;
const hourAt = (date: string): number => Date.parse(`${date}T00:00Z`) / hourMs - firstHour;

const head = {
  point,
  points: [{ id: point, address: null }],
  dataFrom: '2018-01-01T00:00:00+01:00',
  dataUntil: '2020-12-31T23:00:00+01:00',
  overdue: false,
  hoursKeptFrom: '2018-01-01',
  daysKeptFrom: '2018-01-01',
  swaps: [],
  wholeKwh: false,
};
const measured = (first: number, hours: number) => ({
  energyKwh: Array.from({ length: hours }, (_hour, index) => used(first + index)).reduce((sum, kwh) => sum + kwh, 0),
  hours,
  estimatedHours: 0,
  correctedHours: 0,
  manualHours: 0,
  missingHours: 0,
  awaitedHours: 0,
});

const years = (): YearsReply => ({
  ...head,
  months: [2018, 2019, 2020].flatMap((year) =>
    Array.from({ length: 12 }, (_month, index) => {
      const month = `${year}-${two(index + 1)}`;
      return { month, ...measured(hourAt(`${month}-01`), daysIn(month) * 24) };
    }),
  ),
});

const monthOf = (month: string): MonthReply => {
  const first = hourAt(`${month}-01`);
  const days = daysIn(month);
  return {
    ...head,
    month,
    total: measured(first, days * 24),
    yearBefore: null,
    peak: { at: `${month}-01T08:00:00+01:00`, powerKw: 6.1 },
    days: Array.from({ length: days }, (_day, index) => ({
      date: `${month}-${two(index + 1)}`,
      ...measured(first + index * 24, 24),
      withHours: true,
      yearBeforeKwh: 60 + (index % 7),
    })),
    power: {
      start: `${month}-01T00:00:00+01:00`,
      powerKw: Array.from({ length: days * 24 }, (_hour, index) => used(first + index)),
      status: 'm'.repeat(days * 24),
    },
  };
};

const dayOf = (date: string): DayReply => ({
  ...head,
  date,
  total: measured(hourAt(date), 24),
  weekBefore: null,
  peak: { at: `${date}T08:00:00+01:00`, powerKw: 3.9 },
  hours: Array.from({ length: 24 }, (_hour, index) => ({
    start: `${date}T${two(index)}:00:00+01:00`,
    energyKwh: used(hourAt(date) + index),
    status: 'm',
    weekBeforeKwh: 2,
  })),
});

const session: Session = {
  signedIn: true,
  kind: 'guest',
  mobile: '+4794059810',
  shown: 'a.b',
  relationship: {
    id: '1',
    plantNumber: '660100',
    customerName: 'Kari Eksempelsen',
    ownName: null,
    address: 'Prøveveien 12, 1607 Fredrikstad',
    favourite: false,
    endedOn: null,
  },
  linked: [],
  hasAccount: false,
  termsDue: false,
} as Session;

/** The answer to a call, or undefined where there is none. */
export function replyTo(url: URL): unknown {
  const { pathname, searchParams } = url;
  if (pathname === '/api/session') return session;
  if (pathname === '/api/start')
    return { session, utility: { name: 'Fredrikstad Fjernvarme', termsVersion: '1', smsDelayed: false, smsSpent: false } };
  if (pathname === '/api/consumption/years') return years();
  if (pathname === '/api/consumption/month') return monthOf(searchParams.get('month')!);
  if (pathname === '/api/consumption/day') return dayOf(searchParams.get('date')!);
  if (pathname === '/api/consumption/answers')
    return { at: searchParams.get('at') ?? '', weather: null, plant: null, peaks: null, forecast: null };
  return undefined;
}
