import { describe, expect, it } from 'vitest';
import { showDay } from '../../../widget/consumption/day.ts';
import { day, words } from './replies.ts';

const october = (statuses = {}, over = {}) => day('2019-10-27', '2019-10-27T00:00:00+02:00', 25, statuses, over);

describe('a day', () => {
  it('has 25 hours in October, both 02s told apart, and adds up', () => {
    const { chart, figure, notes } = showDay(october(), false, words);
    expect(chart!.values).toHaveLength(25);
    expect([1, 2, 3, 4].map((index) => chart!.describe(index).name)).toEqual([
      'kl.\u00a001–02',
      'kl.\u00a002–03 (sommertid)',
      'kl.\u00a002–03 (normaltid)',
      'kl.\u00a003–04',
    ]);
    expect(figure!.value).toBe('50,0');
    expect(notes[0]).toMatch(/25 timer/);
  });

  it('has 23 hours in March and no 02', () => {
    const { chart, notes } = showDay(day('2019-03-31', '2019-03-31T00:00:00+01:00', 23), false, words);
    expect(chart!.ticks.map(({ text }) => text).slice(0, 4)).toEqual(['00', '01', '03', '04']);
    expect(chart!.domain).toEqual([0, 22]);
    expect(notes[0]).toMatch(/23 timer/);
  });

  it('keeps room for the hours to come, and does not take them for the change of clocks', () => {
    const { chart, notes } = showDay(day('2019-10-01', '2019-10-01T00:00:00+02:00', 23), false, words);
    expect(chart!.domain).toEqual([0, 23]);
    expect(notes.join()).not.toMatch(/Klokken/);
  });

  it('shows a missing hour as a gap and an estimated one as such', () => {
    const { chart, notes } = showDay(october({ 5: '-', 6: 'e', 7: 'h', 8: 'c' }), false, words);
    expect(chart!.looks.slice(4, 10)).toBe('m-ehcm');
    expect(chart!.values[5]).toBeNull();
    expect(chart!.describe(5)).toMatchObject({ value: 'mangler', status: '' });
    expect([6, 7, 8].map((index) => chart!.describe(index).status)).toEqual(['anslått', 'håndavlest', 'rettet']);
    expect(notes).toContain('Målerverdier mangler for 1 time.');
  });

  it('compares with the same weekday a week before', () => {
    expect(
      showDay(
        october({}, { weekBefore: { nowKwh: 50, beforeKwh: 40, from: '2019-10-27', to: '2019-10-27', untilHour: null } }),
        false,
        words,
      ).change,
    ).toBe('25\u202f% mer enn søndag uken før');
    expect(
      showDay(
        day(
          '2019-10-01',
          '2019-10-01T00:00:00+02:00',
          10,
          {},
          { weekBefore: { nowKwh: 20, beforeKwh: 40, from: '2019-10-01', to: '2019-10-01', untilHour: 10 } },
        ),
        false,
        words,
      ).change,
    ).toBe('1. oktober til kl.\u00a010: 50\u202f% mindre enn tirsdag uken før');
  });

  it('shows the same hours as a curve of power', () => {
    const { chart } = showDay(october(), true, words);
    expect(chart).toMatchObject({ form: 'curve', unit: 'kW', opens: false });
    expect(chart!.describe(3)).toMatchObject({ value: '2,00\u202fkW', share: '' });
  });

  it('says that the newest values are still to come', () => {
    const { chart, notes } = showDay(day('2021-01-01', '2021-01-01T00:00:00+01:00', 2, { 0: '.', 1: '.' }), false, words);
    expect(chart).toBeNull();
    expect(notes).toEqual(['Vi har ikke fått målerverdier for 1. januar 2021 ennå. De kommer vanligvis neste morgen.']);
  });
});
