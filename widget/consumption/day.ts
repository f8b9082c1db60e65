import type { DayReply } from '../../server/contract/consumption.ts';
import type { ChartModel, TableCell } from '../chart/model.ts';
import { addDays } from './calendar.ts';
import { shareOf } from './energy.ts';
import { changeInWords } from './change.ts';
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

/** A day: a bar an hour, or with `power` the same as a curve; 23 or 25 hours when the clock changes. */
export function showDay(reply: DayReply, power: boolean, words: Words): PageModel {
  const { date, total, peak, weekBefore } = reply;
  const { text, format } = words;
  const dates = datesWithData(reply, format);
  const empty = total.energyKwh === null;
  const gone = !empty && reply.hours.every(({ energyKwh }) => energyKwh === null);
  const chart = empty || gone ? null : hourChart(reply, power, words);
  const digits = reply.wholeKwh ? 0 : 1;
  const clockChange = reply.hours.length === 25 ? [text.hours25] : reply.hours.length === 23 && isSpring(reply) ? [text.hours23] : [];
  const month = date.slice(0, 7);
  const notes = empty
    ? [whyEmpty(reply, date, words)]
    : [
        ...clockChange,
        ...(gone ? [text.hoursGone(format.date(reply.hoursKeptFrom))] : []),
        ...swapNotes(reply, date, words),
        ...text.doubtful(total, reply.overdue),
        ...(reply.wholeKwh ? [text.wholeKwh] : []),
        ...(power ? [text.whatPowerIs] : peak ? [text.peak(format.power(peak.powerKw, digits), format.hour(peak.at))] : []),
      ];
  return {
    title: format.date(date),
    figure: empty
      ? null
      : power
        ? peak && { value: format.number(peak.powerKw, digits), unit: 'kW', of: text.highest(format.hour(peak.at)) }
        : { value: format.number(total.energyKwh!, digits), unit: 'kWh', of: format.weekday(date) },
    change: power ? null : changeInWords(weekBefore, { shown: [date, date], than: text.weekdayBefore(format.weekday(date)) }, words),
    hasPower: !empty && !gone,
    notes,
    chart,
    legend: chart ? [...outlineLegend(chart, text.weekBefore), ...statusLegend(chart.looks, text)] : [],
    path: [
      { at: '', text: text.allYears },
      { at: date.slice(0, 4), text: date.slice(0, 4) },
      { at: month, text: format.monthName(month) },
      { at: date, text: format.dayOfYear(date) },
    ],
    previous: stepTo(addDays(date, -1), format.dayOfYear, dates),
    next: stepTo(addDays(date, 1), format.dayOfYear, dates),
    opensAt: [],
  };
}

/** Not merely a day under way: its last hour begins at 23. */
const isSpring = ({ hours }: DayReply): boolean => hours.at(-1)?.start.slice(11, 13) === '23';

function hourChart(reply: DayReply, power: boolean, words: Words): ChartModel {
  const { date, hours, total, wholeKwh } = reply;
  const { text, format } = words;
  const since = sinceOf(reply, words);
  const names = hours.map(({ start }) => format.hour(start));
  const looks = hours.map((hour) => hour.status).join('');
  const unit = power ? format.power : format.energy;
  const ticks = hourTicks(names);
  return {
    form: power ? 'curve' : 'bars',
    unit: power ? 'kW' : 'kWh',
    heading: power ? text.powerSummary(format.date(date)) : text.hoursSummary(format.date(date)),
    summary: '',
    stepped: power,
    x: hours.map((_hour, index) => index),
    values: hours.map(({ energyKwh }) => energyKwh),
    looks,
    outline: power ? undefined : hours.map(({ weekBeforeKwh }) => weekBeforeKwh),
    ticks,
    domain: [0, ticks.length - (power ? 0 : 1)],
    describe(index) {
      const { energyKwh, status, weekBeforeKwh } = hours[index]!;
      const share = power ? null : shareOf(energyKwh, total.energyKwh);
      return {
        name: names[index]!,
        value: energyKwh === null ? text.hourStatus(status, since) : unit(energyKwh, wholeKwh ? 0 : 2),
        share: share === null ? '' : text.shareOf(format.percent(share), format.dayOfYear(date)),
        status: energyKwh === null ? '' : text.hourStatus(status),
        before: weekBeforeKwh === null ? '' : text.against(format.energy(weekBeforeKwh, wholeKwh ? 0 : 2), text.hourBefore),
      };
    },
    opens: false,
    largeStep: 6,
    goesUp: true,
    table() {
      const [time, value, , status] = text.chart(power, false).columns;
      const digits = wholeKwh ? 0 : 2;
      return {
        columns: [time, power ? `${value}, kW` : 'kWh', text.weekBefore, status],
        groups: [
          {
            rows: hours.map((hour, index): TableCell[] => [
              { text: names[index]! },
              { text: hour.energyKwh === null ? '' : format.number(hour.energyKwh, digits) },
              { text: hour.weekBeforeKwh === null ? '' : format.number(hour.weekBeforeKwh, digits) },
              { text: text.hourStatus(hour.status, since) },
            ]),
          },
        ],
        ...(!power && {
          total: [
            { text: text.total },
            { text: total.energyKwh === null ? '' : format.number(total.energyKwh, digits) },
            { text: reply.weekBefore ? format.number(reply.weekBefore.beforeKwh, digits) : '' },
            { text: text.status(total, false, since) },
          ],
        }),
      };
    },
    words: text.chart(power, false),
    axisNumber: (value) => format.number(value, Number.isInteger(value) ? 0 : 1),
  };
}

/** The clock's hours under the values, to the end of the day; of the second 02 only where there is room for all. */
function hourTicks(names: string[]): ChartModel['ticks'] {
  const clock = names.map((name) => /\d\d/.exec(name)![0]);
  for (let hour = Number(clock.at(-1) ?? -1) + 1; hour < 24; hour += 1) clock.push(String(hour).padStart(2, '0'));
  // The hour that comes twice: `02s` in summer time, `02n` in normal time.
  return clock.map((text, at) => {
    const [first, second] = [text === clock[at + 1], text === clock[at - 1]];
    return { at, text: `${text}${first ? 's' : second ? 'n' : ''}`, order: second ? Number.NaN : Number(text) };
  });
}
