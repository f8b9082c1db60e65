import { compileFunction } from 'node:vm';
import { transformSync } from 'esbuild';
import { parseAst } from 'rollup/parseAst';
import { expect, test } from 'vitest';

// The build is JavaScript without types.
const path = '../../../setup/build/write-accessors.mjs';
interface Plugin {
  load(asked: string): string;
  transform(this: { parse: typeof parseAst }, code: string, id: string): { code: string } | null;
}
const { writeAccessors } = (await import(path)) as { writeAccessors(isEarly: (id: string) => boolean): Plugin };

const tsconfigRaw = { compilerOptions: { experimentalDecorators: true, useDefineForClassFields: false } };

function written(source: string, early: boolean): string {
  const { code } = transformSync(source, { loader: 'ts', target: 'es2022', minifySyntax: true, tsconfigRaw });
  return writeAccessors(() => early).transform.call({ parse: parseAst }, code, 'widget/a.ts')?.code ?? code;
}

/** What the class `Field` of the source is, on a host that notes which update was asked for. */
function run(source: string, early: boolean): { Field: typeof Host; constants: Record<string, object> } {
  const shared = writeAccessors(() => early).load('virtual:properties');
  const code = [shared, written(source, early).replace(/^import .*$/gm, '')].join('\n').replaceAll(/^export (class|const)/gm, '$1');
  return compileFunction(`${code}; return { Field, constants: { made, written } };`, ['Host'])(Host);
}

class Host {
  [key: string]: unknown;
  static elementProperties = new Map<string, object>([['above', {}]]);
  static properties?: Record<string, object>;
  readonly asked: unknown[][] = [];
  requestUpdate(...told: unknown[]): void {
    this.asked.push([...told, this[told[0] as string]]);
  }
}

const source = `
  import { property, state } from 'lit/decorators.js';
  export class Field extends Host {
    @property() api?: string;
    @property({ attribute: false }) text = 'a';
    @property({ reflect: true }) open = false;
    @state() private busy?: boolean;
  }
`;

test('an early field has its accessor in its class, tells Lit what it was and is, and stands in its list', () => {
  const { Field, constants } = run(source, true);
  const field = new Field();
  expect(field.asked).toEqual([
    ['text', undefined, undefined, 'a'],
    ['open', undefined, undefined, false],
  ]);
  field.text = 'b';
  expect(field.asked.at(-1)).toEqual(['text', 'a', undefined, 'b']);
  expect(field.text).toBe('b');
  expect(Object.keys(field)).toEqual(['asked']);
  expect([...Field.elementProperties]).toEqual([
    ['above', {}],
    ['api', { attribute: true, noAccessor: true }],
    ['text', constants.written],
    ['open', { attribute: true, noAccessor: true, reflect: true }],
    ['busy', constants.written],
  ]);
  expect(constants.written).toEqual({ attribute: false, noAccessor: true });
  expect([...Host.elementProperties.keys()]).toEqual(['above']);
});

test('of a later field Lit is told alone', () => {
  const { Field, constants } = run(source, false);
  expect(Field.properties).toEqual({ api: {}, text: constants.made, open: { reflect: true }, busy: constants.made });
  expect(Object.hasOwn(Field.prototype, 'text')).toBe(false);
  expect(Object.hasOwn(Field, 'elementProperties')).toBe(false);
});

test('several classes of a file have each their own, and what stands beside the decorators stays', () => {
  const code = written(
    `import { state } from 'lit/decorators.js';
    class One extends Host { @state() a = 1; }
    export class Field extends One { @state() b = 2; }
    define('one', One);`,
    true,
  );
  expect(code.match(/get (a|b)\(\)/g)).toEqual(['get a()', 'get b()']);
  expect(code.indexOf('get a()')).toBeLessThan(code.indexOf('class Field'));
  expect(code).toContain('define("one", One)');
  expect(code).not.toContain('__decorateClass');
});

test.each([
  ['another decorator', `class Field extends Host { @query('.a') a!: Element; }`],
  ['two on one field', `class Field extends Host { @state() @property() a = 1; }`],
  ['one on an accessor', `class Field extends Host { @property() get a() { return 1; } }`],
])('the build fails where there is %s', (_what, odd) => {
  expect(() => written(odd, true)).toThrow('Fields alone are decorated here, by property or state');
});

test('a file without decorators is left as it is', () => {
  expect(written('export const a = 1;', true)).toBe('export const a = 1;\n');
});
