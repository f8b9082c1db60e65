// npm test [-- STEP ...]: every check there is, or the named ones (`failed`: those that failed the last time, all if that isn't known); npm run check: those without a test in them.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { browser } from '../setup/browser.ts';

const root = join(import.meta.dirname, '..');
const steps: Record<string, string> = {
  lint: 'oxlint --type-aware --deny-warnings',
  rooms: 'node lint/rooms.ts',
  format: 'oxfmt --check',
  types: 'tsc --noEmit -p . && tsc --noEmit -p server && tsc --noEmit -p widget',
  unit: 'vitest run --project unit',
  server: 'vitest run --project server',
  browser: 'wtr',
  e2e: 'vitest run --project e2e',
  long: 'vitest run --project long',
  citus: 'node test/citus.ts',
};
/** What is no part of `npm test`: writing the files that tests compare with, and changing the rules to see whether a test notices. */
const others: Record<string, string> = {
  // openapi.json first: what the others ask is held against it, as it lies there.
  snapshots:
    "vitest run --project server test/server/http/openapi.test.ts -u -t 'is the API of openapi.json' && vitest run --project server test/server/database/schema.test.ts test/server/database/composed-statements.test.ts test/server/http/openapi.test.ts -u",
  mutation: 'stryker run',
};
/** Takes minutes: only when asked for. */
const onlyByName = ['long', 'citus'];
const check = ['lint', 'rooms', 'format', 'types'];

const state = join(root, '.data/test');
mkdirSync(state, { recursive: true });
const [failures, failedSteps] = [join(state, 'failures.txt'), join(state, 'failed-steps.txt')];
const failedLast = () => (existsSync(failedSteps) ? readFileSync(failedSteps, 'utf8').split(' ').filter(Boolean) : []);
/** With a Citus to be had, the long tests run on it too. */
const long = () => (process.env.CITUS_URL ? ['long', 'citus'] : ['long']);
const several: Record<string, () => string[]> = { check: () => check, failed: failedLast, long };

const asked = process.argv.slice(2).flatMap((name) => several[name]?.() ?? name);
const unknown = asked.filter((name) => !(name in steps) && !(name in others));
if (unknown.length > 0) {
  console.error(`There is no step called ${unknown.join(', ')}. There are: ${Object.keys(steps).join(', ')}.`);
  process.exit(2);
}
const chosen = asked.length > 0 ? asked : Object.keys(steps).filter((name) => !onlyByName.includes(name));

for (const file of [failures, failedSteps]) rmSync(file, { force: true });
const env: NodeJS.ProcessEnv = {
  ...process.env,
  FAILURES_FILE: failures,
  PATH: [join(root, 'node_modules/node/bin'), join(root, 'node_modules/.bin'), process.env.PATH].join(delimiter),
  // What an installed package warns of is not ours to mend, and hides what is.
  NODE_OPTIONS: [process.env.NODE_OPTIONS, '--disable-warning=ExperimentalWarning', '--disable-warning=DEP0205'].filter(Boolean).join(' '),
};
if (chosen.some((name) => name === 'browser' || name === 'e2e')) env.CHROME_PATH = browserOrExit();

const started = performance.now();
const results = chosen.map((name) => {
  const command = steps[name] ?? others[name]!;
  console.log(`\n── ${name}: ${command}`);
  const before = performance.now();
  const { status } = spawnSync(command, { cwd: root, env, shell: true, stdio: 'inherit' });
  return { name, passed: status === 0, took: seconds(before) };
});

console.log('');
if (existsSync(failures)) console.log(readFileSync(failures, 'utf8').split('\n').slice(0, 60).join('\n'));
for (const { name, passed, took } of results) console.log(`${passed ? 'passed' : 'FAILED'}  ${name.padEnd(8)} ${took.padStart(8)}`);
const failed = results.filter(({ passed }) => !passed).map(({ name }) => name);
writeFileSync(failedSteps, failed.join(' '));
console.log(`\n${failed.length === 0 ? 'All' : `Failed: ${failed.join(', ')};`} ${results.length} steps in ${seconds(started)}.`);
console.log(`steps: ${results.length - failed.length} passed, ${failed.length} failed`);
process.exit(failed.length === 0 ? 0 : 1);

function seconds(since: number): string {
  return `${((performance.now() - since) / 1000).toFixed(1)} s`;
}

function browserOrExit(): string {
  try {
    return browser();
  } catch (error) {
    console.error((error as Error).message);
    process.exit(1);
  }
}
