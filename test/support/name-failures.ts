import { appendFileSync } from 'node:fs';
import { relative } from 'node:path';
import type { Reporter as WtrReporter } from '@web/test-runner';
import type { Reporter } from 'vitest/node';

/**
 * Reporters of vitest and of the web test runner, which note each failure in the file that FAILURES_FILE names, two lines each: where, and what was
 * wrong in a line. `npm test` prints them at its very end, where they are found even if all before is cut off.
 */
const note = (where: string, message = 'no message') => {
  const file = process.env.FAILURES_FILE;
  if (file) appendFileSync(file, `${where}\n    ${message.replace(/\s+/g, ' ').slice(0, 300)}\n`);
};

export const vitestFailures: Reporter = {
  onTestRunEnd(files, unhandled) {
    for (const file of files) {
      for (const error of file.errors()) note(file.relativeModuleId, error.message);
      for (const test of file.children.allTests('failed'))
        note(`${file.relativeModuleId} > ${test.fullName}`, test.result().errors?.[0]?.message);
      for (const suite of file.children.allSuites())
        for (const error of suite.errors()) note(`${file.relativeModuleId} > ${suite.fullName}`, error.message);
    }
    for (const error of unhandled) note('outside of any test', error.message);
  },
};

type Suite = { name: string; tests: { name: string; passed: boolean; skipped: boolean; error?: { message?: string } }[]; suites: Suite[] };

export const browserFailures: WtrReporter = {
  onTestRunFinished({ sessions }) {
    for (const { testFile: path, errors, testResults } of sessions) {
      const testFile = relative(process.cwd(), path);
      for (const error of errors) note(testFile, error.message);
      if (testResults) noteIn(testResults as Suite, testFile);
    }
  },
};

function noteIn({ tests, suites }: Omit<Suite, 'name'>, where: string): void {
  for (const { name, passed, skipped, error } of tests) if (!passed && !skipped) note(`${where} > ${name}`, error?.message);
  for (const suite of suites) noteIn(suite, `${where} > ${suite.name}`);
}
