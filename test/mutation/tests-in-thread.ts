import { relative } from 'node:path';
import { TestRunner } from 'vitest';
import type { MutantCoverage } from '@stryker-mutator/api/core';
import type { MutantOutcome, PlannedTest, TestOutcome } from './messages.ts';

type File = Parameters<TestRunner['onAfterRunFiles']>[0][number];
type Task = File['tasks'][number];
type Test = Extract<Task, { type: 'test' }>;

/** What Stryker's instrumented code reads and writes. */
interface Instrumented {
  activeMutant?: string | undefined;
  currentTestId?: string | undefined;
  mutantCoverage?: MutantCoverage;
  hitCount?: number | undefined;
  hitLimit?: number | undefined;
}

/** What its generated code calls it. */
const inThread = globalThis as Record<string, unknown>;
const instrumented = (inThread['__stryker__'] ??= {}) as Instrumented;

interface Remembered {
  name: string;
  run: () => unknown;
}

/** In the thread's global, since the runner and the tests get this module each for themselves. */
const tests = (inThread['rememberedTests'] ??= new Map()) as Map<string, Remembered>;

/** Keeps the tests of the files by an ID of path and name. Left out are those of speed, which say nothing of a mutant that is watched. */
export function rememberTests(files: readonly File[]): void {
  for (const file of files) for (const task of file.tasks) remember(task, relative(process.cwd(), file.filepath), []);
}

function remember(task: Task, file: string, above: readonly string[]): void {
  const names = [...above, task.name];
  if (task.type === 'suite') {
    for (const inner of task.tasks) remember(inner, file, names);
    return;
  }
  const run = TestRunner.getTestFn(task as Test);
  const name = names.join(' ');
  if (file.startsWith('test/mutation/') || name.includes('no more than in proportion')) return;
  // Two rows of one table may have one name.
  let id = `${file}#${name}`;
  while (tests.has(id)) id += '+';
  tests.set(id, { name, run });
}

/** Runs each test once; what it passed of the instrumented code is in the coverage. */
export async function runAll(): Promise<{ tests: TestOutcome[]; coverage: MutantCoverage }> {
  const outcomes: TestOutcome[] = [];
  for (const [id, test] of tests) {
    instrumented.currentTestId = id;
    outcomes.push(await runOne(id, test));
  }
  instrumented.currentTestId = undefined;
  return { tests: outcomes, coverage: instrumented.mutantCoverage ?? { static: {}, perTest: {} } };
}

/** Runs the tests with a mutant, one after another, until one fails; that one is run once more without it. */
export async function runMutant(mutant: string, planned: readonly PlannedTest[]): Promise<MutantOutcome> {
  const outcome: MutantOutcome = { killedBy: null, asked: 0, passed: false, endless: false, spoilt: false };
  for (const { id, hitLimit } of planned) {
    Object.assign(instrumented, { activeMutant: mutant, hitCount: 0, hitLimit });
    const told = await runOne(id, tests.get(id)!);
    const hits = instrumented.hitCount ?? 0;
    Object.assign(instrumented, { activeMutant: undefined, hitCount: undefined });
    outcome.asked += 1;
    outcome.passed ||= hits > 0;
    outcome.endless = hits > hitLimit;
    if (told.failure === null && !outcome.endless) continue;
    outcome.killedBy = told;
    outcome.spoilt = (await runOne(id, tests.get(id)!)).failure !== null;
    break;
  }
  return outcome;
}

async function runOne(id: string, test: Remembered): Promise<TestOutcome> {
  const started = performance.now();
  let failure: string | null = null;
  try {
    await test.run();
  } catch (error) {
    failure = error instanceof Error ? error.message : String(error);
  }
  return { id, name: test.name, milliseconds: performance.now() - started, failure };
}
