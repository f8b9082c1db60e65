import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addHeatSums, judgeCooling, plantTemperatures } from '../../../server/consumption/answers/heating-plant.ts';

describe('the heating plant', () => {
  it('weights temperatures by the water that ran', () => {
    // 1 m³ at 80/30 and 3 m³ at 60/40: 65 and 37.5 °C, not 70 and 35.
    const days = [
      { volumeM3: 1, flowM3c: 80, returnM3c: 30 },
      { volumeM3: 3, flowM3c: 180, returnM3c: 120 },
    ];
    expect(plantTemperatures(addHeatSums(days))).toEqual({ volumeM3: 4, flow: 65, return: 37.5, cooling: 27.5 });
  });

  it('leaves a day that lacks a register out of both sums', () => {
    const days = [
      { volumeM3: 1, flowM3c: 80, returnM3c: 30 },
      { volumeM3: 9, flowM3c: null, returnM3c: 90 },
    ];
    expect(addHeatSums(days)).toEqual({ volumeM3: 1, flowM3c: 80, returnM3c: 30 });
    expect(addHeatSums([days[1]!])).toEqual({ volumeM3: null, flowM3c: null, returnM3c: null });
  });

  it.each([
    ['no water ran', { volumeM3: 0, flowM3c: 0, returnM3c: 0 }],
    ['the return is as hot as a fault', { volumeM3: 1, flowM3c: 95, returnM3c: 85 }],
    ['the return is hotter than the flow', { volumeM3: 1, flowM3c: 60, returnM3c: 61 }],
    ['a register lacks', { volumeM3: 1, flowM3c: null, returnM3c: 30 }],
  ])('tells nothing where %s', (_, sums) => {
    expect(plantTemperatures(sums)).toBeNull();
  });

  it('lies between the coldest and the hottest day', () => {
    const day = fc.record({
      volume: fc.integer({ min: 1, max: 50 }),
      flow: fc.integer({ min: 50, max: 90 }),
      back: fc.integer({ min: 20, max: 49 }),
    });
    fc.assert(
      fc.property(fc.array(day, { minLength: 1, maxLength: 31 }), (days) => {
        const mean = plantTemperatures(
          addHeatSums(days.map(({ volume, flow, back }) => ({ volumeM3: volume, flowM3c: volume * flow, returnM3c: volume * back }))),
        )!;
        expect(mean.flow).toBeGreaterThanOrEqual(Math.min(...days.map(({ flow }) => flow)) - 1e-9);
        expect(mean.flow).toBeLessThanOrEqual(Math.max(...days.map(({ flow }) => flow)) + 1e-9);
      }),
    );
  });

  it('judges a cooling by what the utility calls good', () => {
    expect([46, 45, 30, 24.9].map((cooling) => judgeCooling(cooling, { good: 45, poor: 25 }))).toEqual(['good', 'good', 'fair', 'poor']);
  });
});
