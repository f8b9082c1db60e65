import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

// knex takes any text for a table and then knows nothing of its rows: what is a table stands in tables.ts.

const server = join(import.meta.dirname, '../../../server');
const tables = [...readFileSync(join(server, 'database/tables.ts'), 'utf8').matchAll(/^ {4}(\w+): Knex\.CompositeTableType/gm)].map(
  ([, name]) => name!,
);
const call = /\b(?:database|transaction)(?:<[^>]*>)?\(\s*'([^']+)'|\.(?:join|leftJoin|into)\(\s*'(\w+)'(?=,)/g;

test('names no table that the schema lacks', () => {
  const named: string[] = [];
  for (const file of globSync('**/*.ts', { cwd: server }))
    for (const [, one, other] of readFileSync(join(server, file), 'utf8').matchAll(call))
      named.push(`${file}: ${(one ?? other)!.split(' ')[0]}`);
  expect(named.length).toBeGreaterThan(50);
  expect(named.filter((each) => !tables.includes(each.split(': ')[1]!))).toEqual([]);
});
