import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { monthCost } from '../../../server/prices/month-cost.ts';
import { readPriceList } from '../../../server/prices/read-price-list.ts';

const document = readFileSync('docs/prices.md', 'utf8');
const use = { from: '2026-01-01', to: '2026-01-31', days: 31, energyKwh: 1600, volumeM3: 36, coolingK: 38 };
const around = { usedBefore: () => 0, powers: () => [6.5, 6, 5.5].map((kw, n) => ({ day: `2026-01-0${n + 1}`, powerKw: kw })) };
const fixed = {
  terms: { dwellings: 1, subscribedKw: 6 },
  indexes: new Map([['NO1', { vatPercent: 0, months: new Map([['2026-01', 50]]) }]]),
};

/** Each example of the document as it stands there, with what it is worked out to. */
const examples: [part: string, written: string, kroner: string[]][] = [
  ['fixed', '"kroner": 3120, "per": "year"', ['264.99']],
  ['energy', '{ "kind": "flat", "ore": 80 }', ['1280.00']],
  [
    'energy',
    '{ "kind": "seasons", "seasons": [{ "months": [11, 12, 1, 2, 3], "ore": 90 }, { "months": [4, 5, 6, 7, 8, 9, 10], "ore": 60 }] }',
    ['1440.00'],
  ],
  ['energy', '{ "kind": "steps", "per": "month", "steps": [{ "upToKwh": 1000, "ore": 90 }, { "ore": 70 }] }', ['900.00', '420.00']],
  ['energy', '{ "kind": "index", "series": "NO1", "factor": 1, "addOre": 5, "floorOre": 20, "capOre": 59 }', ['880.00']],
  ['power', '"kronerPerKw": 60, "per": "month", "of": { "of": "hour", "highest": 3, "over": "month" }', ['360.00']],
  ['power', '"kronerPerKw": 600, "per": "year", "of": "subscribed"', ['305.75']],
  ['volume', '"kronerPerM3": 3, "months": [10, 11, 12, 1, 2, 3, 4]', ['108.00']],
  ['cooling', '"referenceK": 35, "bonusOre": 0.5, "chargeOre": 1, "mostK": 10', ['-24.00']],
  ['fee', '"orePerKwh": 1', ['16.00']],
  ['fixed-price', '"ore": 40, "series": "NO1", "upToKwh": 4500', ['-160.00']],
  ['support', '"series": "NO1", "thresholdOre": 40, "share": 0.9, "upToKwh": 5000', ['-144.00']],
];

it.each(examples)('works %s out as docs/prices.md says: %s', (part, written, kroner) => {
  const settings = written.startsWith('{') ? { price: JSON.parse(written) } : JSON.parse(`{${written}}`);
  const list = {
    priceList: 1,
    id: 'a',
    name: 'A',
    validFrom: '2026-01-01',
    amounts: 'without-vat',
    parts: [{ part, name: 'x', vatPercent: 0, ...settings }],
  };
  const { lines } = monthCost([{ list: readPriceList(JSON.stringify(list)), use, around }], fixed);
  expect(lines.map(({ ore }) => (ore / 100).toFixed(2))).toEqual(kroner);
  const row = document.split('\n').find((line) => line.includes(`\`${written}\``))!;
  for (const amount of kroner) expect(row.replaceAll(' ', '').replaceAll('−', '-')).toContain(amount);
});
