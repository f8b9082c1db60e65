import { describe, expect, it } from 'vitest';
import { showMonth } from '../../../widget/consumption/month.ts';
import { dayOf, energy, head, month, words } from './replies.ts';

describe('a month', () => {
  it('shows its total large and its change against the same month before', () => {
    const { title, figure, change } = showMonth(
      month('2019-10', 31, { yearBefore: { nowKwh: 744, beforeKwh: 372, from: '2019-10-01', to: '2019-10-31', untilHour: null } }),
      false,
      words,
    );
    expect(title).toBe('Oktober 2019');
    expect(figure).toMatchObject({ value: '744,0', unit: 'kWh' });
    expect(change).toBe('100\u202f% mer enn i oktober 2018');
  });

  it('leads along the path, and to the months on both sides', () => {
    const { path, previous, next } = showMonth(month('2019-10', 31), false, words);
    expect(path.map(({ text }) => text)).toEqual(['Alle år', '2019', 'Oktober']);
    expect([previous?.text, next?.text]).toEqual(['September 2019', 'November 2019']);
  });

  it('leads nowhere beyond the data', () => {
    expect(showMonth(month('2018-01', 31), false, words).previous).toBeNull();
    expect(showMonth(month('2020-12', 31), false, words).next).toBeNull();
  });

  it('keeps room for the days to come of an unfinished month and compares like for like', () => {
    const reply = month('2020-12', 10, {
      dataUntil: '2020-12-11T00:00:00+01:00',
      yearBefore: { nowKwh: 240, beforeKwh: 480, from: '2020-12-01', to: '2020-12-10', untilHour: null },
    });
    const { chart, change, notes } = showMonth(reply, false, words);
    expect(chart!.domain).toEqual([1, 31]);
    expect(chart!.values).toHaveLength(10);
    expect(change).toBe('1.–10. desember: 50\u202f% mindre enn i desember 2019');
    expect(notes).toContain('Desember 2020 er ikke ferdig: vi har målinger til og med 10. desember 2020.');
  });

  it('tells estimated and missing apart, and in words', () => {
    const days = month('2019-10', 3).days;
    days[1] = dayOf('2019-10-02', energy(24, 24, 0, 12));
    days[2] = dayOf('2019-10-03', energy(null, 24, 24));
    const { chart, legend, notes } = showMonth(month('2019-10', 3, { days, total: energy(48, 72, 24, 12) }), false, words);
    expect(chart!.looks).toBe('me-');
    expect(chart!.describe(1)).toMatchObject({ name: 'onsdag 2. oktober 2019', share: '50\u202f% av oktober', status: '12 timer anslått' });
    expect(legend.map(({ text }) => text)).toEqual(['helg', 'anslått', 'mangler']);
    expect(notes).toContain('Målerverdier mangler for 24 timer.');
  });

  it('says why it is empty', () => {
    const empty = { days: [], total: energy(null, 0), power: { start: '', powerKw: [], status: '' } };
    const notes = (name: string) => showMonth(month(name, 0, empty), false, words).notes[0];
    expect(notes('2017-12')).toBe('Målingene dine begynner 3. januar 2018. Vi har ingenting fra før det.');
    expect(notes('2021-01')).toBe('Vi har ikke fått målerverdier for januar 2021 ennå. De kommer vanligvis neste morgen.');
    expect(notes('2019-05')).toMatch(/^Vi mangler målerverdier for mai 2019/);
  });
});

describe('the power of a month', () => {
  const peak = { at: '2019-10-30T08:00:00+01:00', powerKw: 6.1 };

  it('shows the highest hour and explains what power is', () => {
    const { figure, notes, change } = showMonth(month('2019-10', 31, { peak }), true, words);
    expect(figure).toEqual({ value: '6,1', unit: 'kW', of: 'høyeste time, 30. oktober kl.\u00a008–09' });
    expect(notes.at(-1)).toMatch(/^Effekt er hvor mye varme du bruker på én gang/);
    expect(change).toBeNull();
  });

  it('names both 02s of October 27 and puts the day after in its place', () => {
    const days = month('2019-10', 31).days.map((day) => (day.date === '2019-10-27' ? { ...day, hours: 25 } : day));
    const power = { start: '2019-10-01T00:00:00+02:00', powerKw: Array<number>(745).fill(1), status: 'm'.repeat(745) };
    const { chart, opensAt } = showMonth(month('2019-10', 31, { days, power }), true, words);
    expect(chart!.describe(626).name).toBe('27. oktober kl.\u00a002–03 (sommertid)');
    expect(chart!.describe(627).name).toBe('27. oktober kl.\u00a002–03 (normaltid)');
    expect(chart!.ticks[27]).toMatchObject({ at: 26 * 24 + 25, text: '28' });
    expect([opensAt[648], opensAt[649]]).toEqual(['2019-10-27', '2019-10-28']);
  });

  it('begins where the relationship does', () => {
    const days = [dayOf('2019-10-15', energy(24, 24))];
    const power = { start: '2019-10-15T00:00:00+02:00', powerKw: Array<number>(24).fill(1), status: 'm'.repeat(24) };
    const { chart } = showMonth(month('2019-10', 0, { ...head, total: energy(24, 24), days, power }), true, words);
    expect(chart!.x[0]).toBe(14 * 24);
    expect(chart!.describe(0).name).toBe('15. oktober kl.\u00a000–01');
  });
});
