import type { MutantCoverage } from '@stryker-mutator/api/core';

/** Between Stryker's process and the thread that has the tests, over a `BroadcastChannel`. */
export const channelName = 'mutants';

export interface TestOutcome {
  id: string;
  name: string;
  milliseconds: number;
  /** Null where it passes. */
  failure: string | null;
}

export interface PlannedTest {
  id: string;
  /** How often it may pass the mutated place before it counts as one that never ends. */
  hitLimit: number;
}

export type Question =
  | { ask: 'all' } // every test once, without a mutant
  | { ask: 'mutant'; id: string; tests: readonly PlannedTest[] }
  | { ask: 'end' };

export interface MutantOutcome {
  killedBy: TestOutcome | null;
  /** How many tests were asked. */
  asked: number;
  /** Whether the mutated place was passed. */
  passed: boolean;
  /** Whether a test passed it so often that it would never end. */
  endless: boolean;
  /** The test that noticed fails without the mutant too: something that a module remembers is wrong by now. */
  spoilt: boolean;
}

export type Answer =
  | { tell: 'ready' }
  | { tell: 'all'; tests: TestOutcome[]; coverage: MutantCoverage }
  | { tell: 'mutant'; outcome: MutantOutcome };
