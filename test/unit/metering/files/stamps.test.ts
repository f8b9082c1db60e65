import { expect, it } from 'vitest';
import { readProfile } from '../../../../server/metering/files/profile.ts';
import { emptyRow } from '../../../../server/metering/files/reading-row.ts';
import { createCsvParser } from '../../../../server/metering/files/csv.ts';
import { InputFault } from '../../../../server/ground/input-fault.ts';

const profile = (time: object) =>
  readProfile(
    {
      format: 'csv',
      decimal: '.',
      meteringPoint: { column: 'id' },
      time: { column: 't', format: 'yyyy-MM-ddTHH:mm:ssZZ', ...time },
      values: { energy: { column: 'kwh', unit: 'kWh' } },
    },
    'test',
  );

function instants(text: string, given = profile({})): string[] {
  const found: string[] = [];
  const parser = createCsvParser(given as never, {
    pass: () => undefined,
    take: ({ seconds, missing, ambiguous } = emptyRow()) =>
      void found.push(`${new Date(seconds * 1000).toISOString()}${missing ? ' missing' : ''}${ambiguous ? ' ambiguous' : ''}`),
  });
  parser.push(Buffer.from(text).toString('latin1'));
  parser.end();
  return found;
}

const offsets = ['2024-03-31T00:00:00+01:00', '2024-03-31T04:00:00+02:00', '2024-07-01T00:00:00+0200', '2024-07-01T00:00:00Z'];
const text = `id;t;kwh\n${offsets.map((stamp) => `1;${stamp};1\n`).join('')}`;
const right = ['2024-03-30T23:00:00.000Z', '2024-03-31T02:00:00.000Z', '2024-06-30T22:00:00.000Z', '2024-07-01T00:00:00.000Z'];

it.each([undefined, 'UTC', 'Europe/Oslo', '+01:00', 'America/St_Johns'])(
  'stamps with an offset mean the same beside the zone %s',
  (zone) => {
    expect(instants(text, profile({ zone }))).toEqual(right);
  },
);

it('stamps without an offset need a zone', () => {
  expect(() => profile({ format: 'yyyy-MM-ddTHH:mm:ss' })).toThrow(/time.zone: this is missing; say in which zone/);
});

it('a fault quotes the cell as people see it, in whole sentences', () => {
  const fault = new InputFault('"x" is not a time: is it cut off?', 3, 't');
  expect(fault.describe('a.csv')).toBe('a.csv, line 3, column "t": "x" is not a time: is it cut off?');
  expect(() => instants('id;t;kwh\n1;2024-03-31T00:00:00Z;12\u00a0345x\n')).toThrow('"12\u00a0345x" is not a number');
});
