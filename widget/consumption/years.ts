import type { Energy, YearsReply } from '../../server/contract/consumption.ts';
import type { Tone } from '../chart/model.ts';
import { listOf } from '../list-of.ts';
import { monthsByYears } from './months-by-years.ts';
import { addMonths, daysInMonth, monthsBetween } from './calendar.ts';
import { addEnergy, changeOf, isWhole, lookOf, shareOf, sumOf } from './energy.ts';
import { datesWithData, sinceOf, statusLegend, stepTo, swapNotes, type PageModel, type Words } from './page-model.ts';

type Month = YearsReply['months'][number];
const nothing: Energy = {
  energyKwh: null,
  hours: 0,
  estimatedHours: 0,
  correctedHours: 0,
  manualHours: 0,
  missingHours: 0,
  awaitedHours: 0,
};
const wholeHours = (month: string): number => daysInMonth(month) * 24;
const yearOf = ({ month }: { month: string }): string => month.slice(0, 4);

const totalOfYear = (months: readonly Month[], year: string): number | null =>
  sumOf(months.flatMap((month) => (yearOf(month) === year ? [month.energyKwh] : [])));

/** A year's total, and the same against the year before over the months that are whole in both. */
export function compareYears(
  months: readonly Month[],
  year: string,
): { totalKwh: number | null; change: number | null; compared: string[] } {
  const own = months.filter((month) => yearOf(month) === year);
  const pairs = own.flatMap((now) => {
    const before = yearBeforeOf(months, now);
    const both = before && [now, before].every((month) => isWhole(month, wholeHours(month.month)));
    return both ? [{ month: now.month, now: now.energyKwh, before: before.energyKwh }] : [];
  });
  const change = changeOf(sumOf(pairs.map(({ now }) => now)), sumOf(pairs.map(({ before }) => before)));
  return { totalKwh: totalOfYear(own, year), change, compared: pairs.map(({ month }) => month) };
}

/** All years side by side, or one of them (`year`). */
export function showYears(reply: YearsReply, year: string, words: Words): PageModel {
  const { text, format } = words;
  const years = [...new Set(reply.months.map(yearOf))].filter((name) => !year || name === year);
  const newest = years.at(-1) ?? year;
  // A year keeps its tone, also where it is shown alone.
  const newestOfAll = Number(reply.months.at(-1)?.month.slice(0, 4));
  const { totalKwh, change, compared } = compareYears(reply.months, newest);
  const dates = datesWithData(reply, format);
  const digits = reply.wholeKwh ? 0 : 1;
  const since = sinceOf(reply, words);
  const shown = reply.months.filter((month) => years.includes(yearOf(month)));
  const months = inOrder(fillGaps(shown));
  const looks = months.map((month) => (month.hours ? lookOf(month, wholeHours(month.month)) : '-')).join('');
  const span = years.length > 1 ? `${years[0]}–${newest}` : newest;
  const toneOf = (name: string): Tone => Math.max(0, 2 - (newestOfAll - Number(name))) as Tone;
  const totalOf = (name: string): string => {
    const sum = totalOfYear(reply.months, name);
    return sum === null ? name : text.yearTotal(name, format.energy(sum, digits));
  };
  const first = dates?.[0];
  const startsLate = first && first.slice(8) !== '01' && shown.some(({ month }) => month === first.slice(0, 7));
  const gap = years.length > 1 ? years.length + 0.8 : 1;
  const at = (month: string): number => (Number(month.slice(5)) - 1) * gap + years.indexOf(month.slice(0, 4));
  const of = text.inYear(newest, dates !== null && dates[1].startsWith(newest) && dates[1] < `${newest}-12-31`);
  return {
    title: span ? text.yearsTitle(span) : text.yearly,
    figure: totalKwh === null ? null : { value: format.number(totalKwh, digits), unit: 'kWh', of },
    change: change === null ? null : yearChange(change, compared, newest, words),
    hasPower: false,
    notes:
      shown.length === 0
        ? [reply.dataUntil ? text.noneFor(newest) : text.noDataAtAll]
        : [
            ...(startsLate ? [text.startsOn(format.month(first.slice(0, 7)), format.date(first))] : []),
            ...years.flatMap((name) => swapNotes(reply, name, words)),
            ...text.doubtful(addEnergy(shown), reply.overdue),
            ...(reply.wholeKwh ? [text.wholeKwh] : []),
          ],
    chart:
      shown.length === 0
        ? null
        : {
            form: 'bars',
            unit: 'kWh',
            heading: text.yearsSummary(span),
            summary: '',
            x: months.map(({ month }) => at(month)),
            values: months.map(({ energyKwh }) => energyKwh),
            domain: [0, 11 * gap + years.length - 1],
            looks,
            outline: year ? months.map((month) => yearBeforeOf(reply.months, month)?.energyKwh ?? null) : undefined,
            tones: months.map((month) => toneOf(yearOf(month))),
            ticks: listOf(12, (index) => ({
              at: index * gap + (years.length - 1) / 2,
              text: format.monthShort(`2000-${String(index + 1).padStart(2, '0')}`),
              order: index,
            })),
            describe(index) {
              const month = months[index]!;
              const before = yearBeforeOf(reply.months, month);
              const ofYear = shareOf(month.energyKwh, totalOfYear(reply.months, yearOf(month)));
              return {
                name: format.month(month.month),
                value: month.energyKwh === null ? text.words['-'] : format.energy(month.energyKwh, digits),
                share: ofYear === null ? '' : text.shareOf(format.percent(ofYear), yearOf(month)),
                status: text.status(month, looks[index] === 'u', since),
                ...(year && before?.energyKwh != null && { before: text.against(format.energy(before.energyKwh, digits), text.before) }),
              };
            },
            opens: true,
            largeStep: years.length * 3,
            goesUp: year !== '',
            sibling(index, direction) {
              const at = months.findIndex(({ month }) => month === addMonths(months[index]!.month, direction * 12));
              return at < 0 ? null : at;
            },
            table: () => {
              const before = year ? reply.months.filter((month) => yearOf(month) === String(Number(year) - 1)) : [];
              const all = [...months, ...before];
              return monthsByYears(
                all.map(({ month }) => month),
                {
                  unit: 'kWh',
                  own: months.length,
                  cell: (index) => cellOf(reply, all[index]!, words),
                  total: (name) => {
                    const sum = totalOfYear(all, name);
                    return sum === null ? '' : format.number(sum, digits);
                  },
                },
                words,
              );
            },
            words: text.chart(false, true),
            axisNumber: (value) => format.number(value, 0),
          },
    legend: [
      ...(years.length > 1 ? years.map((name) => ({ tone: toneOf(name), look: 'm' as const, text: totalOf(name) })) : []),
      ...(year && shown.some((month) => yearBeforeOf(reply.months, month))
        ? [{ tone: 2 as const, look: 'before' as const, text: text.before }]
        : []),
      ...statusLegend(looks, text),
    ],
    path: [{ at: '', text: text.allYears }, ...(year ? [{ at: year, text: year }] : [])],
    previous: year ? stepTo(String(Number(year) - 1), String, inReply(reply)) : null,
    next: year ? stepTo(String(Number(year) + 1), String, inReply(reply)) : null,
    opensAt: months.map(({ month }) => month),
  };
}

