/** What was used on a day, and what a model says. */
export interface ModelledDay {
  day: string;
  actual: number;
  expected: number;
}

/** How far a model's months lie from what was used, as ASHRAE Guideline 14 (2014) reckons it. Shares: 0.15 is 15 per cent. */
export interface MonthErrors {
  months: number;
  /** √(Σe² / (n−1)) over the mean month. */
  cvRmse: number;
  /** Σe / ((n−1) × the mean month): above zero where the model says too much. */
  nmbe: number;
}

/** Days of a month that make one, so that a few at an end weigh nothing. */
const daysOfMonth = 15;

/** The limits for a model by the month. */
const limits = { cvRmse: 0.15, nmbe: 0.05 };

export function monthErrors(days: readonly ModelledDay[]): MonthErrors {
  const months = [...Map.groupBy(days, ({ day }) => day.slice(0, 7)).values()]
    .filter((month) => month.length >= daysOfMonth)
    .map((month) => ({ actual: sumOf(month.map(({ actual }) => actual)), expected: sumOf(month.map(({ expected }) => expected)) }));
  const count = months.length;
  const mean = sumOf(months.map(({ actual }) => actual)) / count;
  if (count < 2 || !(mean > 0)) return { months: count, cvRmse: Number.NaN, nmbe: Number.NaN };
  const errors = months.map(({ actual, expected }) => expected - actual);
  return {
    months: count,
    cvRmse: Math.sqrt(sumOf(errors.map((error) => error * error)) / (count - 1)) / mean,
    nmbe: sumOf(errors) / ((count - 1) * mean),
  };
}

/** Whether a model may be shown. Of less than eleven months nothing can be said. */
export const staysWithinGuideline14 = ({ months, cvRmse, nmbe }: MonthErrors): boolean =>
  months >= 11 && cvRmse <= limits.cvRmse && Math.abs(nmbe) <= limits.nmbe;

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
