import type { CostForecastReply, CostMonth, CostReply } from '../../server/contract/cost.ts';
import type { Description, Look } from '../chart/model.ts';
import type { Fact } from './answers.ts';
import { addMonths } from './calendar.ts';
import { summarize } from './chart-summary.ts';
import { changeOf } from './energy.ts';
import { monthsByYears } from './months-by-years.ts';
import { yearChange } from './years.ts';
import { statusLegend, type PageModel, type Words } from './page-model.ts';

/** The years' page with kroner in place of kilowatt-hours: the same months in the same places. */
export function showCostYears(page: PageModel, { months }: CostReply, { text, format }: Words): PageModel {
  const { cost: words } = text;
  const byMonth = new Map(months.map((month) => [month.month, month]));
  const shown = page.opensAt.map((month) => byMonth.get(month));
  const looks = shown.map(lookOf).join('');
  const newest = page.opensAt.reduce((last, month) => (month > last ? month : last), '').slice(0, 4);
  const first = page.opensAt.reduce((least, month) => (month < least ? month : least), newest).slice(0, 4);
  const span = first === newest ? newest : `${first}–${newest}`;
  const ofYear = months.filter(({ month }) => month.startsWith(newest));
  const known = ofYear.filter(({ totalNok }) => totalNok !== null);
  // Like for like: months that are whole in both years.
  const before = ({ month }: CostMonth): CostMonth => byMonth.get(addMonths(month, -12))!;
  const isWhole = (month: CostMonth | undefined): boolean => month?.totalNok != null && month.until === null;
  const pairs = known.filter((month) => isWhole(month) && isWhole(before(month)));
  // What ends with the last whole day or in December is the year so far; what is missing before is told.
  const lacking = ofYear.filter(({ totalNok, lack }) => totalNok === null && lack !== 'awaited');
  const soFar =
    ofYear.some(({ until, lack }) => until !== null || lack === 'awaited') || !ofYear.some(({ month }) => month.endsWith('-12'));
  const until = ofYear.find((month) => month.until !== null)?.until;
  const notes = [
    words.named,
    ...(until ? [words.until(format.date(until))] : []),
    ...(lacking.length
      ? [
          words.incomplete(lacking.map(({ month }) => format.monthNameInText(month)).join(', ')),
          ...new Set(lacking.map(({ lack }) => words.lacks[lack!])),
        ]
      : []),
    ...(shown.some((month) => month?.estimated) ? [words.estimated] : []),
  ];
  const figure = known.length === 0 ? null : { value: format.number(sum(known), 0), unit: 'kr', of: text.inYear(newest, soFar) };
  const share = changeOf(sum(pairs), sum(pairs.map(before)));
  const compared = pairs.map(({ month }) => month);
  const change = share === null ? null : yearChange(share, compared, newest, { text, format });
  const values = shown.map((month) => month?.totalNok ?? null);
  const describe = (index: number): Description => ({
    name: format.month(page.opensAt[index]!),
    value: shown[index]?.totalNok == null ? text.words['-'] : format.money(shown[index].totalNok),
    share: '',
    status: statusOf(shown[index]),
  });
  return {
    ...page,
    title: `${words.cost} ${span}`,
    figure,
    change,
    notes,
    chart: page.chart && {
      ...page.chart,
      unit: 'kr',
      heading: words.yearsSummary(span),
      summary: summarize(
        { values, looks, describe },
        { total: figure && `${figure.value} ${figure.unit} ${figure.of}`, change },
        { text, format },
      ),
      table: () =>
        monthsByYears(
          page.opensAt,
          {
            unit: 'kr',
            cell: (index) => (shown[index]?.totalNok == null ? statusOf(shown[index]) : format.number(shown[index].totalNok, 0)),
            total: (year) => {
              const own = months.filter(({ month, totalNok }) => month.startsWith(year) && totalNok !== null);
              return own.length === 0 ? '' : format.number(sum(own), 0);
            },
          },
          { text, format },
        ),
      values,
      looks,
      outline: undefined,
      describe,
      words: {
        ...text.chart(false, true),
        columns: [text.chart(false, true).columns[0], words.column, text.chart(false, true).columns[2], text.chart(false, true).columns[3]],
      },
      axisNumber: (value) => format.number(value, 0),
    },
    legend: [
      // The years in their tones, as energy has them, with what they cost.
      ...page.legend.flatMap((entry) => {
        const year = entry.look === 'm' ? /^\d{4}/.exec(entry.text)?.[0] : undefined;
        const cost = months.filter(({ month, totalNok }) => year !== undefined && month.startsWith(year) && totalNok !== null);
        if (year === undefined) return [];
        return [{ ...entry, text: cost.length === 0 ? year : text.yearTotal(year, `${format.number(sum(cost), 0)}\u202fkr`) }];
      }),
      ...statusLegend(looks, text),
    ],
  };

  function statusOf(month: CostMonth | undefined): string {
    if (month === undefined) return '';
    if (month.lack !== null) return words.lacks[month.lack];
    return [month.until ? text.unfinished : '', month.estimated ? text.words.e : ''].filter(Boolean).join(', ');
  }
}

function lookOf(month: CostMonth | undefined): Look {
  if (month === undefined || month.totalNok === null) return month?.lack === 'awaited' ? '.' : '-';
  if (month.until !== null) return 'u';
  return month.estimated ? 'e' : 'm';
}

/** What the running year will cost, as a fact beside the years in kroner. */
export function costFacts({ forecast }: CostForecastReply, { text, format }: Words): Fact[] {
  if (forecast === null) return [];
  const { cost: words, answers } = text;
  const kroner = (nok: number): string => `${format.number(nok, 0)}\u202fkr`;
  const { year, expectedNok, soFarNok, until, lowNok, highNok } = forecast;
  return [
    {
      heading: answers.forecast.heading(year),
      number: answers.forecast.expected(kroner(expectedNok)),
      sentences: [answers.forecast.sentence(kroner(soFarNok), format.dayOfYear(until), kroner(lowNok), kroner(highNok))],
      how: words.forecast,
    },
  ];
}

/** In øre, so that the sum is exact. */
const sum = (months: readonly CostMonth[]): number => months.reduce((total, { totalNok }) => total + Math.round(totalNok! * 100), 0) / 100;
