import MagicString from 'magic-string';

const id = 'virtual:decorate';
/** What esbuild writes at the head of each file that has decorators, compiling each alone. */
const helper = /var __defProp = Object\.defineProperty;\n(?:var __getOwnPropDesc = .*\n)?var __decorateClass = [^]*?\n};\n/;

/** Applies decorators by one function for all files, rather than one in each. Stands after esbuild. */
export function oneDecorator() {
  return {
    name: 'one-decorator',
    resolveId: (asked) => (asked === id ? id : null),
    load: (asked) =>
      asked === id
        ? `export function __decorateClass(decorators, target, key, kind) {
            let result = kind > 1 ? undefined : kind ? Object.getOwnPropertyDescriptor(target, key) : target;
            for (const decorator of decorators.toReversed()) result = (kind ? decorator(target, key, result) : decorator(result)) || result;
            if (kind && result) Object.defineProperty(target, key, result);
            return result;
          }`
        : null,
    transform(code) {
      const found = helper.exec(code);
      if (!found) return null;
      const text = new MagicString(code).update(found.index, found.index + found[0].length, `import { __decorateClass } from '${id}';\n`);
      return { code: text.toString(), map: text.generateMap({ hires: 'boundary' }) };
    },
  };
}
