import type { CostLack, CostUnit } from '../../server/contract/cost.ts';
import type { CostText } from './cost-nb.ts';

const lacks: Record<CostLack, string> = {
  'missing-hours': 'Meter values are missing, so the cost cannot be calculated.',
  awaited: 'The meter values have not come yet.',
  'no-price-list': 'We have no price list for this time.',
  index: "The month's market price has not come yet.",
  power: 'The power was not measured.',
  volume: 'The volume of water was not measured.',
  cooling: 'The cooling was not measured.',
  subscribed: 'We do not know the agreed power.',
};

const units: Record<Exclude<CostUnit, 'days'>, string> = {
  kWh: 'kWh',
  kW: 'kW',
  m3: 'm³',
  K: 'degrees',
  'ore/kWh': 'øre/kWh',
  'ore/kWh/K': 'øre per kWh and degree',
  'kr/year': 'kr/year',
  'kr/month': 'kr/month',
  'kr/kW/year': 'kr/kW a year',
  'kr/kW/month': 'kr/kW a month',
  'kr/m3': 'kr/m³',
  kr: 'kr',
  percent: '%',
};

export const costEn: CostText = {
  failed: 'We could not get the cost just now.',
  cost: 'Cost',
  named: 'Calculated by the price list, not an invoice. With VAT.',
  yearsSummary: (years) => `Cost each month ${years}, in kroner`,
  column: 'Cost',
  lacks,
  units,
  days: (count, of) => `${count} of ${of} days`,
  until: (date) => `Calculated up to ${date}.`,
  estimated: 'Some of the hours are estimated, and so is the cost.',
  incomplete: (months) => `Without ${months}, which cannot be calculated.`,
  lines: 'How the cost is calculated',
  list: (name) => `Price list: ${name}`,
  vat: 'VAT',
  rounding: 'Rounding',
  total: 'Total',
  ofVat: (amount) => `Of which VAT: ${amount}.`,
  inMonth: (month) => `in ${month}`,
  peak: (date, power, amount) => `The day with the highest power, ${date} (${power}), added ${amount}.`,
  other: (name, amount) => `With the price list ${name} the month would have cost ${amount}.`,
  forecast:
    'We add what the heat has cost so far to what the house usually uses in normal weather for the rest of the year, by the price list. Where the month’s market price has not come yet, we take the mean of the last twelve months. Power, water and cooling are taken from the same month last year, in proportion to the use. The range is that of the weather and the use, not of prices.',
};
