import { rm } from 'node:fs/promises';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import resolve from '@rollup/plugin-node-resolve';
import esbuild from 'rollup-plugin-esbuild';

/** A small entry with a steady name, and pages as chunks whose names change with their content. */
export default {
  input: { 'min-side': 'widget/index.ts' },
  output: {
    dir: 'dist',
    format: 'es',
    entryFileNames: '[name].js',
    chunkFileNames: 'chunk-[name]-[hash].js',
    generatedCode: 'es2015',
    // Chunks that only one page uses are merged; a browser on a phone waits longer for requests than for bytes.
    experimentalMinChunkSize: 1_000,
  },
  plugins: [
    { name: 'empty-dist', buildStart: () => rm('dist', { recursive: true, force: true }) },
    resolve({ browser: true, exportConditions: ['browser', 'production'] }),
    compactTemplates(),
    esbuild({ target: 'es2022', minify: true, legalComments: 'none', tsconfig: 'tsconfig.json' }),
    precompress(),
  ],
};

/** Takes the indentation out of `html` and `css` templates: one space means the same there as a line break with twenty. */
function compactTemplates() {
  return {
    name: 'compact-templates',
    transform(code, id) {
      if (!id.includes('/widget/')) return null;
      return { code: code.replace(/\n\s+/g, '\n').replace(/(css`)([^`]*)`/g, (_, open, sheet) => `${open}${compactSheet(sheet)}\``), map: null };
    },
  };
}

const compactSheet = (sheet) => sheet.replace(/\/\*[^*]*\*\//g, '').replace(/\s+/g, ' ').replace(/ ?([{};,]) ?/g, '$1').replace(/: /g, ':').trim();

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
