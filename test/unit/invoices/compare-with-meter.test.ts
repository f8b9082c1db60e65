import { describe, expect, it } from 'vitest';
import { ehfFile, type EhfLine } from '../../../demo/ehf-file.ts';
import { billedUses, type BilledUse } from '../../../server/invoices/billed-use.ts';
import { compareWithMeter, type MeterUse } from '../../../server/invoices/compare/compare-with-meter.ts';
import { readEhf } from '../../../server/invoices/document/read-ehf.ts';
import { loadInvoiceProfile } from '../../../server/invoices/profile.ts';

const period = { from: '2020-01-01', to: '2020-01-31' };
const use: BilledUse = {
  meteringPointId: '1',
  meterSerial: null,
  ...period,
  kwh: 1608,
  stepKwh: 1,
  registerFromKwh: 10_000,
  registerToKwh: 11_608,
  ore: 160_800,
};
const meter: MeterUse = {
  meteringPoints: ['1'],
  kwh: 1608.9,
  estimatedHours: 0,
  missingHours: 0,
  registerFromKwh: 10_000.2,
  registerToKwh: 11_609.1,
  swaps: [],
  replacedEstimates: false,
  replacedOthers: false,
  registerFromOn: null,
  registerToOn: null,
};

describe('an invoice beside the meter', () => {
  it('agrees within a kWh, since registers are cut to whole ones, or within what the invoice rounds to', () => {
    expect(compareWithMeter(use, meter)).toMatchObject({
      agrees: true,
      reasons: [],
      differenceKwh: -0.9,
      invoiceRegisters: [10_000, 11_608],
    });
    expect(compareWithMeter(use, { ...meter, kwh: 1609.1 }).agrees).toBe(false);
    expect(compareWithMeter({ ...use, kwh: 1610, stepKwh: 10 }, { ...meter, kwh: 1601 }).agrees).toBe(true);
  });

  it('tells the difference in kWh and in kroner, at what the invoice takes for a kWh', () => {
    const differs = compareWithMeter({ ...use, kwh: 1708, ore: 170_800 }, { ...meter, kwh: 1608 });
    expect(differs).toMatchObject({ agrees: false, reasons: ['unknown'], differenceKwh: 100, differenceOre: 10_000 });
  });

  it.each<[string, Partial<MeterUse>]>([
    ['estimated-then', { replacedEstimates: true }],
    ['corrected-later', { replacedOthers: true }],
    ['swap', { swaps: ['67800002'] }],
    ['estimated', { estimatedHours: 3 }],
    ['other-period', { registerFromOn: '2020-01-03' }],
  ])('says why they differ: %s', (reason, changes) => {
    expect(compareWithMeter(use, { ...meter, kwh: 1500, ...changes })).toMatchObject({ agrees: false, reasons: [reason] });
  });

  it('can not be told without all hours, and says so', () => {
    expect(compareWithMeter(use, { ...meter, missingHours: 1 })).toMatchObject({
      agrees: null,
      reasons: ['missing-hours'],
      differenceKwh: null,
    });
    expect(compareWithMeter(use, { ...meter, kwh: null, meteringPoints: [] })).toMatchObject({ agrees: null, reasons: ['no-meter'] });
  });
});

describe('the use that an invoice bills', () => {
  const line = (name: string, quantity: string, unit = 'KWH', properties = {}): EhfLine => ({
    name,
    quantity,
    unit,
    price: '1',
    netOre: 10_000,
    properties,
  });
  const uses = (...lines: EhfLine[]) =>
    billedUses(
      readEhf(
        new TextEncoder().encode(
          ehfFile({
            number: '1',
            issuedOn: '2020-02-03',
            period,
            seller: { id: '1', name: 'x' },
            buyerName: 'x',
            plantNumber: '1',
            account: '86011117947',
            lines,
          }),
        ),
      ),
      loadInvoiceProfile('ehf'),
    );

  it('is counted once though energy, grid and fee are charged for the same kWh', () => {
    expect(uses(line('Energi', '1608'), line('Overføring', '1608'), line('Fastledd', '1', 'MON'))).toMatchObject([
      { kwh: 1608, ore: 25_000, stepKwh: 1 },
    ]);
  });

  it('is added up over steps, and converted from MWh and GJ', () => {
    expect(uses(line('Energi', '1000'), line('Energi', '608'), line('Overføring', '1608'))).toMatchObject([{ kwh: 1608 }]);
    expect(uses(line('Energi', '1.61', 'MWH'))).toMatchObject([{ kwh: 1610, stepKwh: 10 }]);
    expect(uses(line('Energi', '3.6', 'GV'))).toMatchObject([{ kwh: 1000 }]);
  });

  it('carries registers as they are written, and stands by metering point', () => {
    const of = (point: string) => ({ 'Målepunkt-ID': point, 'Målerstand fra': '10 000', 'Målerstand til': '11 608,5 kWh' });
    expect(uses(line('Energi', '1608.5', 'KWH', of('101')), line('Energi', '20', 'KWH', of('102')))).toMatchObject([
      { meteringPointId: '101', registerFromKwh: 10_000, registerToKwh: 11_608.5, kwh: 1608.5 },
      { meteringPointId: '102', kwh: 20 },
    ]);
  });

  it('is none without energy', () => expect(uses(line('Fastledd', '1', 'MON'))).toEqual([]));
});
