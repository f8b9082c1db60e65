import { describe, expect, it } from 'vitest';
import { monthCost, type MonthCost } from '../../../server/prices/month-cost.ts';
import type { DayPower } from '../../../server/consumption/peaks.ts';
import { daysOfMonth, type Surroundings, type Use } from '../../../server/prices/month-use.ts';
import type { PriceIndex } from '../../../server/prices/price-index.ts';
import { readPriceList } from '../../../server/prices/read-price-list.ts';

/** What utilities have published, each as a list, and a month of it worked by hand. */
interface Tariff {
  list: object;
  month: string;
  use?: Partial<Use>;
  hours?: DayPower[];
  dayMeans?: DayPower[];
  index?: [vatPercent: number, months: Record<string, number>];
  dwellings?: number;
}

function cost({ list, month, use, hours = [], dayMeans = [], index, dwellings = 1 }: Tariff): MonthCost {
  const within = (days: DayPower[], from: string, to: string) => days.filter(({ day }) => day >= from && day <= to);
  const around: Surroundings = {
    usedBefore: () => 0,
    powers: (of, from, to) => within(of === 'hour' ? hours : dayMeans, from, to),
  };
  const days = daysOfMonth(month);
  const whole: Use = { from: `${month}-01`, to: `${month}-${days}`, days, energyKwh: 0, volumeM3: null, coolingK: null, ...use };
  const read = readPriceList(JSON.stringify({ priceList: 1, id: 'published', name: 'Published', validFrom: '2015-01-01', ...list }));
  const indexes = new Map<string, PriceIndex>(index ? [['NO1', { vatPercent: index[0], months: new Map(Object.entries(index[1])) }]] : []);
  return monthCost([{ list: read, use: whole, around }], { terms: { dwellings, subscribedKw: null }, indexes });
}

const amounts = ({ lines }: MonthCost) => lines.map(({ ore }) => ore);

