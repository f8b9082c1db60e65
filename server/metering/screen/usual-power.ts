import { suspect } from '../pack/register-step.ts';
import type { Candidate } from './judge.ts';

/** Readings on each side by which a house is known. */
export const knownReadings = 24;
/** Fewer steps tell nothing. */
const fewestSteps = 12;
/** Some of the largest may be slips themselves. */
const share = 0.95;

/**
 * kWh that the house may have used since the first of the candidates, at each of them, before a step is suspect: by its own largest hours around, and never
 * more than its limit. Around alone, so that what lies far away, or isn't looked at, changes nothing.
 */
export function usualUse(candidates: readonly Candidate[], energies: ArrayLike<number>, maxPowerKw: number): Float64Array {
  const powers = candidates.map(({ at }, index) => {
    const seconds = index === 0 ? 0 : at - candidates[index - 1]!.at;
    const power = seconds > 0 ? ((energies[index]! - energies[index - 1]!) * 3600) / seconds : -1;
    return power >= 0 && power <= maxPowerKw ? power : undefined;
  });
  const use = new Float64Array(candidates.length);
  const sorted: number[] = [];
  const placeOf = (power: number) => {
    let [from, to] = [0, sorted.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      if (sorted[middle]! < power) from = middle + 1;
      else to = middle;
    }
    return from;
  };
  let next = 0;
  for (let index = 1; index < candidates.length; index++) {
    for (; next < candidates.length && next <= index + knownReadings; next++) {
      const power = powers[next];
      if (power !== undefined) sorted.splice(placeOf(power), 0, power);
    }
    const gone = powers[index - 1 - knownReadings];
    if (gone !== undefined) sorted.splice(placeOf(gone), 1);
    const usual = sorted.length < fewestSteps ? Infinity : sorted[Math.floor((sorted.length - 1) * share)]!;
    const kw = Math.min(maxPowerKw, suspect.times * usual + suspect.moreKwh);
    use[index] = use[index - 1]! + (kw * (candidates[index]!.at - candidates[index - 1]!.at)) / 3600;
  }
  return use;
}
