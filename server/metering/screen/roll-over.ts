import type { Candidate } from './judge.ts';

/** Smaller registers are not known, and a drop from less is no roll-over. */
export const fewestKwh = 10_000;
/** In kWh: a register rolls over at a power of ten of its own unit, kWh, MJ or kcal; of others of their kind it is a power of ten again. */
export const unitsKwh = [1, 1 / 3.6, 1.163];
const slackKwh = 1;

/** What a register that went from one reading over its end to a lower one has counted; undefined where it can't have. */
export function rolledRise(before: number, after: number): number | undefined {
  if (before < fewestKwh || after >= before || after < 0) return undefined;
  const rises = unitsKwh.map((unit) => 10 ** (Math.floor(Math.log10(before / unit)) + 1) * unit - before + after);
  return Math.min(...rises.filter((rise) => rise >= 0));
}

/** The registers as if none had an end, so that a sequence over it rises. Only where the step is one that this house makes. */
export function unrolled(candidates: readonly Candidate[], maxPowerKw: number): Float64Array {
  const energies = Float64Array.from(candidates, ({ energyKwh }) => energyKwh);
  let offset = 0;
  let usual: number | undefined;
  for (let index = 1; index < candidates.length; index++) {
    const [before, after] = [candidates[index - 1]!, candidates[index]!];
    const drop = before.energyKwh - after.energyKwh;
    if (before.energyKwh >= fewestKwh && drop > before.energyKwh / 2) {
      const rise = rolledRise(before.energyKwh, after.energyKwh);
      usual ??= largestPower(candidates, maxPowerKw);
      if (rise !== undefined && rise <= (usual * 2 * (after.at - before.at)) / 3600 + slackKwh) offset += rise + drop;
    } else if (offset > 0 && after.energyKwh >= fewestKwh && -drop > after.energyKwh / 2) {
      // A zero among high registers is a slip, and not their end.
      offset = 0;
    }
    energies[index] = after.energyKwh + offset;
  }
  return energies;
}

/** kW: what this house uses in nearly all of its largest hours. */
function largestPower(candidates: readonly Candidate[], maxPowerKw: number): number {
  const powers: number[] = [];
  for (let index = 1; index < candidates.length; index++) {
    const seconds = candidates[index]!.at - candidates[index - 1]!.at;
    const power = ((candidates[index]!.energyKwh - candidates[index - 1]!.energyKwh) * 3600) / seconds;
    if (seconds > 0 && power >= 0 && power <= maxPowerKw) powers.push(power);
  }
  powers.sort((left, right) => left - right);
  return powers[Math.floor((powers.length - 1) * 0.98)] ?? 0;
}
