import type { DayReply, MonthReply, PointChoice, YearsReply } from '../../server/contract/consumption.ts';
import type { Api } from '../api.ts';
import { summarize } from './chart-summary.ts';
import type { BeyondYears } from './beyond-years.ts';
import type { PageModel, Words } from './page-model.ts';
import type { View } from './view.ts';
import { showYears } from './years.ts';

/** A reply with its level, so that an old one is never read as the new view's. */
export type ViewReply = { level: 'years'; reply: YearsReply } | { level: 'month'; reply: MonthReply } | { level: 'day'; reply: DayReply };

/** Fetches what a month, a day or (empty `at`) the years need. Throws as `Api.call` does. */
export async function fetchView(api: Api, at: string, point: PointChoice | undefined): Promise<ViewReply> {
  const query = point ? { point } : {};
  if (!at) return { level: 'years', reply: await api.call('GET /consumption/years', { query }) };
  if (at.length === 7) return { level: 'month', reply: await api.call('GET /consumption/month', { query: { ...query, month: at } }) };
  return { level: 'day', reply: await api.call('GET /consumption/day', { query: { ...query, date: at } }) };
}

/** What has been fetched, in words and numbers. Year and power are chosen from the reply there is, without a new call. Only the years need no `beyond`. */
export function showReply({ level, reply }: ViewReply, { at, power }: View, words: Words, beyond?: BeyondYears): PageModel {
  const model =
    level === 'years'
      ? showYears(reply, at.length === 4 ? at : '', words)
      : level === 'month'
        ? beyond!.showMonth(reply, power, words)
        : beyond!.showDay(reply, power, words);
  const { chart, figure, change } = model;
  if (!chart) return model;
  // Beside several years the sum is that of the newest.
  const total = figure && !power ? [figure.value, figure.unit, level === 'years' && figure.of].filter(Boolean).join(' ') : null;
  return { ...model, chart: { ...chart, summary: summarize(chart, { total, change }, words) } };
}
