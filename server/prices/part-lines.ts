import Big from 'big.js';
import { productOre, type CostLine, type Factor } from './cost-line.ts';
import { meanOfHighest } from '../consumption/peaks.ts';
import { daysOfMonth, daysOfYear, monthBefore, type Surroundings, type Terms, type Use } from './month-use.ts';
import { indexValue, type PriceIndex } from './price-index.ts';
import type { EnergyPrice, Part, PartOf, PeakRule, PriceList } from './price-list.ts';

/** Why a part can't be reckoned. */
export type Lack = 'index' | 'power' | 'volume' | 'cooling' | 'subscribed';

/** What a part can't be reckoned without, and doesn't have. */
export class LackError extends Error {
  override name = 'LackError';
  readonly lack: Lack;

  constructor(lack: Lack) {
    super(lack);
    this.lack = lack;
  }
}

export interface PartInput {
  readonly list: PriceList;
  readonly use: Use;
  readonly around: Surroundings;
  readonly terms: Terms;
  readonly indexes: ReadonlyMap<string, PriceIndex>;
}

/** A part's lines for a stretch of days. @throws LackError */
export function partLines(part: Part, input: PartInput): CostLine[] {
  const { list, use, around, terms } = input;
  const { rounding } = list;
  const line = (factors: Factor[]): CostLine => ({ part: part.part, name: part.name, factors, ore: productOre(factors) });
  const energy = (): Factor => quantity(use.energyKwh, rounding.energyDecimals, 'kWh');
  switch (part.part) {
    case 'fixed':
      return [line([{ value: text(part.kroner), unit: `kr/${part.per}` }, share(part.per, use)])];
    case 'energy':
      return energyLines(part, part.price, input);
    case 'power': {
      const kw = part.of === 'subscribed' ? terms.subscribedKw : powerOf(part.of, use, around);
      if (kw === null) throw new LackError(part.of === 'subscribed' ? 'subscribed' : 'power');
      return [
        line([
          quantity(kw, rounding.powerDecimals, 'kW'),
          { value: text(part.kronerPerKw), unit: `kr/kW/${part.per}` },
          share(part.per, use),
        ]),
      ];
    }
    case 'volume':
      if (part.months && !part.months.includes(monthNumber(use))) return [];
      if (use.volumeM3 === null) throw new LackError('volume');
      return [line([quantity(use.volumeM3, rounding.volumeDecimals, 'm3'), { value: text(part.kronerPerM3), unit: 'kr/m3' }])];
    case 'cooling':
      return [line(coolingFactors(part, input, energy()))];
    case 'fee':
      return [line([energy(), { value: text(part.orePerKwh), unit: 'ore/kWh' }])];
    case 'fixed-price': {
      const difference = new Big(part.ore).minus(indexOf(part, input));
      return [line([limited(part, input), price(difference, list)])];
    }
    case 'support': {
      const above = indexOf(part, input).minus(part.thresholdOre);
      const paid = above.gt(0) ? above.times(part.share).times(-1) : new Big(0);
      return [line([limited(part, input), price(paid, list)])];
    }
  }
}

function energyLines(part: PartOf<'energy'>, energy: EnergyPrice, input: PartInput): CostLine[] {
  const { list, use } = input;
  const kwh = quantity(use.energyKwh, list.rounding.energyDecimals, 'kWh');
  const line = (factors: Factor[]): CostLine => ({ part: 'energy', name: part.name, factors, ore: productOre(factors) });
  switch (energy.kind) {
    case 'flat':
      return [line([kwh, { value: text(energy.ore), unit: 'ore/kWh' }])];
    case 'seasons': {
      const { ore } = energy.seasons.find(({ months }) => months.includes(monthNumber(use)))!;
      return [line([kwh, { value: text(ore), unit: 'ore/kWh' }])];
    }
    case 'steps':
      return stepLines(energy.steps, new Big(kwh.value), input.around.usedBefore(energy.per), list, line);
    case 'index': {
      const mean = indexOf({ series: energy.series, vatPercent: part.vatPercent }, input);
      let ore = mean.times(energy.factor).plus(energy.addOre);
      if (energy.floorOre !== undefined && ore.lt(energy.floorOre)) ore = new Big(energy.floorOre);
      if (energy.capOre !== undefined && ore.gt(energy.capOre)) ore = new Big(energy.capOre);
      return [line([kwh, price(ore, list)])];
    }
  }
}

