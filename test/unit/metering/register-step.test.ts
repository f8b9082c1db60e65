import { expect, it } from 'vitest';
import { stepFault } from '../../../server/metering/pack/register-step.ts';

it('lets a register rise by what the house can draw in the time between, and by the whole kWh that it may hide', () => {
  expect(stepFault(100, 151, 3600, 50)).toBeUndefined();
  expect(stepFault(100, 151.001, 3600, 50)).toBe('implausible');
  expect(stepFault(100, 126, 1800, 50)).toBeUndefined();
  expect(stepFault(100, 126.001, 1800, 50)).toBe('implausible');
});

it('lets it stand still, and fall by what rounding makes of the same number, and no more', () => {
  expect(stepFault(100, 100, 3600, 50)).toBeUndefined();
  expect(stepFault(1e-6, 0, 3600, 50)).toBeUndefined();
  expect(stepFault(2e-6, 0, 3600, 50)).toBe('register-drop');
});
