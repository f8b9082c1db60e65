/** °C: a day that is warmer takes no heating. Norway's base (Enova, Norsk Energi). */
export const degreeDayBase = 17;

/** Fewer than these in a period say too little about its weather. */
const handful = 5;

/** Degree days of a day with this mean temperature. */
export const degreeDaysOf = (meanTemperature: number): number => Math.max(0, degreeDayBase - meanTemperature);

/** The base: mean use a day of June to August, when nothing but hot water is heated. Null without 60 such days. */
export function summerBaseKwh(uses: readonly { day: string; energyKwh: number }[]): number | null {
  const summer = uses.filter(({ day }) => ['06', '07', '08'].includes(day.slice(5, 7)));
  return summer.length < 60 ? null : summer.reduce((sum, { energyKwh }) => sum + energyKwh, 0) / summer.length;
}

/**
 * Use in a period as it would have been in normal weather: the base stays, the rest goes with the degree days (the method that
 * Helen publishes). Null where the base isn't known, or the period has hardly any degree days. A use below the base stays as it is.
 */
export function correctedByDegreeDays({
  useKwh,
  basePerDayKwh,
  days,
  degreeDays,
  normalDegreeDays,
}: {
  useKwh: number;
  basePerDayKwh: number | null;
  days: number;
  degreeDays: number;
  normalDegreeDays: number;
}): number | null {
  if (basePerDayKwh === null || degreeDays < handful) return null;
  const base = Math.min(useKwh, basePerDayKwh * days);
  return base + ((useKwh - base) * normalDegreeDays) / degreeDays;
}
