import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '../../..');
/** A parameter that is the clock where nothing is given: `now = new Date()`, `now ?? new Date()`, `() => Date.now()`. */
const clock = String.raw`\(?(?:\(\) => )?(?:new Date\(\)|Date\.now\b)`;
const clockByDefault = new RegExp(String.raw`\?\?=? ${clock}|\w+(?:: Date)? = ${clock}(?:\(\))?\s*[,)}]`);

it('gives nothing in the server the clock by default: whoever calls says what time it is', () => {
  const reading = globSync('server/**/*.ts', { cwd: root }).filter((file) => clockByDefault.test(readFileSync(join(root, file), 'utf8')));
  // Where all is put together, and the clock comes from.
  expect(reading).toEqual(['server/main.ts']);
});

it.each([
  'function f(now = new Date()) {}',
  'function f(\n  now: Date = new Date(),\n) {}',
  'const at = options.now ?? new Date();',
  'const { now = () => new Date() } = parts;',
  'const now = parts.now ?? (() => new Date());',
  'f(now ?? Date.now());',
])('would see %j', (source) => {
  expect(clockByDefault.test(source)).toBe(true);
});

it.each(['const at = new Date();', 'work({ now: new Date(), check })', 'const day = new Date(noon);'])('lets %j be', (source) => {
  expect(clockByDefault.test(source)).toBe(false);
});
