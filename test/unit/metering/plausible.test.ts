import { describe, expect, it } from 'vitest';
import { screen, type Step } from '../../../server/metering/plausible.ts';

const steps = (energies: number[], fresh = true): Step[] => energies.map((energyKwh, hour) => ({ at: hour * 3600, energyKwh, fresh }));

describe('screening the registers of a meter', () => {
  it('lets whole kWh and small use pass', () => {
    expect(screen(steps([10, 10, 11, 11, 12]), 10)).toEqual([undefined, undefined, undefined, undefined, undefined]);
  });

  it.each([
    ['in the middle', [100, 101, 9000, 103, 104], 2],
    ['first', [9000, 101, 102, 103, 104], 0],
    ['last', [100, 101, 102, 103, 9000], 4],
  ])('sets a spike aside that comes %s', (_, energies, spike) => {
    expect(screen(steps(energies), 50).flatMap((reason, index) => (reason ? [index] : []))).toEqual([spike]);
  });

  it('sets a dip aside, and nothing after it', () => {
    expect(screen(steps([100, 101, 5, 103, 104]), 50)).toEqual([undefined, undefined, 'register-drop', undefined, undefined]);
  });

  it('believes none of a new meter when most do not fit', () => {
    expect(screen(steps([1e6, 2e6, 3e6, 4e6]), 50).every((reason) => reason !== undefined)).toBe(true);
  });

  it('trusts what is stored, but for what a fresh reading of the same instant replaces', () => {
    const stored = steps([100, 500, 102], false);
    const given = [stored[0]!, stored[1]!, { at: 3600, energyKwh: 101, fresh: true }, stored[2]!];
    expect(screen(given, 50)).toEqual([undefined, undefined, undefined, undefined]);
  });
});
