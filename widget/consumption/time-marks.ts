import type { Note } from '../../server/contract/notes.ts';
import type { ChartModel } from '../chart/model.ts';
import type { PageModel, Words } from './page-model.ts';

/** Something that happened on a day: a swap of the meter, or what the customer wrote. */
export interface TimeMark {
  /** Local date. */
  date: string;
  kind: 'swap' | 'note';
  /** In the table, where the date stands beside it. */
  short: string;
  /** As a sentence with its date. */
  text: string;
}

/** Swaps and notes of a view's stretch, by date; `at` is a year, a month, a day, or empty for all. */
export function marksAt(at: string, swaps: readonly string[], notes: readonly Note[], { text, format }: Words): TimeMark[] {
  return [
    ...swaps.map((date): TimeMark => ({ date, kind: 'swap', short: text.notes.swap, text: text.swapped(format.date(date)) })),
    ...notes.map((note): TimeMark => ({
      date: note.date,
      kind: 'note',
      short: note.text,
      text: text.notes.line(format.date(note.date), note.text),
    })),
  ]
    .filter(({ date }) => date.startsWith(at))
    .toSorted((one, other) => one.date.localeCompare(other.date));
}

/** The page with what happened in it: small marks at the foot of the chart, words with the value, in the legend, the table and below. */
export function withMarks(model: PageModel, marks: readonly TimeMark[], words: Words): PageModel {
  const { text, format } = words;
  const { chart, opensAt } = model;
  const linesOf = (shown: readonly TimeMark[]): string[] => shown.filter(({ kind }) => kind === 'note').map((mark) => mark.text);
  if (chart === null) return { ...model, notes: [...model.notes, ...linesOf(marks)] };
  const indexes = marks.map(({ date }) => (opensAt.length === 0 ? 0 : opensAt.findIndex((at) => date.startsWith(at))));
  const placed = marks.flatMap((mark, place) => (indexes[place]! < 0 ? [] : [{ ...mark, index: indexes[place]! }]));
  if (placed.length === 0) return model;
  const { describe, table } = chart;
  const marked: ChartModel = {
    ...chart,
    marks: placed.map(({ index, kind }) => ({ at: chart.x[index]!, kind })),
    describe(index) {
      const description = describe(index);
      const here = placed.filter((mark) => mark.index === index).map((mark) => mark.text);
      return { ...description, before: [description.before, ...here].filter(Boolean).join(' · ') };
    },
    table() {
      const plain = table();
      const rows = placed.map(({ date, short }) => [{ text: format.date(date) }, { text: short, wide: true }]);
      return { ...plain, groups: [...plain.groups, { name: { text: text.notes.onTimeLine }, rows }] };
    },
  };
  const kinds = [...new Set(placed.map(({ kind }) => kind))];
  return {
    ...model,
    chart: marked,
    notes: [...model.notes, ...linesOf(placed)],
    legend: [...model.legend, ...kinds.map((kind) => ({ tone: 2 as const, look: kind, text: text.notes[kind] }))],
  };
}
