import type { MonthReply } from '../../server/contract/consumption.ts';
import type { StatusLetter } from '../../server/status.ts';
import type { ChartModel, TableCell, TableModel } from '../chart/model.ts';
import { listOf } from '../list-of.ts';
import { addMonths, datesOf, daysInMonth } from './calendar.ts';
import { changeInWords } from './change.ts';
import { lookOf, shareOf } from './energy.ts';
import {
  datesWithData,
  outlineLegend,
  sinceOf,
  statusLegend,
  stepTo,
  swapNotes,
  whyEmpty,
  type PageModel,
  type Words,
} from './page-model.ts';

const hourMilliseconds = 3_600_000;

/** A month: a bar a day, or with `power` the curve of its hours. */
export function showMonth(reply: MonthReply, power: boolean, words: Words): PageModel {
  const { month, total, peak, yearBefore } = reply;
  const { text, format } = words;
  const dates = datesWithData(reply, format);
  const name = format.month(month);
  const empty = total.energyKwh === null;
  const hasPower = reply.days.some(({ withHours }) => withHours);
  const gone = !empty && !hasPower;
  const chart = empty ? null : power && hasPower ? powerCurve(reply, words) : dayBars(reply, words);
  const digits = reply.wholeKwh ? 0 : 1;
  const peakTime = peak && text.hourOn(format.dayOfYear(format.localDate(peak.at)), format.hour(peak.at));
  const notes = empty
    ? [whyEmpty(reply, month, words)]
    : [
        ...(dates && dates[0] > `${month}-01` ? [text.startsOn(name, format.date(dates[0]))] : []),
        ...(dates && dates[1] < datesOf(month).at(-1)! ? [text.endsOn(name, format.date(dates[1]))] : []),
        ...(gone ? [text.hoursGone(format.date(reply.hoursKeptFrom))] : []),
        ...swapNotes(reply, month, words),
        ...text.doubtful(total, reply.overdue),
        ...(reply.wholeKwh ? [text.wholeKwh] : []),
        ...(power ? [text.whatPowerIs] : peak ? [text.peak(format.power(peak.powerKw, digits), peakTime!)] : []),
      ];
  return {
    title: name,
    figure: empty
      ? null
      : power && hasPower
        ? peak && { value: format.number(peak.powerKw, digits), unit: 'kW', of: text.highest(peakTime!) }
        : { value: format.number(total.energyKwh!, digits), unit: 'kWh', of: '' },
    change: power
      ? null
      : changeInWords(
          yearBefore,
          { shown: [`${month}-01`, datesOf(month).at(-1)!], than: text.inPeriod(format.monthInText(addMonths(month, -12))) },
          words,
        ),
    hasPower,
    notes,
    chart,
    legend: chart
      ? [
          ...outlineLegend(chart, text.before),
          { tone: 2, look: 'weekend', text: text.weekend },
          ...(chart.tops ? [{ tone: 2 as const, look: 'top' as const, text: text.dayTop }] : []),
          ...statusLegend(chart.looks, text),
        ]
      : [],
    path: [
      { at: '', text: text.allYears },
      { at: month.slice(0, 4), text: month.slice(0, 4) },
      { at: month, text: format.monthName(month) },
    ],
    previous: stepTo(addMonths(month, -1), format.month, dates),
    next: stepTo(addMonths(month, 1), format.month, dates),
    opensAt: power ? datesOfHours(reply) : reply.days.map(({ date }) => date),
  };
}

function dayBars(reply: MonthReply, words: Words): ChartModel {
  const { month, days, total, wholeKwh, overdue } = reply;
  const { text, format } = words;
  const since = sinceOf(reply, words);
  const digits = wholeKwh ? 0 : 1;
  const looks = days.map((day) => lookOf(day, 24, overdue)).join('');
  return {
    form: 'bars',
    unit: 'kWh',
    heading: text.daysSummary(format.monthInText(month)),
    summary: '',
    x: days.map(({ date }) => Number(date.slice(8))),
    values: days.map(({ energyKwh }) => energyKwh),
    domain: [1, daysInMonth(month)],
    looks,
    outline: days.map(({ yearBeforeKwh }) => yearBeforeKwh),
    shaded: datesOf(month).flatMap((date, index) => (isWeekend(date) ? [{ from: index + 0.5, to: index + 1.5 }] : [])),
    ticks: datesOf(month).map((_date, index) => ({ at: index + 1, text: String(index + 1), order: index + 1 })),
    describe(index) {
      const day = days[index]!;
      const share = shareOf(day.energyKwh, total.energyKwh);
      return {
        name: `${format.weekday(day.date)} ${format.date(day.date)}`,
        value: day.energyKwh === null ? text.hourStatus(looks[index] as StatusLetter, since) : format.energy(day.energyKwh, digits),
        share: share === null ? '' : text.shareOf(format.percent(share), format.monthNameInText(month)),
        status: text.status(day, looks[index] === 'u', since),
        before: day.yearBeforeKwh === null ? '' : text.against(format.energy(day.yearBeforeKwh, digits), text.dayBefore),
      };
    },
    opens: true,
    largeStep: 7,
    goesUp: true,
    table: () => ({
      columns: [text.chart(false, true).columns[0], 'kWh', text.before, text.chart(false, true).columns[3]],
      groups: [
        {
          rows: days.map((day, index): TableCell[] => [
            { text: `${format.weekday(day.date)} ${format.dayOfYear(day.date)}`, opens: index },
            { text: day.energyKwh === null ? '' : format.number(day.energyKwh, digits) },
            { text: day.yearBeforeKwh === null ? '' : format.number(day.yearBeforeKwh, digits) },
            {
              text:
                day.energyKwh === null
                  ? text.hourStatus(looks[index] as StatusLetter, since)
                  : text.status(day, looks[index] === 'u', since),
            },
          ]),
        },
      ],
      total: [
        { text: text.total },
        { text: total.energyKwh === null ? '' : format.number(total.energyKwh, digits) },
        { text: reply.yearBefore ? format.number(reply.yearBefore.beforeKwh, digits) : '' },
        { text: text.status(total, false, since) },
      ],
    }),
    words: text.chart(false, true),
    axisNumber: (value) => format.number(value, 0),
  };
}

