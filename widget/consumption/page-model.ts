import type { DataSpan } from '../../server/contract/consumption.ts';
import type { ChartModel, Look, Tone } from '../chart/model.ts';
import type { ConsumptionText } from '../text/consumption-nb.ts';
import type { TimeMark } from './time-marks.ts';
import type { Format } from '../text/format.ts';

/** A place in time with its words, for a link. */
export interface Step {
  at: string;
  text: string;
}

/** One page in words and numbers, ready to be laid out: the three levels answer the same. */
export interface PageModel {
  title: string;
  /** The large number with its unit and, beneath, what it is. */
  figure: { value: string; unit: string; of: string } | null;
  /** Against the same stretch before, in a sentence. */
  change: string | null;
  /** Hours are there, so that power can be shown. */
  hasPower: boolean;
  /** What is incomplete, estimated or missing, and what to know. */
  notes: string[];
  /** null: nothing to draw; then `notes` say why and when. */
  chart: ChartModel | null;
  legend: { tone: Tone; look: Look | 'before' | 'weekend' | 'top' | 'peak' | TimeMark['kind']; text: string }[];
  /** From all years down to here. */
  path: Step[];
  previous: Step | null;
  next: Step | null;
  /** Where a click on the chart's n-th value leads. */
  opensAt: string[];
}

/** The words a page is made of. */
export interface Words {
  text: ConsumptionText;
  format: Format;
}

/** First and last local date with data: an instant at midnight ends the day before. */
export function datesWithData(
  { dataFrom, dataUntil }: Pick<DataSpan, 'dataFrom' | 'dataUntil'>,
  format: Format,
): [first: string, last: string] | null {
  if (!dataFrom || !dataUntil) return null;
  return [format.localDate(dataFrom), format.localDate(new Date(Date.parse(dataUntil) - 1).toISOString())];
}

/** Entries for what isn't plainly measured, as far as it is there. */
export function statusLegend(looks: string, text: ConsumptionText): PageModel['legend'] {
  const entry = (look: Exclude<Look, 'u'>): PageModel['legend'][number] => ({ tone: 2, look, text: text.words[look] });
  const all = [entry('c'), entry('h'), entry('e'), { tone: 2 as const, look: 'u' as const, text: text.unfinished }];
  return [...all, entry('-'), entry('.'), entry('s'), entry('x')].filter(({ look }) => looks.includes(look));
}

/** What the outline behind the bars is, where there is one. */
export const outlineLegend = ({ outline }: ChartModel, name: string): PageModel['legend'] =>
  outline?.some((value) => value !== null) ? [{ tone: 2, look: 'before', text: name }] : [];

/** Why there is nothing at a date (or a month): before the first data, after the last, or none at all. */
export function whyEmpty(head: DataSpan, at: string, { text, format }: Words): string {
  const dates = datesWithData(head, format);
  if (!dates) return text.noDataAtAll;
  const name = at.length === 7 ? format.monthInText(at) : format.date(at);
  if (at < head.daysKeptFrom.slice(0, at.length)) return text.daysGone(format.date(head.daysKeptFrom));
  if (at < dates[0].slice(0, at.length)) return text.noDataBefore(format.date(dates[0]));
  if (at < dates[1].slice(0, at.length)) return text.noneFor(name);
  return head.overdue ? text.overdue(format.dateTime(head.dataUntil!)) : text.notYet(name);
}

/** Since when nothing has come, in words; empty where values come as they should. */
export const sinceOf = ({ overdue, dataUntil }: Pick<DataSpan, 'overdue' | 'dataUntil'>, { format }: Words): string =>
  overdue && dataUntil ? format.date(format.localDate(new Date(Date.parse(dataUntil) - 1).toISOString())) : '';

/** Swaps of a meter in a month or on a day, as sentences. */
export const swapNotes = ({ swaps }: DataSpan, at: string, { text, format }: Words): string[] =>
  swaps.filter((date) => date.startsWith(at)).map((date) => text.swapped(format.date(date)));

/** The step before or after, unless it lies outside of the data. */
export function stepTo(at: string, name: (at: string) => string, dates: [string, string] | null): Step | null {
  const within = dates && at >= dates[0].slice(0, at.length) && at <= dates[1].slice(0, at.length);
  return within ? { at, text: name(at) } : null;
}
