import type { DayUse } from '../../../server/consumption/answers/energy-signature.ts';
import { feltTemperature, sunShare, type DayTemperatures } from '../../../server/consumption/answers/outdoor.ts';

/** Every local day from one to another. */
export function datesBetween(from: string, to: string): string[] {
  const dates: string[] = [];
  for (let at = Date.parse(from); at <= Date.parse(to); at += 86_400_000) dates.push(new Date(at).toISOString().slice(0, 10));
  return dates;
}

/** The same numbers every time, evenly between 0 and 1. */
export function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}

/** Weather with a cold January, a warm July and cold and mild spells: °C a day. */
export function madeUpWeather(from: string, to: string, seed = 1, warmer = 0): DayTemperatures {
  const random = chance(seed);
  let spell = 0;
  return new Map(
    datesBetween(from, to).map((day) => {
      spell = 0.8 * spell + 3 * (random() + random() - 1);
      const dayOfYear = (Date.parse(day) - Date.parse(`${day.slice(0, 4)}-01-01`)) / 86_400_000;
      return [day, 7 + warmer - 10 * Math.cos((2 * Math.PI * (dayOfYear - 20)) / 365) + spell];
    }),
  );
}

export interface House {
  baseKwh: number;
  slopeKwh: number;
  changePoint: number;
  sunDegrees: number;
  /** Share by which a day differs by chance. */
  noise: number;
}

/** What a made-up house uses a day in that weather. */
export function usesOf(house: House, temperatures: DayTemperatures, seed = 7): DayUse[] {
  const random = chance(seed);
  return [...temperatures.keys()].map((day) => {
    const degrees = Math.max(0, house.changePoint - feltTemperature(temperatures, day)! - house.sunDegrees * sunShare(day));
    const energyKwh = (house.baseKwh + house.slopeKwh * degrees) * (1 + house.noise * (2 * random() - 1));
    return { day, energyKwh: Math.max(0, energyKwh) };
  });
}

export const plainHouse: House = { baseKwh: 9, slopeKwh: 4, changePoint: 17, sunDegrees: 8, noise: 0.1 };
