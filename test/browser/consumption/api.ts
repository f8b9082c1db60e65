import type { AnswersReply } from '../../../server/contract/answers.ts';
import type { DataSpan, DayReply, MonthReply, YearsReply } from '../../../server/contract/consumption.ts';
import type { CostForecast, CostMonthReply, CostReply } from '../../../server/contract/cost.ts';
import type { Endpoints } from '../../../server/contract/endpoints.ts';
import type { Note } from '../../../server/contract/notes.ts';
import { ApiError, type Api } from '../../../widget/api.ts';

type Head = DataSpan & { wholeKwh: boolean };
type Query = { point?: string; month?: string; date?: string };

/** A server of October 2019, its 27th, and three years: counts its calls, fails when told to, waits when told to. */
export class FakeApi implements Api {
  calls: string[] = [];
  shown: undefined;
  language = 'nb';
  failing = false;
  /** Endpoints that fail while the others answer. */
  broken: string[] = [];
  #holding: Promise<void> | undefined;
  /** What the heat costs, where a price list is for the customer. */
  cost: { years: CostReply; month: CostMonthReply; forecast?: CostForecast } | undefined;
  /** What there is to say beside the numbers. */
  answers: Partial<AnswersReply> = {};
  swaps: string[] = [];
  /** The account holder's. */
  notes: Note[] = [];
  points = [{ id: '707057500000006601', address: null as string | null }];

  /** Answers wait until the returned function is called. */
  hold(): () => void {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#holding = promise;
    return () => {
      this.#holding = undefined;
      resolve();
    };
  }

  call: Api['call'] = async <E extends keyof Endpoints>(endpoint: E, input?: object): Promise<Endpoints[E]['reply']> => {
    if (this.broken.includes(endpoint)) throw new ApiError({ error: 'unreachable' });
    if (endpoint === 'GET /consumption/download') {
      this.calls.push(`${endpoint} ${new URLSearchParams((input as { query: Record<string, string> }).query)}`);
      return new Blob(['file']) as unknown as Endpoints[E]['reply'];
    }
    if (endpoint.includes('/notes')) {
      const { body, path } = input as { body?: Omit<Note, 'id'>; path?: Pick<Note, 'id'> };
      this.calls.push([endpoint, path?.id, body && `${body.date} ${body.text}`].filter(Boolean).join(' '));
      if (endpoint !== 'GET /notes') this.notes = this.notes.filter(({ id }) => id !== path?.id);
      if (body?.text) this.notes = [...this.notes, { id: path?.id ?? String(this.calls.length), ...body }];
      return { notes: this.notes } as unknown as Endpoints[E]['reply'];
    }
    const query = (input as { query: Query }).query;
    if (endpoint === 'GET /cost' || endpoint === 'GET /cost/month') {
      if (!this.cost) return { point: 'sum', months: [] } as unknown as Endpoints[E]['reply'];
      return this.cost[endpoint === 'GET /cost' ? 'years' : 'month'] as unknown as Endpoints[E]['reply'];
    }
    if (endpoint === 'GET /cost/forecast')
      return { point: 'sum', forecast: this.cost?.forecast ?? null } as unknown as Endpoints[E]['reply'];
    if (endpoint === 'GET /consumption/answers') {
      if (this.failing) throw new ApiError({ error: 'unreachable' });
      return { at: '', weather: null, plant: null, peaks: null, forecast: null, ...this.answers } as unknown as Endpoints[E]['reply'];
    }
    this.calls.push([endpoint, query.month ?? query.date, query.point].filter(Boolean).join(' '));
    await this.#holding;
    if (query.point === '999999') throw new ApiError({ error: 'not-found' }, 404);
    if (this.failing) throw new ApiError({ error: 'unreachable' });
    const head: Head = {
      point: query.point ?? (this.points.length > 1 ? 'sum' : this.points[0]!.id),
      points: this.points,
      dataFrom: '2018-01-03T00:00:00+01:00',
      dataUntil: '2020-12-31T23:00:00+01:00',
      overdue: false,
      hoursKeptFrom: '2017-01-01',
      daysKeptFrom: '2010-01-01',
      swaps: this.swaps,
      wholeKwh: false,
    };
    const reply = endpoint.endsWith('years') ? years(head) : query.month ? october(head, query.month) : clockDay(head, query.date!);
    return reply as unknown as Endpoints[E]['reply'];
  };
}

const measured = (energyKwh: number, hours: number) => ({
  energyKwh,
  hours,
  estimatedHours: 0,
  correctedHours: 0,
  manualHours: 0,
  missingHours: 0,
  awaitedHours: 0,
});
const two = (number: number): string => String(number).padStart(2, '0');

/** Three years. */
export const years = (head: Head): YearsReply => ({
  ...head,
  months: [2018, 2019, 2020].flatMap((year) =>
    Array.from({ length: 12 }, (_month, index) => ({
      month: `${year}-${two(index + 1)}`,
      ...measured(1000 + index * 100, new Date(year, index + 1, 0).getDate() * 24),
    })),
  ),
});

/** A month, with October 2019's numbers. */
export const october = (head: Head, month: string): MonthReply => ({
  ...head,
  month,
  total: measured(1608.9, 745),
  yearBefore: { nowKwh: 1608.9, beforeKwh: 1500, from: `${month}-01`, to: `${month}-31`, untilHour: null },
  peak: { at: '2019-10-30T08:00:00+01:00', powerKw: 6.1 },
  days: Array.from({ length: 31 }, (_day, index) => ({
    date: `${month}-${two(index + 1)}`,
    ...measured(51.9, index === 26 ? 25 : 24),
    withHours: true,
    yearBeforeKwh: 48,
  })),
  power: { start: `${month}-01T00:00:00+02:00`, powerKw: Array<number>(745).fill(2), status: 'm'.repeat(745) },
});

/** A day of 25 hours with an estimated and a missing one. */
export const clockDay = (head: Head, date: string): DayReply => ({
  ...head,
  date,
  total: { ...measured(60.9, 25), estimatedHours: 1, missingHours: 1 },
  weekBefore: { nowKwh: 60.9, beforeKwh: 50, from: date, to: date, untilHour: null },
  peak: { at: `${date}T08:00:00+01:00`, powerKw: 3.9 },
  hours: Array.from({ length: 25 }, (_hour, index) => ({
    start: index < 3 ? `${date}T${two(index)}:00:00+02:00` : `${date}T${two(index - 1)}:00:00+01:00`,
    energyKwh: index === 5 ? null : 2.5,
    status: index === 5 ? '-' : index === 6 ? 'e' : 'm',
    weekBeforeKwh: 2,
  })),
});
