import { describe, expect, it } from 'vitest';
import { addDays, addMonths, daysInMonth, monthsBetween } from '../../../widget/consumption/calendar.ts';
import { formatView, levelOf, parseView } from '../../../widget/consumption/view.ts';

describe('the place in the address', () => {
  it.each([
    [[], { at: '', power: false, point: undefined }],
    [['2019'], { at: '2019', power: false, point: undefined }],
    [['2019-10', 'effekt'], { at: '2019-10', power: true, point: undefined }],
    [['2019-10-27', 'effekt', '707057500000006601'], { at: '2019-10-27', power: true, point: '707057500000006601' }],
    [['sum'], { at: '', power: false, point: 'sum' }],
  ])('%j is read and written alike', (rest, view) => {
    expect(parseView(rest)).toEqual(view);
    expect(formatView(view)).toEqual(rest);
  });

  it('falls back to all years where the date is none', () => {
    for (const at of ['2019-13', '2019-02-30', '19', 'abc']) expect(levelOf(parseView([at]))).toBe('years');
  });

  it('has no power where the years are shown', () => {
    expect(parseView(['effekt']).power).toBe(false);
    expect(formatView({ at: '2019', power: true })).toEqual(['2019']);
  });
});

describe('the calendar', () => {
  it('steps over the ends of months and years', () => {
    expect(addMonths('2019-01', -1)).toBe('2018-12');
    expect(addMonths('2020-02', -12)).toBe('2019-02');
    expect(addDays('2019-03-01', -1)).toBe('2019-02-28');
    expect(addDays('2020-02-28', 1)).toBe('2020-02-29');
  });

  it('steps over the days on which clocks change, wherever the browser stands', () => {
    expect(addDays('2019-03-31', 1)).toBe('2019-04-01');
    expect(addDays('2019-10-28', -1)).toBe('2019-10-27');
    expect(addDays('2019-11-03', 1)).toBe('2019-11-04');
  });

  it('knows the length of months', () => {
    expect(['2019-02', '2020-02', '2019-10', '2019-11'].map(daysInMonth)).toEqual([28, 29, 31, 30]);
    expect(monthsBetween('2018-11', '2019-02')).toEqual(['2018-11', '2018-12', '2019-01', '2019-02']);
  });
});
