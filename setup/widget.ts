import { spawnSync } from 'node:child_process';
import { globSync, statSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');

/** Builds `dist/` unless it is newer than all that goes into it. Throws with the build's own words when it fails. */
export function buildWidget(): void {
  const newest = (patterns: string[]) =>
    Math.max(0, ...globSync(patterns, { cwd: root }).map((path) => statSync(join(root, path)).mtimeMs));
  const source = newest([
    'widget/**/*.{ts,css}',
    'server/contract/*.ts',
    'rollup.config.mjs',
    'setup/build/*.mjs',
    'package.json',
    'package-lock.json',
  ]);
  if (newest(['dist/min-side.js']) > source) return;
  console.log('Building the widget …');
  const rollup = join(root, 'node_modules/rollup/dist/bin/rollup');
  const { status, stderr } = spawnSync(process.execPath, [rollup, '-c', '--silent'], { cwd: root, encoding: 'utf8' });
  if (status !== 0) throw new Error(`The widget could not be built:\n${stderr}`);
}
