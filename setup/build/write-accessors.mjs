import MagicString from 'magic-string';

const shared = 'virtual:properties';
/** What esbuild writes at the head of each file that has decorators. */
const helper = /var __defProp = Object\.defineProperty;\n(?:var __getOwnPropDesc = .*\n)?var __decorateClass = [^]*?\n};\n/;

/**
 * Writes what Lit's `@property` and `@state` ask for into their class. Where `isEarly` says so, that is an accessor for each field and
 * Lit's list of them: a browser makes both with the class, and needs some 40 µs for each that a script adds to it. Elsewhere
 * it is the `static properties` that Lit makes them of itself, in fewer bytes. Stands after esbuild.
 * @param {(id: string) => boolean} isEarly Whether a file is run before the first picture.
 */
export function writeAccessors(isEarly) {
  return {
    name: 'write-accessors',
    resolveId: (asked) => (asked === shared ? asked : null),
    load: (asked) => (asked === shared ? 'export const made = { attribute: false }, written = { ...made, noAccessor: true };' : null),
    transform(code, id) {
      const found = helper.exec(code);
      if (!found) return null;
      const { body } = this.parse(code);
      const text = new MagicString(code).update(found.index, found.index + found[0].length, `import { made, written } from '${shared}';\n`);
      const calls = body.flatMap(({ expression }) => (expression?.expressions ?? [expression]).filter(isDecorating));
      for (const { start, end } of calls) text.update(start, end, '0');
      for (const [name, own] of Object.entries(Object.groupBy(calls, (call) => call.arguments[1].object.name))) {
        const { end } = body.map((each) => each.declaration ?? each).find((each) => each.id?.name === name).body;
        const fields = own.map((call) => readField(call, code));
        text.appendLeft(end - 1, isEarly(id) ? writeEarly(fields) : writeProperties(fields));
      }
      return { code: text.toString(), map: text.generateMap({ hires: 'boundary', source: id }) };
    },
  };
}

const isDecorating = (expression) => expression?.callee?.name === '__decorateClass';

/** Of `__decorateClass([property({ … })], Name.prototype, "key", 2)` the key, and what Lit is told of it; undefined where no attribute sets it, as nearly always. */
function readField({ arguments: [{ elements }, , { value: key }, kind] }, code) {
  const [decorator] = elements.map(({ start, end }) => code.slice(start, end));
  if (elements.length > 1 || kind.value !== 2 || !/^(property|state)\(/.test(decorator))
    throw new Error(`Fields alone are decorated here, by property or state: ${decorator} ${key}`);
  const options = /^property\((.*)\)$/s.exec(decorator)?.[1] ?? '{ attribute: false }';
  return { key, options: /^\{\s*attribute: (false|!1)\s*\}$/.test(options) ? undefined : options || '{}' };
}

const writeProperties = (fields) => `
  static properties = { ${fields.map(({ key, options = 'made' }) => `${key}: ${options}`).join(', ')} };
`;

const writeEarly = (fields) => `
  static elementProperties = new Map([...super.elementProperties, ${fields
    .map(({ key, options }) => `['${key}', ${options ? `{ ...written, attribute: true, ...${options} }` : 'written'}]`)
    .join(', ')}]);
  ${fields.map(writeAccessor).join('\n  ')}
`;

/** What the value was is read before it is set: what stands third is no option, and comes last. */
const writeAccessor = ({ key }) => `#_${key};
  get ${key}() { return this.#_${key}; }
  set ${key}(value) { this.requestUpdate('${key}', this.#_${key}, void (this.#_${key} = value)); }`;
