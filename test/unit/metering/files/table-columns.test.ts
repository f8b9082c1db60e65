import { describe, expect, it } from 'vitest';
import type { InputFault } from '../../../../server/ground/input-fault.ts';
import { loadProfile } from '../../../../server/metering/files/load-profile.ts';
import type { CsvProfile } from '../../../../server/metering/files/profile.ts';
import { ColumnsMissing, findColumns } from '../../../../server/metering/files/table-columns.ts';
import { profileOf } from './reading.ts';

const find = (head: string, changes: Record<string, unknown> = {}) => findColumns(profileOf(changes) as CsvProfile, head.split(';'), 4);
const none = { column: -1, unit: '', factor: 1 };

/** The fault of a header, with how many of the columns it has. */
function fault(head: string, changes: Record<string, unknown> = {}): string {
  try {
    find(head, changes);
  } catch (error) {
    return `${(error as InputFault).describe('file')}${error instanceof ColumnsMissing ? ` ${error.found}` : ''}`;
  }
  return 'found';
}

describe('the columns of a table', () => {
  it('are found wherever they stand, and those that the profile does not name are none', () => {
    expect(find('kwh;id;;t')).toEqual({
      count: 4,
      names: ['kwh', 'id', '', 't'],
      point: 1,
      serial: -1,
      times: [3],
      counter: -1,
      quality: -1,
      values: [{ column: 0, unit: 'kWh', factor: 1 }, none, none, none, none, none, none, none],
      across: [],
      register: undefined,
    });
  });

  it('end with the last that has a name', () => {
    expect(find('id;t;kwh; ;\u00a0').count).toBe(3);
  });

  it('may be written in other letters and spaces, where no other is written exactly so', () => {
    const values = { energy: { column: 'Energi  [kWh]', unit: 'kWh' } };
    expect(find('ID; T ;ENERGI\n[KWH]', { values })).toMatchObject({ point: 0, times: [1], values: { 0: { column: 2 } } });
    expect(find('ID;id;t;kwh')).toMatchObject({ point: 1 });
  });

  it('are refused where one is there twice', () => {
    expect(fault('id;t;kwh;id')).toBe('file, line 4, column "id": this column is there twice.');
    expect(fault('ID;Id;t;kwh')).toBe('file, line 4, column "id": this column is there twice.');
    expect(fault('id;t;kwh;merknad;merknad')).toBe('found');
  });

  it.each<[head: string, changes: Record<string, unknown>, words: string]>([
    ['nr;t;kwh', {}, 'file, line 4, column "id": this column is missing; the file has nr, t, kwh. 2'],
    ['nr;tid;kwh', {}, 'file, line 4, column "id": this column is missing; the file has nr, tid, kwh. 1'],
    ['id;t;mwh', {}, 'file, line 4, column "kwh": this column is missing; the file has id, t, mwh. 2'],
    [
      'id;t;x',
      {
        values: {
          energy: [
            { column: 'kwh', unit: 'kWh' },
            { column: 'mwh', unit: 'MWh' },
          ],
        },
      },
      'file, line 4, column "kwh": this column is missing; the file has id, t, x. 2',
    ],
    ['id;t;kwh', { quality: { column: 'q', codes: {} } }, 'file, line 4, column "q": this column is missing; the file has id, t, kwh. 3'],
    [
      'id;t;kwh',
      { time: { autumnHour: 'operating-hours', operatingHours: 'h' } },
      'file, line 4, column "h": this column is missing; the file has id, t, kwh. 3',
    ],
    [
      'id;t;kwh',
      { meteringPoint: undefined, meter: { column: 'm' } },
      'file, line 4, column "m": this column is missing; the file has id, t, kwh. 2',
    ],
    [
      'id;t;v',
      { register: { column: 'r', value: 'v', unit: 'u' }, values: { energy: { register: 'E' } } },
      'file, line 4, column "r": this column is missing; the file has id, t, v. 3',
    ],
  ])('of %s lack one that must be there', (head, changes, words) => {
    expect(fault(head, changes)).toBe(words);
  });

  it('need not have the meter beside the metering point, other quantities, or a counter that nobody asks for', () => {
    const values = { energy: { column: 'kwh', unit: 'kWh' }, volume: { column: 'm3', unit: 'm3' } };
    const changes = { meter: { column: 'm' }, values, time: { operatingHours: 'h' } };
    expect(find('id;t;kwh', changes)).toMatchObject({ serial: -1, counter: -1, values: { 0: { column: 2 }, 1: none } });
    expect(find('id;t;kwh;m3;m;h', changes)).toMatchObject({ serial: 4, counter: -1, values: { 1: { column: 3, unit: 'm3', factor: 1 } } });
    expect(find('id;t;kwh;h', { time: { autumnHour: 'operating-hours', operatingHours: 'h' } }).counter).toBe(3);
  });

  it('are the first of several that a quantity may have, with its unit', () => {
    const profile = loadProfile('elvaco') as CsvProfile;
    const energy = (unit: string) => findColumns(profile, ['#serial-number', 'created', `energy,${unit},inst-value,0,0,0`], 1).values[0];
    expect(energy('Wh')).toEqual({ column: 2, unit: 'Wh', factor: 0.001 });
    expect(energy('MWh')).toEqual({ column: 2, unit: 'MWh', factor: 1000 });
    expect(
      find('mwh;kwh;id;t', {
        values: {
          energy: [
            { column: 'kwh', unit: 'kWh' },
            { column: 'mwh', unit: 'MWh' },
          ],
        },
      }).values[0],
    ).toEqual({
      column: 1,
      unit: 'kWh',
      factor: 1,
    });
    expect(find('id;t;kw', { interval: 'PT1H', values: { energy: { column: 'kw', unit: 'kW' } } }).values[0]!.factor).toBe(0);
  });

  it('are those of the hours in one row a day, and of the register in one row a register', () => {
    const columns = Array.from({ length: 24 }, (_, hour) => `h${hour}`);
    const day = { time: { format: 'dd.MM.yyyy' }, values: { energy: { columns, unit: 'kWh' } } };
    expect(find(`id;t;${columns.join(';')}`, day)).toMatchObject({ across: columns.map((_, hour) => hour + 2), values: { 0: none } });
    expect(fault(`id;t;${columns.slice(1).join(';')}`, day)).toMatch(/column "h0": this column is missing; .* 25$/);
    const register = { register: { column: 'r', value: 'v', unit: 'u' }, values: { energy: { register: 'E' } } };
    expect(find('u;v;r;t;id', register).register).toEqual({ column: 2, value: 1, unit: 0 });
  });

  it('are told as far as they are thirty and 600 letters', () => {
    const names = (count: number) => Array.from({ length: count }, (_, n) => `c${n + 1}`);
    const told = (list: string[]) => / has (.*)\. \d$/.exec(fault(list.join(';')))![1];
    expect(told(names(30))).toBe(names(30).join(', '));
    expect(told(names(31))).toBe(`${names(30).join(', ')}, …`);
    expect(told(['x'.repeat(700)])).toBe('x'.repeat(600));
  });
});