function powerCurve(reply: MonthReply, words: Words): ChartModel {
  const { month, days, power } = reply;
  const { text, format } = words;
  const since = sinceOf(reply, words);
  const looks = power.status;
  const start = Date.parse(power.start);
  // A relationship may begin in the middle of the month: its days then do, too.
  const skipped = Number((days[0]?.date ?? month).slice(8) || 1) - 1;
  let passed = 0;
  let hour = 0;
  const ticks = datesOf(month).map((_date, index) => {
    const tick = { at: hour, text: String(index + 1), order: index + 1 };
    const own = days[index - skipped]?.hours;
    // The running day is as long as any other: its last hours are still to come.
    hour += own === undefined || index - skipped === days.length - 1 ? Math.max(own ?? 0, 24) : own;
    return tick;
  });
  return {
    form: 'curve',
    unit: 'kW',
    heading: text.powerSummary(format.monthInText(month)),
    summary: '',
    x: power.powerKw.map((_value, index) => skipped * 24 + index),
    domain: [0, hour],
    stepped: true,
    shaded: datesOf(month).flatMap((date, index) =>
      isWeekend(date) ? [{ from: ticks[index]!.at, to: ticks[index + 1]?.at ?? hour }] : [],
    ),
    values: power.powerKw,
    tops: days.flatMap(({ hours }) => {
      const own = power.powerKw.slice(passed, (passed += hours)).filter((kw) => kw !== null);
      const from = skipped * 24 + passed;
      return own.length ? [{ from: from - hours, to: from, value: Math.max(...own) }] : [];
    }),
    looks,
    ticks,
    describe(index) {
      const at = new Date(start + index * hourMilliseconds).toISOString();
      const value = power.powerKw[index] ?? null;
      return {
        name: text.hourOn(format.dayOfYear(format.localDate(at)), format.hour(at)),
        value: value === null ? text.hourStatus(looks[index] as StatusLetter, since) : format.power(value, reply.wholeKwh ? 0 : 2),
        share: '',
        status: value === null ? '' : text.hourStatus(looks[index] as StatusLetter),
      };
    },
    opens: true,
    largeStep: 24,
    goesUp: true,
    table: () => powerTable(reply, words),
    words: text.chart(true, true),
    axisNumber: (value) => format.number(value, Number.isInteger(value) ? 0 : 1),
  };
}

/** The hours of a month under the day that they belong to; the day alone leads on. */
function powerTable(reply: MonthReply, words: Words): TableModel {
  const { text, format } = words;
  const { power, days } = reply;
  const since = sinceOf(reply, words);
  const start = Date.parse(power.start);
  const [time, value, , status] = text.chart(true, true).columns;
  let first = 0;
  return {
    columns: [time, `${value}, kW`, status],
    groups: days.map(({ date, hours }) => {
      const from = first;
      first += hours;
      return {
        name: { text: `${format.weekday(date)} ${format.dayOfYear(date)}`, opens: from },
        rows: listOf(hours, (slot): TableCell[] => {
          const index = from + slot;
          const known = power.powerKw[index] ?? null;
          return [
            { text: format.hour(new Date(start + index * hourMilliseconds).toISOString()) },
            { text: known === null ? '' : format.number(known, reply.wholeKwh ? 0 : 2) },
            { text: text.hourStatus(power.status[index] as StatusLetter, since) },
          ];
        }),
      };
    }),
  };
}

/** Saturday or Sunday, whatever the browser's own time. */
const isWeekend = (date: string): boolean => new Date(`${date}T12:00Z`).getUTCDay() % 6 === 0;

/** The local day of each hour: days have 23, 24 or 25. */
const datesOfHours = ({ days }: MonthReply): string[] => days.flatMap(({ date, hours }) => Array<string>(hours).fill(date));
