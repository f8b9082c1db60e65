import { TestRunner } from 'vitest';
import { rememberTests } from './tests-in-thread.ts';

/** Vitest's runner, which besides remembers the tests of each file that it has read. */
export default class extends TestRunner {
  onCollected(files: Parameters<TestRunner['onAfterRunFiles']>[0]): void {
    rememberTests(files);
  }
}
