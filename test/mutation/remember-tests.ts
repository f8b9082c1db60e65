import fc from 'fast-check';
import { TestRunner } from 'vitest';
import { rememberTests } from './tests-in-thread.ts';

// The same cases for every edit, so that a second run says the same.
fc.configureGlobal({ seed: 1 });

/** Vitest's runner, which besides remembers the tests of each file that it has read. */
export default class extends TestRunner {
  onCollected(files: Parameters<TestRunner['onAfterRunFiles']>[0]): void {
    rememberTests(files);
  }
}
