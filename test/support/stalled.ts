import { expect } from 'vitest';

/**
 * How long this process, which is client and server at once, stood still in all since it was first asked: on a busy machine both wait for the
 * processor, and what they promise in seconds is meant of the time that they have.
 */
export function startStallMeter(): { stalledMs(): number; stop(): void } {
  const everyMs = 10;
  let stalled = 0;
  let before = performance.now();
  const note = () => {
    const at = performance.now();
    stalled += Math.max(0, at - before - 2 * everyMs);
    before = at;
  };
  const timer = setInterval(note, everyMs);
  return {
    stalledMs: () => (note(), stalled),
    stop: () => clearInterval(timer),
  };
}

/** Does something that must be over within so many milliseconds, not counting those in which this process had no processor. */
export async function within<Result>(meter: { stalledMs(): number }, milliseconds: number, work: () => Promise<Result>): Promise<Result> {
  const [started, stalled] = [performance.now(), meter.stalledMs()];
  const result = await work();
  expect(performance.now() - started - (meter.stalledMs() - stalled)).toBeLessThan(milliseconds);
  return result;
}
