import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import resolve from '@rollup/plugin-node-resolve';
import terser from '@rollup/plugin-terser';
import esbuild from 'rollup-plugin-esbuild';
import { compactTemplates } from './setup/build/compact-templates.mjs';
import { leaveOutUnusedOfLit } from './setup/build/leave-out-unused-of-lit.mjs';
import { leaveOutUnusedOfUplot } from './setup/build/leave-out-unused-of-uplot.mjs';
import { portalInEntry } from './setup/build/portal-in-entry.mjs';
import { readTemplates } from './setup/build/read-templates.mjs';
import { releaseFiles } from './setup/build/release-files.mjs';
import { writeAccessors } from './setup/build/write-accessors.mjs';
import { pages } from './widget/pages.ts';

const { version } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'));

/** All that most need for a log-in, in one file: each request takes a phone longer than the bytes of a page more. */
const portal =
  /^virtual:properties|node_modules\/(lit|lit-html|lit-element|@lit\/reactive-element)\/|widget\/(watch-policies|min-side|api|address|server-address|tell-editor|element|register|launcher|header|pages|later|page-element|focus-keeper|render-(screen|element)|events|define|style\/|form\/|login\/|text\/(nb\.|language|say-failure))/;

/** What only some need, first match first; a page's folder goes where the table of pages says. */
const chunks = [
  [/widget\/(login\/(later-steps|code|new-password|password|recovery|terms|choose)|form\/(resend|web-otp))/, 'code'],
  [/widget\/(failure\.ts|save-file\.ts|menu\.ts|text\/(status|format|clock-words)\.ts|style\/(list|disclosure))|@lit\/task/, 'pages'],
  [/lit-html\/directives\/repeat/, 'profile'],
  [/widget\/consumption\/(beyond-years|cost-|answers|chart-with-answers|day|month\.|change|downloads|render-facts|notes)/, 'beyond-years'],
  [/widget\/(diagnose|style\/contrast|contrast)/, 'web-editor'],
  ...Object.entries(pages).map(([name, { chunk }]) => [new RegExp(`widget/${name}/`), chunk]),
  [/widget\/chart\/|node_modules\/uplot\//, 'consumption'],
  [portal, 'portal'],
];
const chunkOf = (id) => chunks.find(([files]) => files.test(id))?.[1];

/**
 * `dist/<version>/`: an entry, and chunks whose names change with their content. Beside it entries with steady names (release-files.mjs).
 * No chunk imports the entry: a page may load it as `min-side.js?v=2` without loading anything twice (portal-in-entry.mjs).
 */
export default {
  input: { 'min-side': 'widget/index.ts', element: 'widget/element.ts' },
  output: {
    dir: `dist/${version}`,
    format: 'es',
    sourcemap: true,
    entryFileNames: '[name].js',
    chunkFileNames: 'chunk-[name]-[hash].js',
    // Nobody asks a module what it is, or writes into it.
    generatedCode: { preset: 'es2015', symbols: false },
    freeze: false,
    manualChunks: chunkOf,
  },
  plugins: [
    resolve({ browser: true, exportConditions: ['browser', 'production'] }),
    compactTemplates(),
    leaveOutUnusedOfLit(),
    leaveOutUnusedOfUplot(),
    esbuild({ target: 'es2022', legalComments: 'none', minifySyntax: true, tsconfig: 'tsconfig.base.json' }),
    writeAccessors((id) => chunkOf(id) === 'portal'),
    readTemplates(),
    terser({
      module: true,
      ecma: 2020,
      compress: { passes: 3, keep_fargs: false, unsafe_arrows: true, pure_getters: true },
      format: { comments: false },
    }),
    portalInEntry(),
    releaseFiles({ version, folder: fileURLToPath(new URL('dist', import.meta.url)) }),
  ],
};
