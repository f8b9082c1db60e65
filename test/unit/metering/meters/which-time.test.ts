import { describe, expect, it } from 'vitest';
import { whichTime } from '../../../../server/metering/meters/which-time.ts';

describe('the time of a meter that a line tells of', () => {
  const [away, back] = [
    { from: -Infinity, to: 10 },
    { from: 30, to: Infinity },
  ];

  it.each<[what: string, times: { from: number; to: number }[], told: { from?: number; to?: number }, which: number | undefined]>([
    ['none where the meter is new', [], { from: 5 }, undefined],
    ['the last where the line tells no moment', [away, back], {}, 1],
    ['the one that begins then', [away, back], { from: 30 }, 1],
    ['the one that ends then', [away, back], { to: 10 }, 0],
    ['the one that lies around its beginning', [away, back], { from: 5 }, 0],
    ['the one that it runs into', [away, back], { from: 20 }, 1],
    ['another where it lies between', [away, back], { from: 20, to: 25 }, undefined],
    ['another where it begins when the last has ended', [away], { from: 10 }, undefined],
    ['the last that has begun, where its end is told anew', [away], { to: 20 }, 0],
    ['another that ended before all that is known', [back], { to: 10 }, undefined],
  ])('%s', (_, times, told, which) => {
    expect(whichTime(times, told)).toBe(which);
  });
});
