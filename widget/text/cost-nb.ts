import type { CostLack, CostUnit } from '../../server/contract/cost.ts';

const lacks: Record<CostLack, string> = {
  'missing-hours': 'Målerverdier mangler, så kostnaden kan ikke beregnes.',
  awaited: 'Målerverdiene er ikke kommet ennå.',
  'no-price-list': 'Vi har ingen prisliste for denne tiden.',
  index: 'Månedens markedspris er ikke kommet ennå.',
  power: 'Effekten er ikke målt.',
  volume: 'Vannmengden er ikke målt.',
  cooling: 'Avkjølingen er ikke målt.',
  subscribed: 'Vi mangler opplysning om avtalt effekt.',
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
  'kr/kW/month': 'kr/kW i måneden',
  'kr/m3': 'kr/m³',
  kr: 'kr',
  percent: '%',
};

/** "Kostnad" in Norwegian (bokmål). */
export const costNb = {
  failed: 'Vi fikk ikke hentet kostnaden nå.',
  cost: 'Kostnad',
  /** Always beside an amount: it is none that anybody has charged. */
  named: 'Beregnet etter prislisten, ikke en faktura. Med mva.',
  yearsSummary: (years: string) => `Kostnad hver måned ${years}, i kroner`,
  column: 'Kostnad',
  lacks,
  units,
  days: (count: string, of: string) => `${count} av ${of} dager`,
  until: (date: string) => `Beregnet til og med ${date}.`,
  estimated: 'En del av timene er anslått, så kostnaden er også anslått.',
  incomplete: (months: string) => `Uten ${months}, som ikke kan beregnes.`,
  lines: 'Slik er kostnaden beregnet',
  list: (name: string) => `Prisliste: ${name}`,
  vat: 'Merverdiavgift',
  rounding: 'Øreavrunding',
  total: 'Sum',
  ofVat: (amount: string) => `Herav mva.: ${amount}.`,
  inMonth: (month: string) => `i ${month}`,
  peak: (date: string, power: string, amount: string) =>
    `Dagen med den høyeste effekten, ${date} (${power}), økte kostnaden med ${amount}.`,
  other: (name: string, amount: string) => `Med prislisten ${name} ville måneden kostet ${amount}.`,
  forecast:
    'Vi legger sammen det varmen har kostet hittil, og det huset vanligvis bruker i normalt vær resten av året, etter prislisten. Der månedens markedspris ikke er kommet, regner vi med snittet av de siste tolv månedene. Effekt, vannmengde og avkjøling regnes som i samme måned i fjor, i takt med forbruket. Spennet gjelder været og forbruket, ikke prisene.',
};

export type CostText = typeof costNb;
