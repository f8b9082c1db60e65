import { formatOre } from '../ground/ore.ts';
import type { CostLine } from './cost-line.ts';
import { monthCost } from './month-cost.ts';
import { daysOfMonth, type Surroundings } from './month-use.ts';
import type { PriceList } from './price-list.ts';
import { seriesOf } from './price-list.ts';

/** A house of 1 600 kWh in the first month of the list, with an index of 50 øre without VAT, for somebody to reckon after. */
const example = { energyKwh: 1600, peakKw: [6.5, 6, 5.5], volumeM3: 36, coolingK: 38, indexOre: 50 };

/** A worked month in sentences: each line with its formula, and the total. */
export function workedMonth(list: PriceList): string[] {
  const month = list.validFrom.slice(0, 7);
  const days = daysOfMonth(month);
  const around: Surroundings = {
    usedBefore: () => 0,
    powers: (_, __, to) => example.peakKw.map((powerKw, n) => ({ day: `${to.slice(0, 8)}0${n + 1}`, powerKw })),
  };
  const use = { from: `${month}-01`, to: `${month}-${days}`, days, ...example };
  const indexes = new Map(seriesOf(list).map((series) => [series, { vatPercent: 0, months: new Map([[month, example.indexOre]]) }]));
  const { lines, totalOre, vatOre } = monthCost([{ list, use, around }], { terms: { dwellings: 1, subscribedKw: 6 }, indexes });
  return [
    `A worked month, ${month}: ${example.energyKwh} kWh, ${example.volumeM3} m³, peaks of ${example.peakKw.join(', ')} kW, cooling ${example.coolingK} K, 6 kW subscribed, index ${example.indexOre} øre without VAT.`,
    ...lines.map(describeLine),
    `Total ${formatOre(totalOre)} kr, of which VAT ${formatOre(vatOre)} kr.`,
  ];
}

export function describeLine({ part, name, factors, ore }: CostLine): string {
  const formula = factors.map(({ value, of, unit }) => `${value}${of === undefined ? '' : `/${of}`} ${unit}`).join(' × ');
  return `  ${name || part}: ${formula} = ${formatOre(ore)} kr`;
}
