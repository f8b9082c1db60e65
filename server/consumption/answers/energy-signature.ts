import { monthErrors, staysWithinGuideline14 } from './guideline-14.ts';
import { feltTemperature, sunShare, type DayTemperatures } from './outdoor.ts';

/** What was used on a local day with every hour measured. */
export interface DayUse {
  day: string;
  energyKwh: number;
}

/**
 * What a house uses on a day, as it follows from the outdoor temperature: nothing but its base (hot water) down to the change
 * point, and below it so much for every degree. The sun warms, too: a cloudless day moves the temperature up by `sunDegrees` times
 * its share of sun.
 */
export interface EnergySignature {
  /** kWh a day, whatever the weather. */
  baseKwh: number;
  /** kWh a day for each degree below the change point. */
  slopeKwh: number;
  /** °C */
  changePoint: number;
  sunDegrees: number;
  /** How far measured days lie from it (standard deviation), with heating and without: kWh. */
  spreadKwh: { heating: number; base: number };
  /** How far its months lie from it: root mean square error over the mean, as ASHRAE Guideline 14 reckons. */
  monthError: number;
  /** The days that it was fitted on. */
  days: number;
  from: string;
  to: string;
}

/** Days measured that a signature needs: a year, with a month that may lack. */
export const leastDays = 330;
/** Share of the use that must go with the weather. */
const leastHeating = 0.05;
/** Older days tell of a house as it was. */
const mostDays = 730;

interface Point {
  use: number;
  felt: number;
  sun: number;
}

/**
 * Fits a house's signature to its own measured days, the newest two years of them, by least squares over a grid of change points and
 * sun. Null with less than a year of days, without heating that follows the weather, or where its own past year's months lie
 * farther off than ASHRAE Guideline 14 allows a model.
 */
export function fitSignature(uses: readonly DayUse[], temperatures: DayTemperatures): EnergySignature | null {
  const newest = uses.toSorted((one, other) => (one.day < other.day ? -1 : 1)).slice(-mostDays);
  const known = newest.flatMap(({ day, energyKwh }) => {
    const felt = feltTemperature(temperatures, day);
    return felt === null ? [] : [{ day, use: energyKwh, felt, sun: sunShare(day) }];
  });
  if (known.length < leastDays) return null;
  const best = fitOnGrid(known);
  if (best === null) return null;
  const signature: EnergySignature = {
    ...best,
    spreadKwh: spreadOf(known, best),
    monthError: 0,
    days: known.length,
    from: known[0]!.day,
    to: known.at(-1)!.day,
  };
  const errors = monthErrors(
    known.slice(-365).map(({ day, use, felt }) => ({ day, actual: use, expected: expectedKwh(signature, day, felt) })),
  );
  return staysWithinGuideline14(errors) ? { ...signature, monthError: errors.cvRmse } : null;
}

/** kWh that the house usually uses on a day that feels like so many °C. */
export function expectedKwh({ baseKwh, slopeKwh, changePoint, sunDegrees }: Line, day: string, felt: number): number {
  return baseKwh + slopeKwh * Math.max(0, changePoint - felt - sunDegrees * sunShare(day));
}

/** Four of five like it lie between these, for a day or a month of so many kWh. */
export function usualBand(signature: EnergySignature, expected: number, days: number): { lowKwh: number; highKwh: number } {
  const spread =
    days === 1
      ? expected > signature.baseKwh * 1.05
        ? signature.spreadKwh.heating
        : signature.spreadKwh.base
      : expected * signature.monthError;
  return { lowKwh: Math.max(0, expected - fourOfFive * spread), highKwh: expected + fourOfFive * spread };
}

/** Standard deviations on each side within which four of five normal values lie. */
export const fourOfFive = 1.2816;

type Line = Pick<EnergySignature, 'baseKwh' | 'slopeKwh' | 'changePoint' | 'sunDegrees'>;

function fitOnGrid(points: readonly Point[]): Line | null {
  let best: (Line & { error: number }) | null = null;
  for (let changePoint = 8; changePoint <= 26; changePoint += 0.5) {
    for (let sunDegrees = 0; sunDegrees <= 24; sunDegrees += 2) {
      const line = leastSquares(points, changePoint, sunDegrees);
      if (line !== null && (best === null || line.error < best.error)) best = line;
    }
  }
  if (best === null) return null;
  const { error: _, ...line } = best;
  return line;
}

/** Use against degrees below the change point. `error` is the sum of squares less that of the uses, which is the same for all. Null where less cold would take more heat, or the base come out below zero. */
function leastSquares(points: readonly Point[], changePoint: number, sunDegrees: number): (Line & { error: number }) | null {
  let [x1, y1, xx, xy] = [0, 0, 0, 0];
  for (const { use, felt, sun } of points) {
    const x = Math.max(0, changePoint - felt - sunDegrees * sun);
    x1 += x;
    y1 += use;
    xx += x * x;
    xy += x * use;
  }
  const count = points.length;
  const across = xx - (x1 * x1) / count;
  if (across < 1e-9) return null;
  const slopeKwh = (xy - (x1 * y1) / count) / across;
  const baseKwh = (y1 - slopeKwh * x1) / count;
  if (slopeKwh * x1 < leastHeating * y1 || baseKwh < 0) return null;
  return { baseKwh, slopeKwh, changePoint, sunDegrees, error: -baseKwh * y1 - slopeKwh * xy };
}

function spreadOf(points: readonly (Point & { day: string })[], line: Line): EnergySignature['spreadKwh'] {
  const rest = points.map(({ day, use, felt }) => {
    const expected = expectedKwh(line, day, felt);
    return { heating: expected > line.baseKwh * 1.05, off: use - expected };
  });
  const deviation = (heating: boolean): number => {
    const own = rest.filter((one) => one.heating === heating);
    return own.length === 0 ? 0 : Math.sqrt(own.reduce((sum, { off }) => sum + off * off, 0) / own.length);
  };
  return { heating: deviation(true), base: deviation(false) };
}