function yearBeforeOf(months: readonly Month[], { month }: Month): Month | undefined {
  const before = addMonths(month, -12);
  return months.find((other) => other.month === before);
}

/** The words of a month's cell: its value, and what is not plainly measured. */
const cellOf = ({ wholeKwh, overdue, dataUntil }: YearsReply, month: Month, words: Words): string => {
  const { text, format } = words;
  if (month.energyKwh === null) return text.words['-'];
  const unfinished = lookOf(month, wholeHours(month.month)) === 'u';
  const status = text.status(month, unfinished, sinceOf({ overdue, dataUntil }, words));
  return `${format.number(month.energyKwh, wholeKwh ? 0 : 1)}${status === text.words.m ? '' : ` (${status})`}`;
};

/** The change in a sentence; the months that it is about are named where they are not all of the year. */
export function yearChange(change: number, compared: readonly string[], year: string, { text, format }: Words): string {
  const sentence = text.change(change, text.inPeriod(String(Number(year) - 1)), format);
  return compared.length === 12 ? sentence : text.comparing(capital(monthRuns(compared, format).join(', ')), sentence);
}

const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

/** Months in words, neighbours as one stretch: `februar–april`, `juni`. */
function monthRuns(months: readonly string[], format: Words['format']): string[] {
  const runs: [first: string, last: string][] = [];
  for (const month of months) {
    const run = runs.at(-1);
    if (run && addMonths(run[1], 1) === month) run[1] = month;
    else runs.push([month, month]);
  }
  return runs.map((run) => [...new Set(run)].map((month) => format.monthNameInText(month)).join('–'));
}

/** The reply holds three years, even when there are older data. */
const inReply = ({ months }: YearsReply): [string, string] | null => (months.length ? [months[0]!.month, months.at(-1)!.month] : null);

/** A month left out between two others is missing, and seen to be. */
function fillGaps(months: readonly Month[]): Month[] {
  if (months.length === 0) return [];
  return monthsBetween(months[0]!.month, months.at(-1)!.month).map(
    (month) => months.find((own) => own.month === month) ?? { ...nothing, month },
  );
}

/** January of each year, then February of each: as they stand in the chart. */
const inOrder = (months: readonly Month[]): Month[] =>
  months.toSorted((one, other) => one.month.slice(5).localeCompare(other.month.slice(5)) || one.month.localeCompare(other.month));
