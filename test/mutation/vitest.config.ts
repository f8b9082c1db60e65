import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

process.env.TZ = 'America/St_Johns';

const serving = 'test/mutation/serve.test.ts';

class ServesLast extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const serves = (file: TestSpecification) => Number(file.moduleId.endsWith(serving));
    return files.toSorted((one, other) => serves(one) - serves(other) || (one.moduleId < other.moduleId ? -1 : 1));
  }
}

/** The rules' own tests, which need no database, all in one thread that stays: they are only read here, and run by `serve.test.ts`. */
export default defineConfig({
  test: {
    include: ['test/unit/**/*.test.ts', serving],
    exclude: [
      'test/unit/{lint,database,text,chart,consumption-page,frame,sms,invoices}/**',
      'test/unit/docs-*.test.ts',
      // They put another module in a module's place, make a folder, or take a second for each hash.
      'test/unit/metering/import-side-by-side.test.ts',
      'test/unit/login/terms.test.ts',
      'test/unit/passwords/password-hashes.test.ts',
    ],
    env: { RUNS: '0.05' },
    runner: './test/mutation/remember-tests.ts',
    sequence: { sequencer: ServesLast },
    pool: 'threads',
    maxWorkers: 1,
    isolate: false,
    testTimeout: 120_000,
    testNamePattern: /^answers for one mutant after another$/,
  },
});
