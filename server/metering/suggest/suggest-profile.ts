import { cellText, type Cell } from '../../ground/cell.ts';
import type { Profile } from '../files/profile.ts';
import { meanPowerFactor } from '../files/quantity.ts';
import { findColumns } from '../files/table-columns.ts';
import { hourColumns, isCumulative, numberIn } from './column-shapes.ts';
import { findTable } from './find-table.ts';
import { guessIdentity } from './guess-identity.ts';
import { guessDecimal, guessValues, isNumber, unitOf, type ValueGuess } from './guess-values.ts';
import type { Sample } from './sample-rows.ts';

/** A profile as it would stand in its JSON file, and what in it is assumed or must be asked the source. */
export interface Suggestion {
  /** The name of a shipped profile, or the profile itself; undefined where the file tells too little. */
  profile: string | Record<string, unknown> | undefined;
  notes: string[];
}

const registerNames = /register|type|obis|kanal|channel|størrelse|quantity|parameter|målestørrelse/i;

/** Suggests how a file reads, from its beginning: as one of the `shipped` profiles by name, or as a new one. */
export function suggestProfile(sample: Sample, shipped: ReadonlyMap<string, Profile>): Suggestion {
  if (sample.kind === 'gs2') return { profile: 'gs2', notes: [] };
  const { rows } = sample;
  for (const [name, profile] of shipped) {
    if (
      profile.format === 'csv' &&
      rows.slice(0, 20).some(({ cells, line }) => fits(() => findColumns(profile, cells, line))) &&
      profile.delimiter === sample.delimiter
    )
      return { profile: name, notes: [`The columns are those of the shipped profile "${name}".`] };
  }
  const table = findTable(rows);
  if (typeof table === 'string') return { profile: undefined, notes: [table] };
  const { headerLine, names, data, columns, time } = table;
  const taken = new Set(time.columns);
  const whose = guessIdentity(names, columns, taken, headerLine);
  if (typeof whose === 'string') return { profile: undefined, notes: [whose] };
  const { point, serial } = whose;
  if ([...time.columns, point, serial].some((column) => names[column] === ''))
    return { profile: undefined, notes: [`A column of line ${headerLine} has no heading, and what stands below is needed: give it one.`] };
  for (const column of [point, serial]) if (column >= 0) taken.add(column);
  const notes = [...time.notes, ...whose.notes];

  const base: Record<string, unknown> = { format: 'csv' };
  if (sample.kind === 'csv') base['delimiter'] = sample.delimiter;
  if (sample.sheet !== undefined) base['sheet'] = sample.sheet;
  const identity = {
    ...(point >= 0 && { meteringPoint: { column: names[point] } }),
    ...(serial >= 0 && { meter: { column: names[serial] } }),
  };
  const timeIn = (more: object = {}) => ({
    column: time.columns.length === 1 ? names[time.columns[0]!] : time.columns.map((column) => names[column]),
    format: time.format,
    ...(!time.format.endsWith('ZZ') && { zone: 'Europe/Oslo' }),
    ...(time.hours && { hours: time.hours }),
    ...more,
  });
  const numbers = (cells: Cell[]) => {
    const { decimal, thousands } = guessDecimal(cells);
    return { decimal: decimal ?? (sample.delimiter === ',' ? '.' : ','), ...(thousands && { thousands }) };
  };

  const hours = hourColumns(names, taken);
  if (hours && time.columns.length === 1) {
    const unit = unitIn(names.join(' '));
    if (!unit) notes.push('No heading says the unit; kWh is assumed.');
    const counted = hours.length % 25 === 0;
    if (counted)
      notes.push('25 columns are taken as counted through the day; if the fourth is the second 02 of October, set "hours": "1-24".');
    return {
      profile: {
        ...base,
        ...numbers(hours.flatMap((column) => columns[column]!)),
        ...identity,
        time: timeIn(counted ? { hours: '1-25' } : {}),
        values: { energy: { columns: hours.map((column) => names[column]), unit: unit ?? 'kWh' } },
      },
      notes,
    };
  }

  const values = guessValues(names, columns, taken);
  const register = names.findIndex(
    (name, column) =>
      !taken.has(column) && registerNames.test(name) && columns[column]!.some((cell) => !isNumber(cell) && cellText(cell) !== ''),
  );
  const energy = values.find(({ quantity }) => quantity === 'energy') ?? energyByUnit(names, columns, values);
  if (!energy)
    return {
      profile: undefined,
      notes: [`No column of line ${headerLine} looks like energy: ${names.join(', ')}. Call it by name in "values".`],
    };
  if (register >= 0 && energy.unit === undefined && new Set(columns[register]!.map(cellText)).size > 1) {
    const unit = names.findIndex((name) => /enhet|unit/i.test(name));
    const kinds = [...new Set(columns[register]!.map(cellText))];
    const named = guessValues(
      kinds,
      kinds.map(() => ['1']),
      new Set(),
    );
    if (named.some(({ quantity }) => quantity === 'energy')) {
      if (named.length < kinds.length)
        notes.push(`Of the registers ${kinds.join(', ')} those that aren't named in "values" are passed over.`);
      return {
        profile: {
          ...base,
          ...numbers(columns[energy.column]!),
          ...identity,
          time: timeIn(),
          register: { column: names[register], value: names[energy.column], ...(unit >= 0 && { unit: names[unit] }) },
          values: Object.fromEntries(
            named.map((one) => [
              one.quantity,
              { register: kinds[one.column], ...(unit < 0 && { unit: one.unit ?? fallbackUnits[one.quantity] }) },
            ]),
          ),
        },
        notes,
      };
    }
  }
  const cellUnit = unitIn(cellText(columns[energy.column]!.find((cell) => cellText(cell) !== '') ?? ''));
  if (!energy.unit && !cellUnit) notes.push(`No heading says the unit of "${names[energy.column]}"; kWh is assumed.`);
  const units = Object.fromEntries(
    values.map(({ quantity, column, unit }) => [
      quantity,
      { column: names[column], unit: unit ?? (quantity === 'energy' ? (cellUnit ?? 'kWh') : fallbackUnits[quantity]) },
    ]),
  );
  const noValue = [
    ...new Set(values.flatMap(({ column }) => columns[column]!.filter((cell) => !isNumber(cell) && cellText(cell) !== '').map(cellText))),
  ];
  if (noValue.length > 0)
    notes.push(`${noValue.map((text) => `"${text}"`).join(', ')} ${noValue.length > 1 ? 'are' : 'is'} taken as "no value".`);
  const heading = names[energy.column]!;
  const rising = isCumulative(
    data.map((cells) => [`${cellText(cells[point])}/${cellText(cells[serial])}`, numberIn(cells[energy.column])]),
  );
  // Few rows of use may rise by chance.
  const isUse =
    meanPowerFactor(energy.unit ?? '') !== undefined ||
    time.hours !== undefined ||
    (/forbruk|consumption|usage|\buse\b/i.test(heading) && data.length < 48);
  const cumulative = !isUse && (rising || /stand|register|index/i.test(heading));
  if (meanPowerFactor(energy.unit ?? '') !== undefined)
    notes.push(`"${heading}" is taken as the interval's mean power, from which its energy is reckoned.`);
  else if (!time.hours)
    notes.push(
      cumulative
        ? `"${heading}" never falls, so it is taken as a register; if it is use per interval say so with "interval".`
        : `"${heading}" is taken as use per interval that begins at the stamp; if the stamp is its end, set "stamp": "end".`,
    );
  return {
    profile: {
      ...base,
      ...numbers(values.flatMap(({ column }) => columns[column]!)),
      ...(noValue.length > 0 && { noValue }),
      ...identity,
      time: timeIn(),
      ...(!cumulative &&
        !time.hours && { interval: time.format.includes('H') || time.format === 'excel' ? 'PT1H' : /d/.test(time.format) ? 'P1D' : 'P1M' }),
      values: units,
    },
    notes,
  };
}

