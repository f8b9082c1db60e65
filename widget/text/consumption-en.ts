import { costEn } from './cost-en.ts';
import type { ConsumptionText } from './consumption-nb.ts';
import { answersEn } from './answers-en.ts';
import { energyStatus, statusWords } from './status.ts';

const hours = (count: number): string => (count === 1 ? '1 hour' : `${count} hours`);
const words = statusWords.en;

/** "Se historisk forbruk" in English. */
export const consumptionEn: ConsumptionText = {
  answers: answersEn,
  cost: costEn,
  yearsTitle: (years) => `Use ${years}`,
  yearly: 'Yearly overview',
  energy: 'Energy',
  power: 'Power',
  energyOrPower: 'Choose what is shown',
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
  comparing: (compared, change) => `${compared}: ${change.charAt(0).toLowerCase()}${change.slice(1)}`,
  inPeriod: (when) => `in ${when}`,
  weekdayBefore: (weekday) => `${weekday} the week before`,
  daysFrom: (first, last) => `${first}–${last}`,
  untilHour: (day, hour) => `${day} until ${hour}`,
  dayBefore: 'same day the year before',
  hourBefore: 'the week before',
  against: (value, when) => `${when}: ${value}`,

  words,
  unfinished: 'incomplete',
  status: (energy, unfinished, since = '') => energyStatus('en', energy, unfinished, since),
  hourStatus: (letter = '-', since = '') => (letter === 's' ? `${words.s} ${since}` : words[letter]),
  doubtful: ({ estimatedHours, correctedHours, manualHours, missingHours, awaitedHours }, overdue) => [
    ...(estimatedHours
      ? [`${hours(estimatedHours)} estimated: the meter was silent, and the use is spread between the readings before and after.`]
      : []),
    ...(correctedHours ? [`${hours(correctedHours)} corrected: newer readings came after the first.`] : []),
    ...(manualHours ? [`${hours(manualHours)} rest on a reading by hand.`] : []),
    ...(missingHours ? [`Readings are missing for ${hours(missingHours)}.`] : []),
    ...(awaitedHours && !overdue ? [`Readings for ${hours(awaitedHours)} are not in yet. They usually come the next morning.`] : []),
  ],
  wholeKwh: 'Your meter tells whole kilowatt hours. An hour of 0 does not mean that no heat was used.',
  swapped: (date) => `The meter was replaced on ${date}.`,
  overdue: (since) => `We have had no readings since ${since}. They usually come every morning. Contact us if you want to know why.`,
  hoursGone: (from) => `Hours are kept from ${from} on. Of the time before we have only the sum of each day.`,
  daysGone: (from) => `Days are kept from ${from} on. We have nothing from before.`,

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
  download: {
    open: 'Download',
    view: 'This view',
    all: 'Everything, by the hour',
    making: 'Making the file …',
    failed: 'We could not make the file just now. Try again.',
    csv: 'CSV',
    excel: 'Excel',
  },
  total: 'Sum',
  month: 'Month',
  before: 'Year before',
  weekBefore: 'Week before',
  inAll: (value) => `${value} in all.`,
  highestWas: (name, value) => `Highest: ${name}, ${value}.`,
  complete: 'Every value is there.',
  incomplete: (count) => `${count} ${count === 1 ? 'value is' : 'values are'} missing or not whole.`,
  yearsSummary: (years) => `Use each month of ${years}, in kilowatt hours`,
  daysSummary: (month) => `Use each day of ${month}, in kilowatt hours`,
  hoursSummary: (date) => `Use each hour of ${date}, in kilowatt hours`,
  powerSummary: (when) => `Power each hour, ${when}, in kilowatts`,
  chart: (curve, opens) => ({
    role: curve ? 'Curve' : 'Bar chart',
    hint: `Move from value to value with the arrow keys.${opens ? ' Press Enter to look closer.' : ''} The values are in the table, too.`,
    table: 'Show as table',
    hideTable: 'Hide the table',
    tapAgain: 'Tap once more to open',
    columns: ['Time', curve ? 'Power' : 'Energy', 'Share', 'Status'],
  }),
};
