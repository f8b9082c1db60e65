import MagicString from 'magic-string';

/**
 * What Lit does for browsers that the portal does not run in (`light-dark()` alone came years later), and for whoever counts its copies, as text of its source. Each rule must
 * be met, so that a new Lit whose source differs fails the build.
 * @type {[found: RegExp, instead: string][]}
 */
const rules = [
  // Style elements, where no sheet can be adopted.
  [
    /\w+\.ShadowRoot&&\(void 0===\w+\.ShadyCSS\|\|\w+\.ShadyCSS\.nativeShadow\)&&"adoptedStyleSheets"in Document\.prototype&&"replace"in CSSStyleSheet\.prototype/,
    '!0',
  ],
  // Lists of Lit's versions on the page's window.
  [/\(\w+\.reactiveElementVersions\?\?=\[\]\)\.push\("[\d.]+"\)/, '0'],
  [/\(\w+\.litHtmlVersions\?\?=\[\]\)\.push\("[\d.]+"\)/, '0'],
  [/\(\w+\.litElementVersions\?\?=\[\]\)\.push\("[\d.]+"\)/, '0'],
  // A name that nobody guesses, for what only its reader of templates looks for (read-templates.mjs).
  [/Math\.random\(\)\.toFixed\(9\)\.slice\(2\)/, '0'],
  // Shadow roots that a script plays.
  [/\w+\.reactiveElementPolyfillSupport/, 'void 0'],
  [/\w+\.litHtmlPolyfillSupport/, 'void 0'],
  [/\w+\.litElementPolyfillSupport/, 'void 0'],
];

/** Rollup's plugin. */
export function leaveOutUnusedOfLit() {
  const met = new Set();
  return {
    name: 'leave-out-unused-of-lit',
    buildStart: () => met.clear(),
    transform(code, id) {
      if (!/node_modules\/(lit-html|lit-element|@lit\/reactive-element)\//.test(id)) return null;
      const text = new MagicString(code);
      for (const [found, instead] of rules) {
        const match = found.exec(code);
        if (!match) continue;
        met.add(found);
        text.update(match.index, match.index + match[0].length, instead);
      }
      return text.hasChanged() ? { code: text.toString(), map: text.generateMap({ hires: 'boundary', source: id }) } : null;
    },
    buildEnd(error) {
      const missed = rules.find(([found]) => !met.has(found));
      if (!error && missed) this.error(`Lit's source has changed: nothing in it is ${missed[0]}`);
    },
  };
}
