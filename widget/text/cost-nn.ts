import type { CostLack, CostUnit } from '../../server/contract/cost.ts';
import type { CostText } from './cost-nb.ts';

const lacks: Record<CostLack, string> = {
  'missing-hours': 'Målarverdiar manglar, så kostnaden kan ikkje reknast ut.',
  awaited: 'Målarverdiane har ikkje kome enno.',
  'no-price-list': 'Vi har inga prisliste for denne tida.',
  index: 'Marknadsprisen for månaden har ikkje kome enno.',
  power: 'Effekten er ikkje målt.',
  volume: 'Vassmengda er ikkje målt.',
  cooling: 'Avkjølinga er ikkje målt.',
  subscribed: 'Vi manglar opplysning om avtalt effekt.',
};

const units: Record<Exclude<CostUnit, 'days'>, string> = {
  kWh: 'kWh',
  kW: 'kW',
  m3: 'm³',
  K: 'grader',
  'ore/kWh': 'øre/kWh',
  'ore/kWh/K': 'øre per kWh og grad',
  'kr/year': 'kr/år',
  'kr/month': 'kr/md.',
  'kr/kW/year': 'kr/kW i året',
  'kr/kW/month': 'kr/kW i månaden',
  'kr/m3': 'kr/m³',
  kr: 'kr',
  percent: '%',
};

/** "Kostnad" in nynorsk. */
export const costNn: CostText = {
  failed: 'Vi fekk ikkje henta kostnaden no.',
  cost: 'Kostnad',
  named: 'Rekna ut etter prislista, ikkje ein faktura. Med mva.',
  yearsSummary: (years) => `Kostnad kvar månad ${years}, i kroner`,
  column: 'Kostnad',
  lacks,
  units,
  days: (count, of) => `${count} av ${of} dagar`,
  until: (date) => `Rekna ut til og med ${date}.`,
  estimated: 'Ein del av timane er overslag, så kostnaden er òg eit overslag.',
  incomplete: (months) => `Utan ${months}, som ikkje kan reknast ut.`,
  lines: 'Slik er kostnaden rekna ut',
  list: (name) => `Prisliste: ${name}`,
  vat: 'Meirverdiavgift',
  rounding: 'Øreavrunding',
  total: 'Sum',
  ofVat: (amount) => `Av dette mva.: ${amount}.`,
  inMonth: (month) => `i ${month}`,
  peak: (date, power, amount) => `Dagen med den høgaste effekten, ${date} (${power}), auka kostnaden med ${amount}.`,
  other: (name, amount) => `Med prislista ${name} ville månaden ha kosta ${amount}.`,
  forecast:
    'Vi legg saman det varmen har kosta til no, og det huset vanlegvis bruker i normalt vêr resten av året, etter prislista. Der marknadsprisen for månaden ikkje er komen, reknar vi med snittet av dei siste tolv månadene. Effekt, vassmengd og avkjøling blir rekna som i same månad i fjor, i takt med forbruket. Spennet gjeld vêret og forbruket, ikkje prisane.',
};
