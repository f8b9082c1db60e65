import { expect, it } from 'vitest';
import { readPriceList } from '../../../server/prices/read-price-list.ts';
import { workedMonth } from '../../../server/prices/worked-month.ts';

it('works a month of a list out in sentences that somebody can reckon after', () => {
  const parts = [
    { part: 'fixed', name: 'Fastledd', kroner: 290, per: 'month' },
    { part: 'energy', name: 'Energi', price: { kind: 'index', series: 'NO1', addOre: 10 } },
    { part: 'energy', name: 'Trinn', price: { kind: 'steps', per: 'year', steps: [{ upToKwh: 1000, ore: 2 }, { ore: 1 }] } },
    { part: 'power', name: 'Effekt', kronerPerKw: 60, per: 'month', of: { of: 'hour', highest: 2, over: 'month' } },
    { part: 'power', name: 'Abonnert', kronerPerKw: 366, per: 'year', of: 'subscribed' },
    { part: 'volume', name: 'Vann', kronerPerM3: 3 },
    { part: 'cooling', name: 'Avkjøling', referenceK: 35, bonusOre: 0.5, chargeOre: 1 },
  ];
  const list = { priceList: 1, id: 'a', name: 'A', validFrom: '2024-02-01', amounts: 'without-vat', parts };
  // 1 600 kWh × (50 + 10) øre; the two highest of 6.5, 6 and 5.5 kW are 6.25 on an average; 38 K are three above 35.
  // Nothing was used before in the year: 1 000 kWh × 2 øre and 600 × 1.
  // Together 290 + 960 + 20 + 6 + 375 + 174 + 108 − 24 = 1 909 kr, and a quarter of that as VAT.
  expect(workedMonth(readPriceList(JSON.stringify(list)))).toEqual([
    'A worked month, 2024-02: 1600 kWh, 36 m³, peaks of 6.5, 6, 5.5 kW, cooling 38 K, 6 kW subscribed, index 50 øre without VAT.',
    '  Fastledd: 290 kr/month × 29/29 days = 290.00 kr',
    '  Energi: 1600 kWh × 60 ore/kWh = 960.00 kr',
    '  Trinn: 1000 kWh × 2 ore/kWh = 20.00 kr',
    '  Trinn: 600 kWh × 1 ore/kWh = 6.00 kr',
    '  Effekt: 6.25 kW × 60 kr/kW/month × 29/29 days = 375.00 kr',
    '  Abonnert: 6 kW × 366 kr/kW/year × 29/366 days = 174.00 kr',
    '  Vann: 36 m3 × 3 kr/m3 = 108.00 kr',
    '  Avkjøling: 1600 kWh × 3 K × -0.5 ore/kWh/K = -24.00 kr',
    '  vat: 1909.00 kr × 25 percent = 477.25 kr',
    'Total 2386.25 kr, of which VAT 477.25 kr.',
  ]);
});