const fallbackUnits: Record<string, string> = {
  energy: 'kWh',
  volume: 'm3',
  flowEnergy: 'm3xC',
  returnEnergy: 'm3xC',
  power: 'kW',
  flow: 'l/h',
  flowTemperature: '°C',
  returnTemperature: '°C',
};

const unitIn = (text: string) => unitOf(text.replace(/^([\d.,\s]*\d)(?=[A-Za-z])/, '$1 '), 'energy');

/** Energy that only a column of units tells, or that is given as mean power. */
function energyByUnit(names: string[], columns: Cell[][], values: ValueGuess[]): ValueGuess | undefined {
  const units = columns.find(
    (cells, column) => /enhet|unit/i.test(names[column]!) && cells.every((cell) => unitOf(cellText(cell), 'energy') !== undefined),
  );
  const lone = values.length === 1 ? values[0] : undefined;
  if (lone && units?.[0] !== undefined) return Object.assign(lone, { quantity: 'energy', unit: unitOf(cellText(units[0]), 'energy') });
  const power = values.find(({ quantity }) => quantity === 'power');
  return power && Object.assign(power, { quantity: 'energy', unit: power.unit ?? 'kW' });
}

function fits(test: () => unknown): boolean {
  try {
    test();
    return true;
  } catch {
    return false;
  }
}
