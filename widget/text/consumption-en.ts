import type { ConsumptionText } from './consumption-nb.ts';

const hours = (count: number): string => (count === 1 ? '1 hour' : `${count} hours`);
const hourStatus: Record<string, string> = { m: 'measured', e: 'estimated', h: 'read by hand', c: 'corrected', '-': '' };

/** "Se historisk forbruk" in English. */
export const consumptionEn: ConsumptionText = {
  yearsTitle: (years) => `Use ${years}`,
  yearly: 'Yearly overview',
  energy: 'Energy',
  power: 'Power',
  energyOrPower: 'Show energy or power',
  allYears: 'All years',
  path: 'You are here',
  previous: 'Previous',
  next: 'Next',
  point: 'Metering point',
  sum: 'All metering points together',
  legend: 'Legend',
  dataUntil: (when) => `Data until ${when}`,
  inYear: (year, soFar) => (soFar ? `so far in ${year}` : `in ${year}`),

  change: (share, than, { percent }) =>
    Math.abs(share) < 0.005 ? `About the same as ${than}` : `${percent(Math.abs(share))} ${share < 0 ? 'less' : 'more'} than ${than}`,
  thanYear: (year, whole) => (whole ? `in ${year}` : `the same months of ${year}`),
  thanMonth: (month, whole) => (whole ? `in ${month}` : `the same days of ${month}`),
  thanWeekday: (weekday, whole) => `${whole ? '' : 'the same hours of '}${weekday} the week before`,

  estimated: 'estimated',
  unfinished: 'incomplete',
  missing: 'missing',
  status: ({ energyKwh, estimatedHours, missingHours }, unfinished) =>
    [
      energyKwh !== null && unfinished ? 'incomplete' : '',
      estimatedHours ? `${hours(estimatedHours)} estimated` : '',
      missingHours && energyKwh !== null ? `${hours(missingHours)} missing` : '',
      energyKwh !== null && !unfinished && !estimatedHours && !missingHours ? 'measured' : '',
    ]
      .filter(Boolean)
      .join(', '),
  hourStatus: (letter = '-') => hourStatus[letter] ?? '',
  doubtful: ({ estimatedHours, missingHours }) => [
    ...(estimatedHours
      ? [`${hours(estimatedHours)} estimated: the meter was silent, and the use is spread between the readings before and after.`]
      : []),
    ...(missingHours ? [`Readings are missing for ${hours(missingHours)}.`] : []),
  ],

  startsOn: (month, date) => `${month} is incomplete: the readings begin on ${date}.`,
  endsOn: (month, date) => `${month} is not over: we have readings until ${date}.`,
  noDataAtAll: 'We have no readings from you yet. They usually come the morning after the meter is put to work.',
  noDataBefore: (date) => `Your readings begin on ${date}. We have nothing from before.`,
  notYet: (when) => `We have no readings for ${when} yet. They usually come the next morning.`,
  noneFor: (when) => `Readings for ${when} are missing. Contact us if you need them.`,

  whatPowerIs: 'Power is how much heat you use at one time. The curve shows the mean of each hour, in kilowatts (kW).',
  peak: (power, when) => `The highest hour was ${power}, ${when}.`,
  highest: (when) => `highest hour, ${when}`,
  hourOn: (day, hour) => `${day} ${hour}`,
  hours23: 'The clocks went forward this night. The day has 23 hours.',
  hours25: 'The clocks went back this night. The day has 25 hours, and the one from 02 to 03 comes twice.',

  shareOf: (share, whole) => `${share} of ${whole}`,
  yearsSummary: (years) => `Use each month of ${years}, in kilowatt hours`,
  daysSummary: (month) => `Use each day of ${month}, in kilowatt hours`,
  hoursSummary: (date) => `Use each hour of ${date}, in kilowatt hours`,
  powerSummary: (when) => `Power each hour, ${when}, in kilowatts`,
  chart: (curve, opens) => ({
    role: curve ? 'Curve' : 'Bar chart',
    hint: `Move from value to value with the arrow keys.${opens ? ' Press Enter to look closer.' : ''} The values are in the table below, too.`,
    table: 'Show as table',
    columns: ['Time', curve ? 'Power' : 'Energy', 'Share', 'Status'],
  }),
};
