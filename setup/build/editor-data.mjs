// node setup/build/editor-data.mjs [FOLDER]: writes what editors, frameworks and docs know of <min-side>, all out of its own comments:
// custom-elements.json (Custom Elements Manifest), vscode.html-custom-data.json, web-types.json, and the tables of docs/embedding.md.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { generateJetBrainsWebTypes } from 'custom-element-jet-brains-integration';
import { generateVsCodeCustomElementData } from 'custom-element-vs-code-integration';
import { pageNames } from '../../widget/pages.ts';

const root = join(import.meta.dirname, '../..');
const folder = process.argv[2] ?? join(root, 'widget/editor-data');

const manifest = readManifest();
const element = manifest.modules[0].declarations[0];
write('custom-elements.json', manifest);
generateVsCodeCustomElementData(manifest, { outdir: folder, cssFileName: null, hideLogs: true });
generateJetBrainsWebTypes(manifest, { outdir: folder, packageJson: false, hideLogs: true });
writeFileSync(join(folder, 'min-side.d.ts'), declarations());
const docs = join(root, 'docs/embedding.md');
const text = readFileSync(docs, 'utf8').replace(/(<!-- tables -->\n)[\s\S]*?(\n<!-- end of tables -->)/, `$1\n${tables()}$2`);
writeFileSync(process.argv[2] ? join(folder, 'embedding.md') : docs, text);

/** The analyzer's manifest, of the one public element, without what is private, and with the properties that a page may set in CSS. */
function readManifest() {
  const out = mkdtempSync(join(tmpdir(), 'min-side-manifest-'));
  try {
    const analyzer = join(root, 'node_modules/@custom-elements-manifest/analyzer/cem.js');
    // Its own file of options is the only way to keep it from writing into package.json.
    const options = join(out, 'options.mjs');
    writeFileSync(options, 'export default { packagejson: false };');
    execFileSync(
      process.execPath,
      [
        analyzer,
        'analyze',
        '--config',
        options,
        '--litelement',
        '--globs',
        'widget/min-side.ts',
        '--outdir',
        relative(root, out),
        '--quiet',
      ],
      { cwd: root },
    );
    const { modules, ...rest } = JSON.parse(readFileSync(join(out, 'custom-elements.json'), 'utf8'));
    const [module] = modules;
    const declaration = module.declarations.find(({ tagName }) => tagName === 'min-side');
    const isPublic = ({ privacy, name, static: isStatic, inheritedFrom }) =>
      (privacy ?? 'public') === 'public' && !isStatic && !inheritedFrom && !/^(connectedCallback|disconnectedCallback)$/.test(name);
    declaration.members = declaration.members.filter(isPublic);
    declaration.events = declaration.events.filter(({ name }) => name?.startsWith('min-side-'));
    for (const event of declaration.events) delete event.inheritedFrom;
    declaration.cssProperties = cssProperties();
    return { ...rest, modules: [{ ...module, path: 'dist/min-side.js', declarations: [declaration] }] };
  } finally {
    rmSync(out, { recursive: true });
  }
}

/** Out of widget/style/tokens.ts: each `--min-side-…` with its default. */
function cssProperties() {
  const source = readFileSync(join(root, 'widget/style/tokens.ts'), 'utf8');
  return [...source.matchAll(/var\((--min-side-[\w-]+), ((?:[^()]|\([^()]*(?:\([^()]*\)[^()]*)*\))+)\)/g)].map(([, name, preset]) => ({
    name,
    default: preset
      .replace(/var\(--ms-medium\)/, "the reader's own size")
      .replace(/calc\(the reader's own size \* (.*)\)/, "$1 × the reader's own size"),
  }));
}

function tables() {
  const rows = (head, list) =>
    `| ${head.join(' | ')} |\n| ${head.map(() => '---').join(' | ')} |\n${list.map((row) => `| ${row.join(' | ')} |`).join('\n')}\n`;
  const code = (text) => `\`${text}\``;
  return [
    rows(
      ['attribute', 'what it does'],
      element.attributes.map(({ name, description = '' }) => [code(name), description]),
    ),
    rows(
      ['method', 'what it does'],
      element.members
        .filter(({ kind }) => kind === 'method')
        .map(({ name, description = '' }) => [code(`${name}()`), description.replaceAll('\n', ' ')]),
    ),
    rows(
      ['event', 'when'],
      element.events.map(({ name, description = '' }) => [code(name), description]),
    ),
    rows(
      ['slot', 'what stands there'],
      element.slots.map(({ name, description = '' }) => [name ? code(name) : '(none)', description]),
    ),
    rows(
      ['part', 'what it is'],
      element.cssParts.map(({ name, description = '' }) => [code(`::part(${name})`), description]),
    ),
    rows(
      ['custom property', 'default'],
      element.cssProperties.map(({ name, default: preset }) => [code(name), code(preset)]),
    ),
  ].join('\n');
}

/** For TypeScript: the element with its typed events, by its class and by its tag. */
function declarations() {
  const members = element.members.map(({ kind, name, type, parameters = [], return: returns }) =>
    kind === 'method'
      ? `  ${name}(${parameters.map(({ name: own, rest, default: preset, type: of }) => `${rest ? '...' : ''}${own}${preset === undefined ? '' : '?'}: ${of.text}`).join(', ')}): ${returns.type.text};`
      : `  ${name}: ${type.text};`,
  );
  return `// Made by npm run editor-data.
export type Page = ${pageNames.map((name) => `'${name}'`).join(' | ')};

export declare class MinSideSessionEvent extends Event {
  readonly signedIn: boolean;
}

export declare class MinSidePageEvent extends Event {
  readonly page: Page | null;
}

export declare class MinSide extends HTMLElement {
${members.join('\n')}
}

declare global {
  interface HTMLElementTagNameMap {
    'min-side': MinSide;
  }
${['HTMLElementEventMap', 'DocumentEventMap', 'WindowEventMap']
  .map(
    (map) => `  interface ${map} {
    'min-side-session': MinSideSessionEvent;
    'min-side-page': MinSidePageEvent;
  }`,
  )
  .join('\n')}
}
`;
}

function write(name, content) {
  writeFileSync(join(folder, name), `${JSON.stringify(content, null, 2)}\n`);
}
