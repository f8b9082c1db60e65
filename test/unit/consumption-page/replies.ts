import type { DataSpan, DayReply, MonthReply, YearsReply } from '../../../server/contract/consumption.ts';
import type { StatusLetter } from '../../../server/status.ts';
import type { Words } from '../../../widget/consumption/page-model.ts';
import { consumptionNb } from '../../../widget/text/consumption-nb.ts';
import { createFormat } from '../../../widget/text/format.ts';

export const words: Words = { text: consumptionNb, format: createFormat('nb') };

export const head: DataSpan & { wholeKwh: boolean } = {
  wholeKwh: false,
  point: '707057500000006601',
  points: [{ id: '707057500000006601', address: null }],
  dataFrom: '2018-01-03T00:00:00+01:00',
  dataUntil: '2020-12-31T23:00:00+01:00',
  overdue: false,
  hoursKeptFrom: '2017-01-01',
  daysKeptFrom: '2010-01-01',
  swaps: [],
};

/** A period of so many hours, measured but for the last so many. */
export const energy = (energyKwh: number | null, hours: number, missingHours = 0, estimatedHours = 0) => ({
  energyKwh,
  hours,
  missingHours,
  estimatedHours,
  correctedHours: 0,
  manualHours: 0,
  awaitedHours: 0,
});

/** One day of a month. */
export const dayOf = (date: string, of: ReturnType<typeof energy>): MonthReply['days'][number] => ({
  date,
  ...of,
  withHours: true,
  yearBeforeKwh: null,
});

const hoursOf = (month: string): number => new Date(Number(month.slice(0, 4)), Number(month.slice(5)), 0).getDate() * 24;

/** Years with these months; the value is the month's kWh. */
export const years = (months: Record<string, number>, over: Partial<YearsReply> = {}): YearsReply => ({
  ...head,
  months: Object.entries(months).map(([month, kwh]) => ({
    month,
    ...energy(kwh, hoursOf(month), month === '2018-01' ? 48 : 0),
  })),
  ...over,
});

/** The first days of a month, each of 24 hours of 1 kWh. */
export const month = (name: string, days: number, over: Partial<MonthReply> = {}): MonthReply => ({
  ...head,
  month: name,
  total: energy(days * 24, days * 24),
  yearBefore: null,
  peak: null,
  days: Array.from({ length: days }, (_day, index) => dayOf(`${name}-${String(index + 1).padStart(2, '0')}`, energy(24, 24))),
  power: { start: `${name}-01T00:00:00+01:00`, powerKw: Array<number>(days * 24).fill(1), status: 'm'.repeat(days * 24) },
  ...over,
});

/** A local day of so many hours from its first instant, each of 2 kWh but for the statuses given. */
export const day = (
  date: string,
  start: string,
  count: number,
  statuses: Record<number, StatusLetter> = {},
  over: Partial<DayReply> = {},
): DayReply => {
  const hours = Array.from({ length: count }, (_hour, index) => {
    const status = statuses[index] ?? 'm';
    return {
      start: stamp(Date.parse(start) + index * 3_600_000),
      energyKwh: '-.sx'.includes(status) ? null : 2,
      status,
      weekBeforeKwh: null,
    };
  });
  const of = (status: StatusLetter): number => hours.filter((hour) => hour.status === status).length;
  const energyKwh = of('-') + of('.') === count ? null : (count - of('-') - of('.')) * 2;
  return {
    ...head,
    date,
    total: { ...energy(energyKwh, count, of('-'), of('e')), awaitedHours: of('.'), correctedHours: of('c'), manualHours: of('h') },
    weekBefore: null,
    peak: null,
    hours,
    ...over,
  };
};

/** As the server writes instants: Norway's clock with its offset. */
function stamp(instant: number): string {
  const local = new Date(instant).toLocaleString('sv-SE', { timeZone: 'Europe/Oslo' }).replace(' ', 'T');
  const offset = Math.round((Date.parse(`${local}Z`) - instant) / 3_600_000);
  return `${local}+0${offset}:00`;
}