describe('a published tariff', () => {
  it("is said by the parts: Fredrikstad Fjernvarme's cooling 2023", () => {
    const july = cost({
      list: {
        amounts: 'without-vat',
        parts: [
          { part: 'fixed', name: 'Fastledd', kroner: 6500, per: 'year' },
          { part: 'power', name: 'Effekt', kronerPerKw: 650, per: 'year', of: { of: 'hour', highest: 3, over: 'year' } },
          { part: 'energy', name: 'Energi', price: { kind: 'flat', ore: 140 } },
        ],
      },
      month: '2023-07',
      use: { energyKwh: 2000 },
      hours: [
        { day: '2023-06-14', powerKw: 9.2 },
        { day: '2023-07-03', powerKw: 10 },
        { day: '2023-07-04', powerKw: 8.7 },
        { day: '2023-07-05', powerKw: 8.6 },
      ],
    });
    // 6 500 × 31/365 = 552.05; (10 + 9.2 + 8.7) / 3 = 9.3 kW × 650 × 31/365 = 513.41; 2 000 × 1.40 = 2 800.00; 25 % of 3 865.46 = 966.365.
    expect(amounts(july)).toEqual([55_205, 51_341, 280_000, 96_637]);
    expect(july.totalOre).toBe(483_183);
  });

  const bkk = {
    amounts: 'with-vat',
    parts: [
      { part: 'energy', name: 'Energi til markedspris', price: { kind: 'index', series: 'NO1', capOre: 59 } },
      { part: 'energy', name: 'Overføring', price: { kind: 'flat', ore: 35.12 } },
      { part: 'fixed', name: 'Fastledd', kroner: 3120, per: 'year' },
    ],
  };

  it('is said by the parts: BKK 2017, market price with a cap', () => {
    // 1 000 × 39.12 øre; 1 000 × 35.12 øre; 3 120 × 31/365 = 264.986.
    const below = cost({ list: bkk, month: '2018-01', use: { energyKwh: 1000 }, index: [25, { '2018-01': 39.12 }] });
    expect(amounts(below)).toEqual([39_120, 35_120, 26_499]);
    expect(below).toMatchObject({ totalOre: 100_739, vatOre: 20_148 });
    const capped = cost({ list: bkk, month: '2018-01', use: { energyKwh: 1000 }, index: [25, { '2018-01': 70 }] });
    expect(amounts(capped)).toEqual([59_000, 35_120, 26_499]);
    // The same market price told without VAT: 56 × 1.25 = 70.
    expect(amounts(cost({ list: bkk, month: '2018-01', use: { energyKwh: 1000 }, index: [0, { '2018-01': 40 }] }))[0]).toBe(50_000);
  });

  it('is said by the parts: Hedemora 2016, seasons, the two highest day means in two years, and flow', () => {
    const list = {
      amounts: 'without-vat',
      parts: [
        {
          part: 'energy',
          name: 'Energi',
          price: {
            kind: 'seasons',
            seasons: [
              { months: [12, 1, 2, 3], ore: 46.4 },
              { months: [4, 5, 10, 11], ore: 34.2 },
              { months: [6, 7, 8, 9], ore: 12.5 },
            ],
          },
        },
        { part: 'power', name: 'Effekt', kronerPerKw: 804, per: 'year', of: { of: 'day', highest: 2, over: { months: 24 } } },
        { part: 'volume', name: 'Flöde', kronerPerM3: 3.25 },
      ],
    };
    const dayMeans = [
      { day: '2014-01-31', powerKw: 90 }, // before the two years
      { day: '2014-12-28', powerKw: 52 },
      { day: '2016-01-15', powerKw: 55.5 },
      { day: '2016-01-16', powerKw: 50 },
      { day: '2016-02-01', powerKw: 99 }, // after the month
    ];
    const january = cost({ list, month: '2016-01', use: { energyKwh: 21_500, volumeM3: 540.5 }, dayMeans });
    // 21 500 × 46.4 øre = 9 976.00; (55.5 + 52) / 2 = 53.75 kW × 804 × 31/366 = 3 660.287; 540.5 × 3.25 = 1 756.625; 25 % of 15 392.92.
    expect(amounts(january)).toEqual([997_600, 366_029, 175_663, 384_823]);
    const [may, july] = ['2016-05', '2016-07'].map(
      (month) => amounts(cost({ list, month, use: { energyKwh: 1000, volumeM3: 1 }, dayMeans }))[0],
    );
    expect([may, july]).toEqual([34_200, 12_500]);
  });

  it('is said by the parts: Statkraft and Follo, spot and grid tariff with the three highest hours of the month', () => {
    const january = cost({
      list: {
        amounts: 'without-vat',
        parts: [
          { part: 'energy', name: 'Spotpris NO1', price: { kind: 'index', series: 'NO1' } },
          { part: 'energy', name: 'Nettleie, energiledd', price: { kind: 'flat', ore: 28.5 } },
          { part: 'power', name: 'Nettleie, effektledd', kronerPerKw: 64, per: 'month', of: { of: 'hour', highest: 3, over: 'month' } },
        ],
      },
      month: '2020-01',
      use: { energyKwh: 2500 },
      index: [25, { '2020-01': 30 }],
      hours: [
        { day: '2019-12-31', powerKw: 12 },
        { day: '2020-01-04', powerKw: 7.5 },
        { day: '2020-01-05', powerKw: 7 },
        { day: '2020-01-20', powerKw: 8 },
        { day: '2020-01-21', powerKw: 6.9 },
      ],
    });
    // 30 / 1.25 = 24 øre × 2 500 = 600.00; 712.50; (8 + 7.5 + 7) / 3 = 7.5 kW × 64 = 480.00; 25 % of 1 792.50 = 448.125.
    expect(amounts(january)).toEqual([60_000, 71_250, 48_000, 44_813]);
  });

  it('is said by the parts: Norgespris in Oslo, 50 øre with VAT up to 4 500 kWh a dwelling', () => {
    const list = {
      amounts: 'with-vat',
      parts: [
        { part: 'energy', name: 'Energi', price: { kind: 'index', series: 'NO1' } },
        { part: 'fixed-price', name: 'Norgespris', ore: 50, series: 'NO1', upToKwh: 4500 },
      ],
    };
    // 1 600 × 120 = 1 920.00, and 1 600 × (50 − 120) = −1 120.00: 800.00 is 50 øre a kWh.
    const dear = cost({ list, month: '2026-01', use: { energyKwh: 1600 }, index: [25, { '2026-01': 120 }] });
    expect(amounts(dear)).toEqual([192_000, -112_000]);
    // Where the index is below, the fixed price is the dearer one.
    expect(cost({ list, month: '2026-07', use: { energyKwh: 1600 }, index: [25, { '2026-07': 20 }] }).totalOre).toBe(80_000);
    // 5 000 kWh: the last 500 keep the index; with two dwellings all 5 000 are below 9 000.
    const much = { list, month: '2026-01', use: { energyKwh: 5000 }, index: [25, { '2026-01': 120 }] } satisfies Tariff;
    expect(cost(much).totalOre).toBe(4500 * 50 + 500 * 120);
    expect(cost({ ...much, dwellings: 2 }).totalOre).toBe(5000 * 50);
  });

  it('is said by the parts: the support of 90 % above 70 øre without VAT, times VAT (Skagerak 2022)', () => {
    const list = {
      amounts: 'without-vat',
      parts: [
        { part: 'energy', name: 'Energi', price: { kind: 'index', series: 'NO1' } },
        { part: 'support', name: 'Strømstøtte', series: 'NO1', thresholdOre: 70, share: 0.9, upToKwh: 5000 },
      ],
    };
    const december = cost({ list, month: '2022-12', use: { energyKwh: 1000 }, index: [0, { '2022-12': 240 }] });
    // 0.9 × (240 − 70) = 153 øre × 1 000 = 1 530.00, with VAT 1 912.50; the energy 2 400.00, with VAT 3 000.00.
    expect(amounts(december)).toEqual([240_000, -153_000, 21_750]);
    expect(december.totalOre).toBe(300_000 - 191_250);
    expect(amounts(cost({ list, month: '2022-12', use: { energyKwh: 1000 }, index: [0, { '2022-12': 69 }] }))[1]).toBe(0);
  });
});
