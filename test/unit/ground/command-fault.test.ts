import { expect, test } from 'vitest';
import { sentenceOf } from '../../../server/ground/command-fault.ts';

const fault = (code: string) => Object.assign(new Error('insert into relationship values (Kari)'), { code, severity: 'ERROR' });

test.each([
  ['53100', /disk of the database is full/],
  ['25006', /only reads/],
  ['42501', /owns the tables/],
  ['42P01', /migrate/],
  ['XX000', /XX000/],
])('says what code %s means, and nothing of the statement', (code, sentence) => {
  expect(sentenceOf(fault(code))).toMatch(sentence);
  expect(sentenceOf(fault(code))).not.toContain('Kari');
});
