import { statement, type Statement } from '../database/statement.ts';
import { zone } from '../ground/zone.ts';
import type { DaysWithValues } from './days-with-values.ts';
import type { MonthFigures } from './sum-of-months.ts';

interface MonthRow {
  firstDay: string;
  lastDay: string;
  energyKwh: number;
  valueHours: number;
  estimatedHours: number;
  whole: boolean | null;
  /** Day and status of those that are not 24 measured hours: all that there is to say of the others. */
  uneven: string | null;
}

/**
 * On a Citus a statement is planned on the coordinator and again on the node that it goes to, at each call: what a view of one statement takes most of its
 * time for. Of one table, with nothing nested, it is hardly planned on the coordinator at all; so these are two, and what follows from them is reckoned here.
 */
const monthRows = statement<MonthRow>(
  'months-apart',
  `select min(day)::text as "firstDay", max(day)::text as "lastDay", sum(energy_kwh) as "energyKwh",
     sum(measured_hours + estimated_hours)::int as "valueHours", sum(estimated_hours)::int as "estimatedHours",
     bool_and(abs(energy_kwh - round(energy_kwh)) < 1e-6) filter (where estimated_hours = 0) as whole,
     string_agg(day || status, ' ') filter (where ltrim(status, 'm') <> '' or length(status) <> 24) as uneven
   from consumption_day
   where metering_point_id = :point::bigint and day between :firstDay::date and :lastDay::date and measured_hours + estimated_hours > 0
   group by date_trunc('month', day::timestamp) order by 1`,
);

const installations = statement<{ at: string; day: string }>(
  'installations',
  `select installed_at::text as at, (installed_at at time zone '${zone}')::date::text as day
   from meter where metering_point_id = :point::bigint order by installed_at`,
);

/** What `monthsSql` says of a metering point, where the metering is spread over nodes. */
export const monthsApart: Statement<DaysWithValues & { months: MonthFigures[] }> = async (database, values) => {
  const [months, meters] = await Promise.all([monthRows(database, values), installations(database, values)]);
  const [oldest, newest] = [months[0], months.at(-1)];
  if (!oldest || !newest) return [];
  const { firstDay } = oldest;
  const { lastDay } = newest;
  const uneven = new Map(months.flatMap((month) => statusesOf(month)).map((each) => [each.slice(0, 10), each.slice(10)]));
  const statusOf = (day: string): string => uneven.get(day) ?? 'm'.repeat(24);
  const firstYear = Number(lastDay.slice(0, 4)) - 2;
  const swaps = meters.filter(({ at, day }) => at !== meters[0]!.at && day > firstDay && day <= lastDay).map(({ day }) => day);
  return [
    {
      firstDay,
      firstStatus: statusOf(firstDay),
      lastDay,
      lastStatus: statusOf(lastDay),
      swaps: swaps.length > 0 ? [...new Set(swaps)] : null,
      months: months.filter((month) => Number(month.firstDay.slice(0, 4)) >= firstYear).map(monthFigures),
    },
  ];
};

const statusesOf = ({ uneven }: MonthRow): string[] => uneven?.split(' ') ?? [];

function monthFigures({ firstDay, energyKwh, valueHours, estimatedHours, whole, uneven }: MonthRow): MonthFigures {
  const hoursOf = (letter: string): number => (uneven ?? '').split(letter).length - 1;
  return [firstDay.slice(0, 7), energyKwh, valueHours, estimatedHours, hoursOf('c'), hoursOf('h'), whole ?? true];
}
