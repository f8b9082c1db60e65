// What a browser fetches, in bytes as they travel (brotli 11): to show the log-in, to show the chart of the years, and everything there is, all
// pages and languages. Parts that few fetch are printed by name.
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { buildWidget } from '../../setup/widget.ts';
import { compare, type Row } from './row.ts';

const dist = join(import.meta.dirname, '../../dist');
/** kB: what is asked of the log-in; less than Chart.js alone, 61; less than Highcharts with its accessibility module, 123. */
const bounds = { login: 22, chart: 60, all: 95 };

/** Builds when needed, and adds up the files. */
export async function run(): Promise<Row[]> {
  buildWidget();
  const { version } = JSON.parse(readFileSync(join(dist, '../package.json'), 'utf8')) as { version: string };
  const folder = join(dist, version);
  const { files } = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as { files: Record<string, unknown> };
  const all = Object.keys(files).filter((file) => file !== 'element.js');

  const chunk = (name: string): string => {
    const found = all.find((file) => new RegExp(`^chunk-${name}-[\\w-]{8}\\.js$`).test(file));
    if (!found) throw new Error(`There is no chunk "${name}" in dist/. Build anew: npm run build.`);
    return found;
  };
  /** The files that `file` fetches without being asked: its static imports, and theirs. */
  const withImports = (file: string, seen = new Set<string>()): Set<string> => {
    if (seen.has(file)) return seen;
    seen.add(file);
    const code = readFileSync(join(folder, file), 'utf8');
    for (const [, imported] of code.matchAll(/(?:from|import)\s*"\.\/([^"]+)"/g)) withImports(imported!, seen);
    return seen;
  };
  const whole = (names: string[]): Set<string> => new Set(['min-side.js', ...names.map(chunk)].flatMap((file) => [...withImports(file)]));
  /** kB of a thousand bytes. */
  const kilobytes = (names: Iterable<string>): number =>
    [...names].reduce((sum, file) => sum + statSync(join(folder, `${file}.br`)).size, 0) / 1000;

  const login = whole(['portal']);
  const chart = whole(['portal', 'nb-inside', 'pages', 'code', 'consumption']);
  const row = (name: string, names: Iterable<string>, bound: number): Row =>
    compare({ name: `size: JavaScript ${name}, brotli`, ours: kilobytes(names), reference: bound, unit: 'kB', atMost: 1 });
  return [
    row('to the log-in', login, bounds.login),
    row('to the chart of the years', chart, bounds.chart),
    row('of all pages and languages', all, bounds.all),
    ...all
      .filter((file) => !chart.has(file))
      .map((file) => compare({ name: `size: only when asked for, ${file}`, ours: kilobytes([file]), reference: bounds.all, unit: 'kB' })),
  ];
}
