import { describe, expect, it } from 'vitest';
import { compareYears, showYears } from '../../../widget/consumption/years.ts';
import { head, words, years } from './replies.ts';

const reply = years({
  '2018-01': 2500,
  '2018-02': 2706.6,
  '2018-03': 2600,
  '2019-01': 2700,
  '2019-02': 2300,
  '2019-03': 2100,
  '2019-05': 1100,
});

describe('all years', () => {
  it('stands the years side by side in each month, oldest first', () => {
    const { chart, opensAt, legend } = showYears(reply, '', words);
    expect(opensAt.slice(0, 4)).toEqual(['2018-01', '2019-01', '2018-02', '2019-02']);
    expect(chart!.x.slice(0, 3)).toEqual([0, 1, 2.8]);
    expect(chart!.tones!.slice(0, 2)).toEqual([1, 2]);
    expect(legend.slice(0, 2).map(({ text }) => text)).toEqual(['2018: 7\u202f806,6\u202fkWh', '2019: 8\u202f200,0\u202fkWh']);
  });

  it('shows a month that nobody delivered as missing, not as zero', () => {
    const { chart, opensAt } = showYears(reply, '', words);
    const april = opensAt.indexOf('2019-04');
    expect(chart!.values[april]).toBeNull();
    expect(chart!.looks[april]).toBe('-');
    expect(chart!.describe(april)).toMatchObject({ name: 'April 2019', value: 'mangler' });
  });

  it('says that the first month is incomplete, and from when', () => {
    const { chart, notes } = showYears(reply, '', words);
    expect(notes).toEqual(['Januar 2018 er ufullstendig: målingene begynner 3. januar 2018.', 'Målerverdier mangler for 48 timer.']);
    expect(chart!.looks[0]).toBe('u');
    expect(chart!.describe(0).status).toBe('ufullstendig, 48 timer mangler');
  });

  it('tells a value with its unit and its share of its own year', () => {
    const { chart, opensAt } = showYears(years({ '2018-02': 2706.6, '2018-03': 2706.6, '2019-02': 1 }), '', words);
    expect(chart!.describe(opensAt.indexOf('2018-02'))).toEqual({
      name: 'Februar 2018',
      value: '2\u202f706,6\u202fkWh',
      share: '50\u202f% av 2018',
      status: 'målt',
    });
  });

  it('says when the first data are to be expected', () => {
    const { chart, notes, figure } = showYears({ ...head, dataFrom: null, dataUntil: null, months: [] }, '', words);
    expect([chart, figure]).toEqual([null, null]);
    expect(notes[0]).toMatch(/^Vi har ikke fått målerverdier/);
  });
});

describe('comparing years', () => {
  it('counts only months that are whole in both', () => {
    // January 2018 begins on the 3rd, April and May have none the year before.
    expect(compareYears(reply.months, '2019').change).toBeCloseTo((2300 + 2100) / (2706.6 + 2600) - 1, 6);
    expect(showYears(reply, '', words).change).toBe('Februar–mars: 17\u202f% mindre enn i 2018');
  });

  it('compares nothing with a year that is not there', () => {
    expect(compareYears(reply.months, '2018').change).toBeNull();
  });

  it('calls a difference below half a per cent none', () => {
    expect(showYears(years({ '2018-03': 1000, '2019-03': 1001 }), '', words).change).toBe('Mars: omtrent som i 2018');
  });
});

describe('one year', () => {
  it('shows its months alone, and leads to the year after', () => {
    const { chart, previous, next, path } = showYears(reply, '2018', words);
    expect(chart!.values).toEqual([2500, 2706.6, 2600]);
    expect(previous).toBeNull();
    expect(next).toEqual({ at: '2019', text: '2019' });
    expect(path.map(({ text }) => text)).toEqual(['Alle år', '2018']);
  });

  it('stands beside the year before in the table too, of which no cell leads on', () => {
    const { columns, groups, total } = showYears(reply, '2019', words).chart!.table();
    expect(columns).toEqual(['Måned', '2018, kWh', '2019, kWh']);
    expect(groups[0]!.rows[1]).toEqual([{ text: 'Februar' }, { text: '2\u202f706,6' }, { text: '2\u202f300,0', opens: 1 }]);
    expect(groups[0]!.rows[4]).toEqual([{ text: 'Mai' }, { text: '' }, { text: '1\u202f100,0', opens: 4 }]);
    expect(total!.map(({ text }) => text)).toEqual(['Sum', '7\u202f806,6', '8\u202f200,0']);
  });
});
