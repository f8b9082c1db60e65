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

test('names the node of a Citus that does not answer', () => {
  const away = new Error(
    'select $1 - connection to the remote node min_side@db-2.example.no:5432 failed with the following error: Connection refused',
  );
  const sentence = sentenceOf(Object.assign(away, { code: '08006', severity: 'ERROR' }));
  expect(sentence).toMatch(/node db-2\.example\.no:5432 does not answer/);
  expect(sentence).not.toContain('select');
});
