import type Koa from 'koa';
import { DateTime } from 'luxon';
import type { AnswersReply } from '../../contract/answers.ts';
import type { PointChoice } from '../../contract/consumption.ts';
import { zone } from '../../ground/zone.ts';
import type { Services } from '../../services.ts';
import { statement } from '../../database/statement.ts';
import { stationWeather, type StationWeather } from '../../weather/station-weather-store.ts';
import { hourStart } from '../data-span.ts';
import { daysWithValuesSql } from '../days-with-values.ts';
import { localDays } from '../local-days.ts';
import { dayPeak, type DayPeak } from '../peaks.ts';
import { readDaysOfPoint, withoutBefore } from '../read-days.ts';
import type { OwnPoints } from '../../customers/own-points.ts';
import { readSelected, type SelectedPoints } from '../selected-points.ts';
import { statementPerPoint, terms } from '../statement-per-point.ts';
import { answerDay, answerDaySql, sumOfAnswerDays, type AnswerRow } from './answer-day.ts';
import { billedSpan, forecastOf, presentAnswers } from './answers.ts';
import type { Forecast } from './forecast.ts';
import { reckonedOnce } from './reckoned-once.ts';
import { normalWeather, type NormalWeather } from './normal-year.ts';

/** From three years before what is shown (or before the newest day) on: what is usual is learned from two. No row where there are none. */
const daysOf = statement<{ days: AnswerRow[] | null }>(
  'answers',
  `with ${daysWithValuesSql(terms)}
   select (select json_agg(${answerDaySql} order by day) from consumption_day
     where metering_point_id = ${terms.point} and day between first.day and last.day
       and day >= make_date(coalesce(:year::int, extract(year from last.day)::int) - 3, 1, 1)) as days
   from first, last`,
);

/** Every write gives a row the number of its transaction: another sum or count of them, another content. No row where there are no days. */
const stateOf = statementPerPoint<{ firstDay: string; state: string }>(
  'answers-state',
  ({
    point,
    firstDay,
    lastDay,
  }) => `select min(day)::text as "firstDay", count(*) || ' ' || sum(xmin::text::bigint) as state from consumption_day
   where metering_point_id = ${point} and day between ${firstDay} and ${lastDay} and (:year::int is null or day >= make_date(:year::int - 3, 1, 1))
   having count(*) > 0`,
);

/** What there is to say of a year, a month or a day; without `at`, of the newest year. @throws Failure as `readSelected`. */
export async function readAnswers(
  services: Services,
  ctx: Koa.Context,
  asked: PointChoice | undefined,
  at: string | undefined,
): Promise<AnswersReply> {
  const { config, now, database } = services;
  const year = at === undefined ? null : Number(at.slice(0, 4));
  const [{ selected, found }, weather] = await Promise.all([
    readSelected(services, ctx, asked, stateOf, { year }),
    stationWeather(services),
  ]);
  const today = localDay(now());
  const { firstDay, lastDay } = selected.own;
  const ground = [at, firstDay, lastDay, today, weather?.station, weather?.version, ...found.flatMap(({ id, state }) => [id, state])];
  return reckonedOnce(config, ground.join(' '), async () => {
    const rows = await Promise.all(found.map(({ id }) => daysOf(database, { year, firstDay, lastDay, point: id })));
    const points = rows.map(([row]) => (row?.days ?? []).map(answerDay)).filter((days) => days.length > 0);
    const days = points.length === 0 ? [] : sumOfAnswerDays(points);
    const shown = { at: at ?? days.at(-1)?.day.slice(0, 4) ?? today.slice(0, 4), days, rule: config.consumption.peaks };
    const span = points.length > 1 && shown.rule?.of === 'hour' ? billedSpan(shown) : null;
    return presentAnswers({
      ...shown,
      ...(span && { dayPeaks: await peaksOfSum(services, selected, span) }),
      weather,
      normal: weather && normalsOf(weather, config.weather.normals),
      cooling: config.consumption.cooling,
      instantOf: hourStart,
      today,
    });
  });
}

/** What the running year will come to, of each of some points that the customer is known to have; null where it is not known. */
export async function readForecasts(
  services: Services,
  { firstDay, lastDay }: OwnPoints,
  ids: readonly string[],
): Promise<Map<string, Forecast | null>> {
  const rows = await Promise.all(
    ids.map(async (point) => [point, await daysOf(services.database, { year: null, firstDay, lastDay, point })] as const),
  );
  const weather = await stationWeather(services);
  const normal = weather && normalsOf(weather, services.config.weather.normals);
  const today = localDay(services.now());
  return new Map(rows.map(([id, [row]]) => [id, forecastOf({ days: (row?.days ?? []).map(answerDay), weather, normal, today })]));
}

const localDay = (at: Date): string => DateTime.fromJSDate(at, { zone }).toISODate()!;

/** The peak of a sum of points is no sum of their peaks: it follows from the hours in which they ran together. */
async function peaksOfSum(services: Services, { own, ids }: SelectedPoints, span: { from: string; last: string }): Promise<DayPeak[]> {
  const { from, last: to } = span;
  const read = await Promise.all(ids.map((id) => readDaysOfPoint(services, own, id, { from, to, ...withoutBefore })));
  const points = read.flatMap(({ points: found }) => found);
  const days = localDays(from, to, points, { now: services.now(), overdue: false });
  return days.flatMap((day) => dayPeak(day, 'hour') ?? []);
}

/** Reckoned once for as long as the weather in memory stays the same. */
const normals = new WeakMap<StationWeather, NormalWeather | null>();

function normalsOf(weather: StationWeather, configured: readonly number[] | null): NormalWeather | null {
  if (!normals.has(weather)) normals.set(weather, normalWeather(weather.means, configured));
  return normals.get(weather)!;
}
