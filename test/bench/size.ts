// What a browser fetches, in bytes as they travel (brotli 11): to show the log-in, and everything there is, all pages and both languages.
import { globSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { buildWidget } from '../../setup/widget.ts';
import { compare, type Row } from './row.ts';

const dist = join(import.meta.dirname, '../../dist');
/** What is asked of the log-in, and what Chart.js alone weighs. */
const loginKilobytes = 20;
const chartJsKilobytes = 61;

/** The files that `file` fetches without being asked: its static imports, and theirs. */
function withImports(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  const code = readFileSync(join(dist, file), 'utf8');
  for (const [, imported] of code.matchAll(/(?:from|import)\s*"\.\/([^"]+)"/g)) withImports(imported!, seen);
  return seen;
}

/** kB of a thousand bytes. */
const kilobytes = (files: Iterable<string>): number =>
  [...files].reduce((sum, file) => sum + statSync(join(dist, `${file}.br`)).size, 0) / 1000;

/** Builds when needed, and adds up the files. */
export async function run(): Promise<Row[]> {
  buildWidget();
  const all = globSync('*.js', { cwd: dist });
  const chunk = (name: string): string => {
    const found = all.find((file) => new RegExp(`^chunk-${name}-[\\w-]{8}\\.js$`).test(file));
    if (!found) throw new Error(`There is no chunk "${name}" in dist/. Build anew: npm run build.`);
    return found;
  };
  const login = new Set(['min-side.js', chunk('login'), chunk('nb')].flatMap((file) => [...withImports(file)]));
  return [
    compare({
      name: 'size: JavaScript to show the log-in, brotli',
      ours: kilobytes(login),
      reference: loginKilobytes,
      unit: 'kB',
      atMost: 1,
    }),
    compare({
      name: 'size: all JavaScript, brotli, against Chart.js',
      ours: kilobytes(all),
      reference: chartJsKilobytes,
      unit: 'kB',
      atMost: 1,
    }),
  ];
}
