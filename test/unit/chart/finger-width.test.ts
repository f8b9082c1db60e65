import { expect, test } from 'vitest';
import { fingerWidth } from '../../../widget/chart/finger-width.ts';
import { showMonth } from '../../../widget/consumption/month.ts';
import { showYears } from '../../../widget/consumption/years.ts';
import { dayOf, energy, head, words, years } from '../consumption-page/replies.ts';

const month = showMonth(
  {
    ...head,
    month: '2019-10',
    total: energy(31, 744),
    yearBefore: null,
    peak: null,
    days: Array.from({ length: 31 }, (_, index) => dayOf(`2019-10-${String(index + 1).padStart(2, '0')}`, energy(1, 24))),
    power: { start: '2019-10-01T00:00:00+02:00', powerKw: Array<number>(744).fill(1), status: 'm'.repeat(744) },
  },
  false,
  words,
).chart!;

test('gives each day of a month 24 px where the page is narrow or a finger points', () => {
  for (const place of [
    { width: 272, coarse: false },
    { width: 272, coarse: true },
    { width: 700, coarse: true },
  ])
    expect((fingerWidth(month, place) - 44) / 31).toBeGreaterThanOrEqual(24);
});

test('leaves a mouse on a wide page, and a curve of hundreds of points, as they are', () => {
  expect(fingerWidth(month, { width: 700, coarse: false })).toBe(0);
  expect(fingerWidth({ ...month, form: 'curve', values: Array<number>(744).fill(1) }, { width: 272, coarse: true })).toBe(0);
});

test('gives each month of three years the width of a finger', () => {
  const all = Object.fromEntries(
    ['2018', '2019', '2020'].flatMap((year) =>
      Array.from({ length: 12 }, (_, index) => [`${year}-${String(index + 1).padStart(2, '0')}`, 100]),
    ),
  );
  const { chart } = showYears(years(all), '', words);
  expect((fingerWidth(chart!, { width: 272, coarse: true }) - 44) / 12).toBeGreaterThanOrEqual(44);
});
