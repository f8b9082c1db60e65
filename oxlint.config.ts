import { defineConfig } from 'oxlint';
import { importRules } from './lint/import-rules.ts';

const unused = { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrorsIgnorePattern: '^_' };

/** What the linter holds. Every rule that is off says why; who may import whom is said in lint/zones.ts. */
export default defineConfig({
  plugins: ['typescript', 'unicorn', 'oxc', 'import', 'promise', 'vitest'],
  categories: { correctness: 'error', suspicious: 'error' },
  env: { builtin: true },
  ignorePatterns: ['dist', 'node_modules', '.data'],
  rules: {
    'no-console': ['error', { allow: ['error'] }],
    'no-unused-vars': ['error', unused],
    'typescript/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
    'import/no-cycle': 'error',
    // The second says what to do about it.
    'vitest/valid-expect': ['error', { maxArgs: 2 }],

    // A promise that nobody waits for loses its error; `void` says that it is meant.
    'typescript/no-floating-promises': 'error',
    'typescript/await-thenable': 'error',
    // Names of tables and columns that there are not are marked so, too (server/database/strict-names.d.ts).
    'typescript/no-deprecated': 'error',
    // What comes out of a database, a file or JSON is named once, where it is read.
    'typescript/no-unsafe-type-assertion': 'off',
    // Lit's handlers and knex's methods are handed over unbound and bound there.
    'typescript/unbound-method': 'off',
    // The compiler holds this one (noImplicitReturns).
    'typescript/consistent-return': 'off',
    // Errors and class instances are spread where their plain fields are meant.
    'typescript/no-misused-spread': 'off',
    // Unknown values are written into messages as they are.
    'typescript/no-base-to-string': 'off',
    // Texts and numbers of one form: the default order is the one meant.
    'typescript/require-array-sort-compare': 'off',
    // A type said twice does no harm; what is needless today holds when the other side changes.
    'typescript/no-unnecessary-type-assertion': 'off',
    'typescript/no-unnecessary-type-arguments': 'off',
    'typescript/no-unnecessary-type-parameters': 'off',
    'typescript/no-unnecessary-type-conversion': 'off',
    'typescript/no-unnecessary-template-expression': 'off',
    'typescript/no-redundant-type-constituents': 'off',
    'typescript/no-useless-default-assignment': 'off',

    // Packages' default exports carry their parts (knex, fc, v): `fc.assert` reads better than a list of names.
    'import/no-named-as-default': 'off',
    'import/no-named-as-default-member': 'off',
    'import/namespace': 'off',
    // Importing a module that defines an element is what makes the element there.
    'import/no-unassigned-import': 'off',
    // A small function beside its only use, inside the function that uses it, is read first where it is.
    'unicorn/consistent-function-scoping': 'off',
    // A callback's `row` or `day` may hide another of an outer function: both say what they are.
    'no-shadow': 'off',
    // A Failure tells the caller a code; what was caught is logged where it is caught.
    'preserve-caught-error': 'off',
    // Arrays made on the spot are sorted in place; others with toSorted.
    'unicorn/no-array-sort': 'off',
    // `new Array(length)` for arrays that are filled by index.
    'unicorn/no-new-array': 'off',
    // Loops that wait for what another part of the process changes.
    'no-unmodified-loop-condition': 'off',
    // Expectations stand in helpers and in `it.each` tables, too.
    'vitest/no-standalone-expect': 'off',
    'vitest/no-conditional-expect': 'off',
    // It knows no `fc.assert`, no chai and no helper that expects.
    'vitest/expect-expect': 'off',
    // Where a rule has one reason to throw, that it throws is the test.
    'vitest/require-to-throw-message': 'off',
    // Spies take the type of what they replace.
    'vitest/require-mock-type-parameters': 'off',
  },
  overrides: [
    {
      // They talk to a terminal.
      files: [
        'setup/**',
        'demo/**',
        'lint/**',
        'test/run.ts',
        'test/engines.ts',
        'test/bench/**',
        'test/e2e/**',
        'server/main.ts',
        'server/cli.ts',
        'server/**/*commands.ts',
      ],
      rules: { 'no-console': 'off' },
    },
    ...importRules(),
    {
      // A thread has no origin.
      files: ['server/metering/ways-in/import-*.ts', 'test/mutation/**'],
      rules: { 'unicorn/require-post-message-target-origin': 'off' },
    },
    {
      // It is full of what is refused.
      files: ['test/unit/database/strict-names.test.ts'],
      rules: { 'typescript/no-deprecated': 'off', 'typescript/await-thenable': 'off' },
    },
    {
      // chai's `expect(x).to.be.true` is an expression.
      files: ['test/browser/**'],
      rules: { 'no-unused-expressions': 'off' },
    },
  ],
} as Parameters<typeof defineConfig>[0]);
