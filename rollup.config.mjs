import { rm } from 'node:fs/promises';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import resolve from '@rollup/plugin-node-resolve';
import terser from '@rollup/plugin-terser';
import esbuild from 'rollup-plugin-esbuild';
import { pages } from './widget/pages.ts';

const frame =
  /node_modules\/(lit|lit-html|lit-element|@lit\/reactive-element)\/|widget\/(min-side|api|address|pages|page-element|render-screen|events|define|style\/|form\/|text\/(format|languages))/;

/** What only some need, first match first; a page's folder goes where the table of pages says. */
const chunks = [
  [/widget\/(failure\.ts|style\/(list|disclosure)|login\/choose)|@lit\/task/, 'pages'],
  ...Object.entries(pages).map(([name, { chunk }]) => [new RegExp(`widget/${name}/`), chunk]),
  [/widget\/chart\/|node_modules\/uplot\//, 'consumption'],
  [frame, 'frame'],
  [/widget\/login\//, 'login'],
];

/**
 * A tiny entry with a steady name that browsers ask for anew, and chunks whose names change with their content and that they keep for good.
 * No chunk imports the entry: a page may load it as `min-side.js?v=2` without loading anything twice.
 */
export default {
  input: { 'min-side': 'widget/index.ts' },
  output: {
    dir: 'dist',
    format: 'es',
    entryFileNames: '[name].js',
    chunkFileNames: 'chunk-[name]-[hash].js',
    generatedCode: 'es2015',
    manualChunks: (id) => chunks.find(([files]) => files.test(id))?.[1],
  },
  plugins: [
    { name: 'empty-dist', buildStart: () => rm('dist', { recursive: true, force: true }) },
    resolve({ browser: true, exportConditions: ['browser', 'production'] }),
    compactTemplates(),
    leaveOutUnusedOfUplot(),
    esbuild({ target: 'es2022', legalComments: 'none', tsconfig: 'tsconfig.json' }),
    terser({
      module: true,
      ecma: 2020,
      compress: { passes: 3, keep_fargs: false, unsafe_arrows: true, pure_getters: true },
      format: { comments: false },
    }),
    precompress(),
  ],
};

/** Takes the indentation out of `html` and `css` templates: one space means the same there as a line break with twenty. */
function compactTemplates() {
  return {
    name: 'compact-templates',
    transform(code, id) {
      if (!id.includes('/widget/')) return null;
      return {
        code: code
          .replace(/\n\s+/g, '\n')
          .replace(/>\n(?=<[a-z/])/g, '>')
          .replace(/(css`)([^`]*)`/g, (_, open, sheet) => `${open}${compactSheet(sheet)}\``),
        map: null,
      };
    },
  };
}

const compactSheet = (sheet) =>
  sheet
    .replace(/\/\*[^*]*\*\//g, '')
    .replace(/\s+/g, ' ')
    .replace(/ ?([{};,]) ?/g, '$1')
    .replace(/: /g, ':')
    .trim();

/**
 * uPlot hangs every way of drawing a line, and what else it can do, on itself, so that no bundler can tell which are used. Ours are bars and
 * straight lines. Its own number format, which no axis of ours uses, asks for the browser's language by a name that need not be one (`C`).
 */
function leaveOutUnusedOfUplot() {
  const unused =
    /^\s*(\(paths\.(stepped|spline)|uPlot\.(assign|fmtNum|range\w+|orient|pxRatio|join|fmtDate|tzDate|sync|addGap|clipGaps))\s*=.*$/gm;
  return {
    name: 'leave-out-unused-of-uplot',
    transform: (code, id) =>
      id.includes('/uplot/') ? { code: code.replace(unused, '').replace("(domEnv ? nav.language : 'en-US')", '()'), map: null } : null,
  };
}

/** Writes `.br` and `.gz` beside every file, so that the server compresses nothing while it runs. */
function precompress() {
  return {
    name: 'precompress',
    async generateBundle(_, bundle) {
      const brotli = promisify(brotliCompress);
      for (const file of Object.values(bundle)) {
        const source = Buffer.from(file.type === 'chunk' ? file.code : file.source);
        const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: source.length } };
        this.emitFile({ type: 'asset', fileName: `${file.fileName}.br`, source: await brotli(source, quality) });
        this.emitFile({ type: 'asset', fileName: `${file.fileName}.gz`, source: await promisify(gzip)(source, { level: 9 }) });
      }
    },
  };
}
