import type { AnswersReply } from '../../server/contract/answers.ts';
import type { ChartModel } from '../chart/model.ts';
import type { ViewReply } from './fetch-view.ts';
import type { PageModel, Words } from './page-model.ts';
import { levelOf, type View } from './view.ts';

/** What can be switched on in the chart. */
export interface Overlays {
  temperature: boolean;
  usual: boolean;
}

/** Which overlays there is something to show of, at the stretch that the chart shows. */
export function overlaysFor(answers: AnswersReply | null, at: string, power: boolean): Overlays {
  const fits = answers?.weather && answers.at === at ? answers.weather.parts : [];
  return {
    temperature: !power && fits.some(({ temperature }) => temperature !== null),
    usual: !power && fits.some(({ usual }) => usual !== null),
  };
}

/** The chart that was drawn last, kept as long as nothing in it changes: a new model would be painted anew. */
export class DrawnChart {
  #last: { of: readonly unknown[]; chart: ChartModel } | undefined;

  /** The model's chart with what the answers add to it. `shown` are the overlays that are switched on. */
  chart(
    { chart, opensAt }: PageModel,
    answers: AnswersReply | null,
    { view, reply }: ViewWithReply,
    shown: Overlays,
    words: Words,
  ): ChartModel {
    if (!answers || answers.at !== view.at) return chart!;
    // A curve that waits for its peaks alone is drawn once, and not again for every answer.
    const of = [chart, answers, view.power, shown.temperature, shown.usual];
    if (!this.#last?.of.every((value, index) => value === of[index])) {
      const keys = levelOf(view) === 'day' ? chart!.values.map((_value, index) => String(index)) : opensAt;
      const start = view.power ? ('power' in reply ? reply.power.start : 'hours' in reply ? (reply.hours[0]?.start ?? null) : null) : null;
      this.#last = { of, chart: chartWithAnswers(chart!, answers, { keys, start, shown }, words) };
    }
    return this.#last.chart;
  }
}

/** What is on the screen, and of which reply it was made. */
interface ViewWithReply {
  view: View;
  reply: ViewReply['reply'];
}

/** The chart with temperature and what is usual, as far as they are switched on, and with the billed peaks in a curve of power. */
export function chartWithAnswers(
  chart: ChartModel,
  answers: AnswersReply,
  { keys, start, shown }: { keys: readonly string[]; start: string | null; shown: Overlays },
  { text, format }: Words,
): ChartModel {
  const { answers: words } = text;
  const parts = new Map((answers.weather?.parts ?? []).map((part) => [part.at, part]));
  const own = keys.map((key) => parts.get(key));
  const plain = chart.describe;
  const peaks = start === null || answers.peaks === null ? undefined : peaksIn(answers.peaks, start, chart.values.length);
  // The same model is not painted anew.
  if (!shown.temperature && !shown.usual && !peaks) return chart;
  return {
    ...chart,
    ...(shown.temperature && {
      line: {
        values: own.map((part) => part?.temperature ?? null),
        unit: '°C',
        describe: (index: number) => {
          const temperature = own[index]?.temperature ?? null;
          return temperature === null ? '' : words.degrees(format.temperature(temperature).replace('-', '−'));
        },
      },
    }),
    ...(shown.usual && {
      band: own.map((part) => ({ low: part?.usual?.lowKwh ?? null, high: part?.usual?.highKwh ?? null })),
      describe: (index: number) => {
        const description = plain(index);
        const usual = own[index]?.usual;
        if (!usual) return description;
        const range = words.usualWas(format.number(usual.lowKwh, 0), format.energy(usual.highKwh, 0));
        return { ...description, before: [description.before, range].filter(Boolean).join(' · ') };
      },
    }),
    ...(peaks && { peaks }),
  };
}

/** The billed hours' places in a curve that begins at `start`; undefined where none lies in it. */
function peaksIn({ peaks, meanKw }: NonNullable<AnswersReply['peaks']>, start: string, length: number): ChartModel['peaks'] {
  const indexes = peaks
    .filter(({ at }) => at.length > 10)
    .map(({ at }) => Math.round((Date.parse(at) - Date.parse(start)) / 3_600_000))
    .filter((index) => index >= 0 && index < length);
  return indexes.length > 0 ? { indexes, mean: meanKw } : undefined;
}
