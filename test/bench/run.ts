// npm run bench [-- NAME ...] [--json]: measures, prints, and fails when a bound is missed. Without names: everything.
import { globSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { holds, type Row } from './row.ts';

const { values, positionals } = parseArgs({ options: { json: { type: 'boolean' } }, allowPositionals: true });
const known = globSync('*.ts', { cwd: import.meta.dirname })
  .map((file) => basename(file, '.ts'))
  .filter((name) => !['run', 'row', 'portal', 'view-replies'].includes(name))
  .toSorted();
const unknown = positionals.filter((name) => !known.includes(name));
if (unknown.length > 0) {
  console.error(`There is no bench called ${unknown.join(', ')}. There are: ${known.join(', ')}.`);
  process.exit(2);
}

/** Takes minutes and gigabytes, or a Citus: only when asked for. */
const onlyByName = ['citus', 'large', 'load', 'many-points'];
const missed: string[] = [];
for (const bench of positionals.length > 0 ? positionals : known.filter((name) => !onlyByName.includes(name))) {
  const { run } = (await import(join(import.meta.dirname, `${bench}.ts`))) as { run(): Promise<Row[]> };
  for (const row of await run()) {
    if (!holds(row)) missed.push(row.name);
    console.log(values.json ? JSON.stringify({ ...row, holds: holds(row) }) : inWords(row));
  }
}
if (missed.length > 0) console.error(`Out of bounds: ${missed.join(' · ')}`);
process.exit(missed.length > 0 ? 1 : 0);

function inWords(row: Row): string {
  const bound = row.atMost !== undefined ? `≤ ${row.atMost}` : row.atLeast !== undefined ? `≥ ${row.atLeast}` : '';
  const number = (value: number) => value.toLocaleString('en', { maximumSignificantDigits: 4 }).padStart(10);
  const verdict = bound && `${bound} ${holds(row) ? 'holds' : 'MISSED'}`;
  return `${row.name.padEnd(72)} ${number(row.ours)} / ${number(row.reference)} ${row.unit.padEnd(14)} = ${number(row.ratio)} × ${verdict}`.trimEnd();
}
