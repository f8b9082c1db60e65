import { describe, expect, it } from 'vitest';
import { createFormat } from '../../../widget/text/format.ts';

const nb = createFormat('nb');

describe('nynorsk, also in a browser that has none', () => {
  it('writes numbers, months and weekdays in Norwegian', () => {
    const nn = createFormat('nn');
    expect(nn.energy(1608.9)).toBe('1\u202f608,9\u202fkWh');
    expect(nn.date('2019-10-27')).toBe('27. oktober 2019');
    const week = ['2019-10-27', '2019-10-28', '2019-10-29', '2019-10-30', '2019-10-31', '2019-11-01', '2019-11-02'];
    // Node has it, other than Chromium.
    const days = new Intl.DateTimeFormat('nn-NO', { weekday: 'long', timeZone: 'UTC' });
    expect(week.map(nn.weekday)).toEqual(week.map((date) => days.format(new Date(date))));
  });
});

describe('numbers in bokmål', () => {
  it('parts thousands and units by a narrow no-break space, decimals by a comma', () => {
    expect(nb.energy(1608.9)).toBe('1\u202f608,9\u202fkWh');
    expect(nb.number(1_234.567, 3)).toBe('1\u202f234,567');
    expect(nb.energy(58_214, 0)).toBe('58\u202f214\u202fkWh');
  });

  it('writes kroner with øre only where there are any', () => {
    expect(nb.money(249)).toBe('249\u202fkr');
    expect(nb.money(1249.5)).toBe('1\u202f249,50\u202fkr');
  });

  it('parts a Norwegian mobile number as one reads it aloud, and leaves others', () => {
    expect(nb.mobile('+4794059810')).toBe('940\u00a059\u00a0810');
    expect(nb.mobile('+46701234567')).toBe('+46701234567');
  });
});

describe('times in Norway, whatever the machine’s zone is', () => {
  it('writes dates and months as words', () => {
    expect(nb.date('2019-10-27')).toBe('27. oktober 2019');
    expect(nb.month('2019-10')).toBe('Oktober 2019');
    expect(nb.monthShort('2019-05')).toBe('mai');
    expect(nb.localDate('2019-12-31T23:30:00Z')).toBe('2020-01-01');
    expect(nb.dateTime('2020-12-31T22:00:00Z')).toBe('31. desember 2020 kl.\u00a023:00');
  });

  it('tells the two hours at 02 of the autumn night apart, and no other', () => {
    expect(nb.hour('2019-10-27T01:00:00+02:00')).toBe('kl.\u00a001–02');
    expect(nb.hour('2019-10-27T02:00:00+02:00')).toBe('kl.\u00a002–03 (sommertid)');
    expect(nb.hour('2019-10-27T02:00:00+01:00')).toBe('kl.\u00a002–03 (normaltid)');
    expect(nb.hour('2019-10-27T03:00:00+01:00')).toBe('kl.\u00a003–04');
    expect(nb.hour('2019-10-27T23:00:00+01:00')).toBe('kl.\u00a023–00');
  });

  it('writes the same in English', () => {
    const en = createFormat('en');
    expect(en.energy(1608.9)).toBe('1\u202f608.9\u202fkWh');
    expect(en.dateTime('2020-12-31T22:00:00Z')).toBe('31 December 2020 at 23:00');
  });
});
