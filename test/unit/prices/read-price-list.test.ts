import { readFileSync } from 'node:fs';
import { toJsonSchema } from '@valibot/to-json-schema';
import { describe, expect, it } from 'vitest';
import { priceListSchema, seriesOf } from '../../../server/prices/price-list.ts';
import { PriceListFaults, readPriceList, versionFaults } from '../../../server/prices/read-price-list.ts';

const good = {
  priceList: 1,
  id: 'bolig',
  name: 'Bolig 2026',
  validFrom: '2026-01-01',
  amounts: 'with-vat',
  parts: [{ part: 'energy', name: 'Energi', price: { kind: 'index', series: 'NO1', capOre: 90 } }],
};

function faultsOf(changes: object): readonly string[] {
  try {
    readPriceList(JSON.stringify({ ...good, ...changes }));
  } catch (error) {
    if (error instanceof PriceListFaults) return error.faults;
    throw error;
  }
  return [];
}
const part = (given: object) => faultsOf({ parts: [{ name: 'x', ...given }] });
const energy = (price: object) => part({ part: 'energy', price });

describe('a price list', () => {
  it('is read, with what it leaves out filled in', () => {
    const read = readPriceList(`\ufeff${JSON.stringify(good)}`);
    expect(read.rounding).toEqual({
      energyDecimals: 3,
      powerDecimals: 2,
      volumeDecimals: 3,
      coolingDecimals: 2,
      priceDecimals: 4,
      total: 'ore',
    });
    expect(read.parts[0]).toMatchObject({ vatPercent: 25, price: { factor: 1, addOre: 0 } });
    expect(seriesOf(read)).toEqual(['NO1']);
  });

  it('is refused with every fault at once, each with its place', () => {
    expect(faultsOf({ amounts: 'gross', validFrom: '1. januar', extra: 1 })).toEqual([
      'validFrom: must be a date such as 2024-01-31',
      'amounts: "gross" is not one of "without-vat", "with-vat"',
      'extra: there is no such setting',
    ]);
    expect(() => readPriceList('{')).toThrow('this is not JSON');
    expect(() => readPriceList('[]')).toThrow(PriceListFaults);
    expect(() => readPriceList('null')).toThrow(PriceListFaults);
  });

  it('is refused with an unknown part or price, naming those there are', () => {
    expect(part({ part: 'bonus' })[0]).toMatch(/^parts\.0\.part: "bonus" is unknown; there are .*"cooling"/);
    expect(energy({ kind: 'hourly' })[0]).toMatch(/^parts\.0\.price\.kind: "hourly" is unknown/);
    expect(part({ part: 'fee', orePerKwh: 1, price: 2 })).toEqual(['parts.0.price: there is no such setting']);
    expect(part({ part: 'fee' })).toEqual(['parts.0.orePerKwh: this is missing']);
    expect(part({ part: 'fee', orePerKwh: -1 })).toHaveLength(1);
  });

  it('is refused with days or months that do not exist, are twice or lacking', () => {
    expect(faultsOf({ validFrom: '2026-02-30' })).toEqual(['validFrom: 2026-02-30 does not exist']);
    expect(faultsOf({ validTo: '2026-01-01' })).toEqual(['validTo: must be later than validFrom']);
    const most = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];
    expect(energy({ kind: 'seasons', seasons: [{ months: most, ore: 1 }] })).toEqual([
      'parts.0.price.seasons: month 12 stands in 0 seasons',
    ]);
    expect(
      energy({
        kind: 'seasons',
        seasons: [
          { months: [...most, 12], ore: 1 },
          { months: [5], ore: 2 },
        ],
      }),
    ).toEqual(['parts.0.price.seasons: month 5 stands in 2 seasons']);
    expect(energy({ kind: 'seasons', seasons: [{ months: [...most, 12, 12], ore: 1 }] })).toEqual([
      'parts.0.price.seasons: a season has a month twice',
    ]);
    const halves = [
      { months: most, ore: 1 },
      { months: [12, 12], ore: 2 },
    ];
    expect(energy({ kind: 'seasons', seasons: halves })).toEqual(['parts.0.price.seasons: a season has a month twice']);
    const volume = (...months: number[]) => part({ part: 'volume', kronerPerM3: 3, months });
    expect([volume(10, 11, 10), volume(10, 11)]).toEqual([['parts.0.months: a month stands twice'], []]);
    expect(faultsOf({ priceList: 2 })).toEqual(['priceList: 2 is not one of 1']);
  });

  it('is refused with steps that do not rise or leave something without a price, and a floor above the cap', () => {
    const steps = (...limits: (number | undefined)[]) =>
      energy({ kind: 'steps', per: 'year', steps: limits.map((upToKwh) => ({ upToKwh, ore: 1 })) });
    expect(steps(100, 50, undefined)).toEqual(['parts.0.price.steps: upToKwh must rise from step to step']);
    expect(steps(100, 200)).toEqual(['parts.0.price.steps: the last step must have no upToKwh']);
    expect(steps(100, undefined)).toEqual([]);
    expect(steps(100, 100, undefined)).toEqual(['parts.0.price.steps: upToKwh must rise from step to step']);
    for (const bounds of [{ floorOre: 60 }, { capOre: 60 }, { floorOre: 60, capOre: 60 }])
      expect(energy({ kind: 'index', series: 'NO1', ...bounds })).toEqual([]);
    expect(energy({ kind: 'index', series: 'NO1', floorOre: 60, capOre: 59 })).toEqual([
      'parts.0.price.floorOre: must not be above capOre',
    ]);
  });

  it('is refused where its versions overlap or leave a gap; an open end is where the next begins', () => {
    const version = (validFrom: string, validTo?: string) => ({ id: 'bolig', validFrom, validTo });
    expect(versionFaults([version('2026-01-01'), version('2025-01-01', '2026-01-01')])).toEqual([]);
    expect(versionFaults([version('2025-01-01'), version('2026-01-01')])).toEqual([]);
    expect(versionFaults([version('2025-01-01', '2026-02-01'), version('2026-01-01')])).toEqual([
      'bolig: the list from 2025-01-01 overlaps the one from 2026-01-01',
    ]);
    expect(versionFaults([version('2025-01-01', '2025-12-31'), version('2026-01-01')])).toEqual([
      'bolig: there is a gap, no price from 2025-12-31 until 2026-01-01',
    ]);
    expect(versionFaults([version('2025-01-01'), version('2025-01-01')])).toHaveLength(1);
    expect(versionFaults([version('2026-01-01'), version('2024-01-01', '2024-12-31'), version('2025-01-01', '2026-02-01')])).toEqual([
      'bolig: there is a gap, no price from 2024-12-31 until 2025-01-01',
      'bolig: the list from 2025-01-01 overlaps the one from 2026-01-01',
    ]);
  });

  it('names each series of means that it needs once, of whatever part', () => {
    const index = (series: string) => ({ part: 'energy', name: 'x', price: { kind: 'index', series } });
    const parts = [
      { part: 'fee', name: 'x', orePerKwh: 1 },
      { part: 'energy', name: 'x', price: { kind: 'flat', ore: 1 } },
      index('NO1'),
      { part: 'support', name: 'x', series: 'NO2', thresholdOre: 70, share: 0.9 },
      index('NO1'),
    ];
    expect(seriesOf(readPriceList(JSON.stringify({ ...good, parts })))).toEqual(['NO1', 'NO2']);
  });

  it('has a published schema that says the same', () => {
    const published: unknown = JSON.parse(readFileSync('docs/price-list.schema.json', 'utf8'));
    expect(published).toEqual(JSON.parse(JSON.stringify(toJsonSchema(priceListSchema, { errorMode: 'ignore', typeMode: 'input' }))));
  });
});
