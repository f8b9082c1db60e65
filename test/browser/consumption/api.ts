import type { ConsumptionHead, DayReply, Endpoints, MonthReply, YearsReply } from '../../../server/contract.ts';
import { ApiError, type Api } from '../../../widget/api.ts';

type Query = { point?: string; month?: string; date?: string };

/** A server of October 2019, its 27th, and three years: counts its calls, fails when told to, waits when told to. */
export class FakeApi implements Api {
  calls: string[] = [];
  shown: undefined;
  failing = false;
  #holding: Promise<void> | undefined;
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
    const query = (input as { query: Query }).query;
    this.calls.push([endpoint, query.month ?? query.date, query.point].filter(Boolean).join(' '));
    await this.#holding;
    if (query.point === '999999') throw new ApiError({ error: 'not-found' }, 404);
    if (this.failing) throw new ApiError({ error: 'unreachable' });
    const head: ConsumptionHead = {
      point: query.point ?? (this.points.length > 1 ? 'sum' : this.points[0]!.id),
      points: this.points,
      dataFrom: '2018-01-03T00:00:00+01:00',
      dataUntil: '2020-12-31T23:00:00+01:00',
    };
    const reply = endpoint.endsWith('years') ? years(head) : query.month ? october(head, query.month) : clockDay(head, query.date!);
    return reply as unknown as Endpoints[E]['reply'];
  };
}

const measured = (energyKwh: number, hours: number) => ({ energyKwh, hours, estimatedHours: 0, missingHours: 0 });
const two = (number: number): string => String(number).padStart(2, '0');

/** Three years. */
export const years = (head: ConsumptionHead): YearsReply => ({
  ...head,
  months: [2018, 2019, 2020].flatMap((year) =>
    Array.from({ length: 12 }, (_month, index) => ({
      month: `${year}-${two(index + 1)}`,
      ...measured(1000 + index * 100, new Date(year, index + 1, 0).getDate() * 24),
    })),
  ),
});

/** A month, with October 2019's numbers. */
export const october = (head: ConsumptionHead, month: string): MonthReply => ({
  ...head,
  month,
  total: measured(1608.9, 745),
  yearBefore: { energyKwh: 1500 },
  peak: { at: '2019-10-30T08:00:00+01:00', powerKw: 6.1 },
  days: Array.from({ length: 31 }, (_day, index) => ({ date: `${month}-${two(index + 1)}`, ...measured(51.9, index === 26 ? 25 : 24) })),
  power: { start: `${month}-01T00:00:00+02:00`, powerKw: Array<number>(745).fill(2), status: 'm'.repeat(745) },
});

/** A day of 25 hours with an estimated and a missing one. */
export const clockDay = (head: ConsumptionHead, date: string): DayReply => ({
  ...head,
  date,
  total: { energyKwh: 60.9, hours: 25, estimatedHours: 1, missingHours: 1 },
  weekBefore: { energyKwh: 50 },
  peak: { at: `${date}T08:00:00+01:00`, powerKw: 3.9 },
  hours: Array.from({ length: 25 }, (_hour, index) => ({
    start: index < 3 ? `${date}T${two(index)}:00:00+02:00` : `${date}T${two(index - 1)}:00:00+01:00`,
    energyKwh: index === 5 ? null : 2.5,
    status: index === 5 ? 'missing' : index === 6 ? 'estimated' : 'measured',
  })),
});
