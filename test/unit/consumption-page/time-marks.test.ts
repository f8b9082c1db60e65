import { expect, test } from 'vitest';
import { marksAt, withMarks } from '../../../widget/consumption/time-marks.ts';
import { showYears } from '../../../widget/consumption/years.ts';
import { words, years } from './replies.ts';

const notes = [
  { id: '2', date: '2020-03-20', text: 'Nye vinduer' },
  { id: '1', date: '2020-03-03', text: 'Ny dør: tett' },
  { id: '0', date: '1999-03-03', text: 'Før målingene' },
];
const reply = years({ '2019-03': 100, '2020-02': 90, '2020-03': 80 });

test('are by date, those of the stretch alone', () => {
  expect(marksAt('2020', ['2020-05-14', '2019-05-14'], notes, words).map(({ date, kind }) => `${date} ${kind}`)).toEqual([
    '2020-03-03 note',
    '2020-03-20 note',
    '2020-05-14 swap',
  ]);
});

test('stand at the foot of their value, in its words, in the legend, below the table and in a sentence', () => {
  const plain = showYears(reply, '', words);
  const { chart, legend, notes: sentences } = withMarks(plain, marksAt('', ['2019-03-14'], notes, words), words);
  const march = plain.opensAt.indexOf('2020-03');
  expect(chart!.marks).toEqual([
    { at: chart!.x[plain.opensAt.indexOf('2019-03')], kind: 'swap' },
    { at: chart!.x[march], kind: 'note' },
    { at: chart!.x[march], kind: 'note' },
  ]);
  expect(chart!.describe(march).before).toBe('3. mars 2020: Ny dør: tett · 20. mars 2020: Nye vinduer');
  expect(legend.map(({ text }) => text)).toEqual(expect.arrayContaining(['Målerbytte', 'Notat']));
  expect(sentences).toContain('20. mars 2020: Nye vinduer');
  expect(chart!.table().groups.at(-1)).toEqual({
    name: { text: 'På tidslinjen' },
    rows: [
      [{ text: '14. mars 2019' }, { text: 'Målerbytte', wide: true }],
      [{ text: '3. mars 2020' }, { text: 'Ny dør: tett', wide: true }],
      [{ text: '20. mars 2020' }, { text: 'Nye vinduer', wide: true }],
    ],
  });
});

test('leave a page without any as it is', () => {
  const plain = showYears(reply, '', words);
  expect(withMarks(plain, marksAt('', [], notes.slice(2), words), words)).toBe(plain);
});
