import { defineConfig } from 'vitest/config';

process.env.TZ = 'America/St_Johns';

/** The rules' own tests, which need no database: what a mutation run asks. A test of speed says nothing about a mutant that is watched, and one of seconds takes them again for each. */
export default defineConfig({
  test: {
    include: ['test/unit/**/*.test.ts'],
    exclude: [
      'test/unit/lint/**',
      'test/unit/database/**',
      'test/unit/docs-*.test.ts',
      'test/unit/text/**',
      'test/unit/chart/**',
      'test/unit/consumption-page/**',
      'test/unit/frame/**',
    ],
    testTimeout: 120_000,
    testNamePattern: /^(?!.*(in proportion|every shape in which))/,
  },
});
