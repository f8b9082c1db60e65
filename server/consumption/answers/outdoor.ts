/** Mean outdoor temperature of local days, °C, by `YYYY-MM-DD`. */
export type DayTemperatures = ReadonlyMap<string, number>;

const dayMilliseconds = 86_400_000;

/** What today, yesterday and the day before count: a house is as warm as the last days made it. */
const weights = [1, 0.5, 0.25] as const;

/** The temperature that a house feels on a day: its last three days', weighted. Null where the day's own is not known. */
export function feltTemperature(temperatures: DayTemperatures, day: string): number | null {
  if (!temperatures.has(day)) return null;
  let sum = 0;
  let weight = 0;
  for (const [back, share] of weights.entries()) {
    const date = back === 0 ? day : new Date(Date.parse(day) - back * dayMilliseconds).toISOString().slice(0, 10);
    const temperature = temperatures.get(date);
    if (temperature === undefined) continue;
    sum += share * temperature;
    weight += share;
  }
  return sum / weight;
}

/** Latitude of Fredrikstad. Some degrees more or less change little: the term's size is fitted. */
const latitude = (59.2 * Math.PI) / 180;

/**
 * How much sun a cloudless day has, 0 to about 0.36: the share of the sun's strength that falls on level ground, as a mean over
 * 24 hours (Duffie and Beckman, Solar Engineering of Thermal Processes, ch. 1). The same 5 °C take less heat in April than in November.
 */
export function sunShare(day: string): number {
  const month = day.slice(5);
  const known = shares.get(month);
  if (known !== undefined) return known;
  const dayOfYear = (Date.parse(`2019-${month === '02-29' ? '02-28' : month}`) - Date.parse('2019-01-01')) / dayMilliseconds + 1;
  const declination = ((23.45 * Math.PI) / 180) * Math.sin((2 * Math.PI * (284 + dayOfYear)) / 365);
  const sunset = Math.acos(Math.max(-1, Math.min(1, -Math.tan(latitude) * Math.tan(declination))));
  const share =
    (sunset * Math.sin(latitude) * Math.sin(declination) + Math.cos(latitude) * Math.cos(declination) * Math.sin(sunset)) / Math.PI;
  shares.set(month, share);
  return share;
}

const shares = new Map<string, number>();
