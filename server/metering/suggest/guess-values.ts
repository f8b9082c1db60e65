import { cellText, type Cell } from '../../ground/cell.ts';
import { quantities, unitName, type Quantity } from '../files/quantity.ts';

/** How headings name a quantity; more telling ones first. */
const headings: [Quantity, RegExp][] = [
  ['flowEnergy', /\be8\b|flow[_ ]?m3c/i],
  ['returnEnergy', /\be9\b|return[_ ]?m3c/i],
  ['flowTemperature', /\bt1\b|tur(temp|\b)|tilførsel|fram|flow[-_ ]?temp|supply/i],
  ['returnTemperature', /\bt2\b|retur|return[-_ ]?temp/i],
  ['energy', /\be1\b|energi|energy|forbruk|varme|heat|[kmg]wh|[kmg]cal|\bgj\b|consumption|målerstand|stand\b|verdi|value|mengde|use\b/i],
  ['volume', /volum|\bv1\b|m3\b|m³/i],
  ['power', /effekt|power|\bk?w\b/i],
  ['flow', /gjennomstr|flow|l\/h|m3\/h/i],
];

/** Of a heading such as "Energy E1 [MWh]", "energi (kWh)" or "energy_kwh". */
export function unitOf(heading: string, quantity: Quantity): string | undefined {
  const words = heading.split(/[\s[\](),;_:]+/).filter((word) => word !== '');
  for (const word of words.toReversed()) {
    const unit = unitName(quantity, word) ?? (quantity === 'energy' ? unitName('power', word) : undefined);
    if (unit !== undefined) return unit;
  }
  return undefined;
}

export interface ValueGuess {
  quantity: Quantity;
  column: number;
  unit: string | undefined;
}

/** Which columns hold which quantity, by their headings; a lone column of numbers is energy. */
export function guessValues(names: string[], columns: Cell[][], taken: ReadonlySet<number>): ValueGuess[] {
  const free = names.flatMap((name, column) =>
    name !== '' && !taken.has(column) && columns[column]!.some(isNumber) && columns[column]!.every(isNumberOrBlank) ? [column] : [],
  );
  const found: ValueGuess[] = [];
  for (const [quantity, heading] of headings) {
    const left = free.filter((column) => !found.some((other) => other.column === column));
    const matching = left.filter((column) => heading.test(names[column]!));
    const column =
      matching.find((one) => unitOf(names[one]!, quantity)) ?? matching.find((one) => unitElsewhere(names[one]!, quantity) === undefined);
    if (column !== undefined) found.push({ quantity, column, unit: unitOf(names[column]!, quantity) });
  }
  if (!found.some(({ quantity }) => quantity === 'energy')) {
    const left = free.filter((column) => !found.some((other) => other.column === column));
    if (left.length === 1) found.push({ quantity: 'energy', column: left[0]!, unit: unitOf(names[left[0]!]!, 'energy') });
  }
  return found;
}

const unitElsewhere = (heading: string, quantity: Quantity) =>
  quantities
    .filter((other) => other !== quantity)
    .map((other) => unitOf(heading, other))
    .find(Boolean);

const number = /^[-+−]?[\d.,\s'’]*\d(E[+-]?\d+)?(\s*[A-Za-z°/³3]+)?$/i;
export const isNumber = (cell: Cell): boolean => typeof cell === 'number' || number.test(cellText(cell));
const isNumberOrBlank = (cell: Cell) =>
  isNumber(cell) || ['', '-', 'err-value', 'NaN', 'null', 'NULL', 'n/a', '#N/A'].includes(cellText(cell));

/** The decimal sign of written numbers; undefined where none tells. */
export function guessDecimal(cells: Cell[]): { decimal: '.' | ',' | undefined; thousands: '.' | ',' | undefined } {
  const texts = cells.filter((cell) => typeof cell === 'string').map(cellText);
  const both = texts.find((text) => text.includes('.') && text.includes(','));
  if (both) {
    const comma = both.lastIndexOf(',') > both.lastIndexOf('.');
    return { decimal: comma ? ',' : '.', thousands: comma ? '.' : ',' };
  }
  for (const [sign, other] of [
    [',', '.'],
    ['.', ','],
  ] as const) {
    const having = texts.filter((text) => text.includes(sign));
    if (having.length === 0) continue;
    const lone = having.every((text) => new RegExp(`^\\d{1,3}(\\${sign}\\d{3})+\\D*$`).test(text));
    if (having.some((text) => text.split(sign).length > 2) && lone) return { decimal: other, thousands: sign };
    return { decimal: sign, thousands: undefined };
  }
  return { decimal: undefined, thousands: undefined };
}