/** What lies within each step of the use so far; nothing used is a line of 0 kWh in the first. */
function stepLines(
  steps: readonly { upToKwh?: number | undefined; ore: number }[],
  kwh: Big,
  usedBefore: number,
  list: PriceList,
  line: (factors: Factor[]) => CostLine,
): CostLine[] {
  const lines: CostLine[] = [];
  const start = new Big(usedBefore.toFixed(6)).round(list.rounding.energyDecimals, Big.roundHalfUp);
  const end = start.plus(kwh);
  let lower = new Big(0);
  for (const { upToKwh, ore } of steps) {
    const from = start.gt(lower) ? start : lower;
    const to = upToKwh === undefined || end.lt(upToKwh) ? end : new Big(upToKwh);
    if (to.gt(from))
      lines.push(
        line([
          { value: to.minus(from).toFixed(), unit: 'kWh' },
          { value: text(ore), unit: 'ore/kWh' },
        ]),
      );
    if (upToKwh !== undefined) lower = new Big(upToKwh);
  }
  return lines.length > 0
    ? lines
    : [
        line([
          { value: '0', unit: 'kWh' },
          { value: text(steps[0]!.ore), unit: 'ore/kWh' },
        ]),
      ];
}

function coolingFactors(part: PartOf<'cooling'>, { list, use }: PartInput, kwh: Factor): Factor[] {
  if (use.coolingK === null && use.energyKwh > 0) throw new LackError('cooling');
  const cooling = new Big((use.coolingK ?? part.referenceK).toFixed(6)).round(list.rounding.coolingDecimals, Big.roundHalfUp);
  const above = cooling.minus(part.referenceK);
  const most = part.mostK ?? Infinity;
  const kelvin = Number(above.abs()) > most ? new Big(most) : above.abs();
  const ore = above.gt(0) ? -part.bonusOre : part.chargeOre;
  return [kwh, { value: kelvin.toFixed(), unit: 'K' }, { value: text(ore), unit: 'ore/kWh/K' }];
}

function powerOf({ of, highest, over }: PeakRule, { from, to }: Use, around: Surroundings): number | null {
  const month = from.slice(0, 7);
  if (over === 'year') return meanOfHighest(around.powers(of, `${month.slice(0, 4)}-01-01`, `${month.slice(0, 4)}-12-31`), highest);
  // The month is a whole one even where its price changes in the middle: a peak is of the month.
  const first = over === 'month' ? month : monthBefore(month, over.months - 1);
  return meanOfHighest(around.powers(of, `${first}-01`, `${to.slice(0, 7)}-${daysOfMonth(month)}`), highest);
}

function indexOf({ series, vatPercent }: { series: string; vatPercent: number }, { list, use, indexes }: PartInput): Big {
  const index = indexes.get(series);
  const value = index && indexValue(index, use.from.slice(0, 7), { withVat: list.amounts === 'with-vat', vatPercent });
  if (value === undefined) throw new LackError('index');
  return value;
}

/** The kWh up to what a month and dwelling may have, counted from the month's beginning. */
function limited({ upToKwh }: { upToKwh?: number | undefined }, { list, use, around, terms }: PartInput): Factor {
  const limit = (upToKwh ?? Infinity) * terms.dwellings;
  const left = Math.max(0, limit - around.usedBefore('month'));
  return quantity(Math.min(use.energyKwh, left), list.rounding.energyDecimals, 'kWh');
}

function share(per: 'month' | 'year', { from, days }: Use): Factor {
  return { value: String(days), of: String(per === 'year' ? daysOfYear(from) : daysOfMonth(from.slice(0, 7))), unit: 'days' };
}

function quantity(value: number, decimals: number, unit: 'kWh' | 'kW' | 'm3'): Factor {
  // Sums of doubles end in noise far behind what a meter tells.
  const billionths = Math.round(value * 1e9);
  const step = 10 ** (9 - decimals);
  const whole = Math.sign(billionths) * Math.floor(Math.abs(billionths) / step + 0.5);
  const exact = Number.isSafeInteger(2 * billionths) && Number.isInteger(whole);
  return { value: exact ? places(whole, decimals) : new Big(value.toFixed(9)).round(decimals, Big.roundHalfUp).toFixed(), unit };
}

function price(ore: Big, { rounding }: PriceList): Factor {
  return { value: ore.round(rounding.priceDecimals, Big.roundHalfUp).toFixed(), unit: 'ore/kWh' };
}

const monthNumber = ({ from }: Use): number => Number(from.slice(5, 7));
/** As JSON writes it, but never with an exponent. */
function text(value: number): string {
  const written = String(value);
  return written.includes('e') ? new Big(value).toFixed() : written;
}

/** `1608.94` of 160894 and 2, without noughts at the end. */
function places(whole: number, decimals: number): string {
  if (decimals === 0) return String(whole || 0);
  const digits = String(Math.abs(whole)).padStart(decimals + 1, '0');
  const written = `${whole < 0 ? '-' : ''}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
  return written.replace(/\.?0+$/, '');
}
