import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const releasesKept = 2;

/**
 * What a build leaves in `dist/` beside its chunks:
 * - `<version>/manifest.json`: each file with its SRI hash, for pages that pin it;
 * - `min-side.js` and `v<major>/min-side.js`: the same entry under names that stay, which lead to the chunks of this version; and
 *   `element.js`, the class alone, for npm;
 * - `.br` and `.gz` of every file, so that the server compresses nothing while it runs;
 * - the release before this one, and what the build before this one left in the same version: pages that are open still ask for them.
 */
export function releaseFiles({ version, folder }) {
  const own = join(folder, version);
  return {
    name: 'release-files',
    async buildStart() {
      const releases = (await readdir(folder, { withFileTypes: true }).catch(() => [])).filter((entry) => entry.isDirectory());
      const byAge = await Promise.all(releases.map(async ({ name }) => ({ name, at: (await stat(join(folder, name))).mtimeMs })));
      const others = byAge.filter(({ name }) => /^\d/.test(name) && name !== version).toSorted((one, other) => other.at - one.at);
      for (const { name } of others.slice(releasesKept - 1)) await rm(join(folder, name), { recursive: true });
      const before = await readManifest(own);
      const kept = new Set(Object.keys(before?.files ?? {}).flatMap((name) => [name, `${name}.br`, `${name}.gz`, `${name}.map`]));
      for (const name of await readdir(own).catch(() => [])) if (!kept.has(name)) await rm(join(own, name), { recursive: true });
      // Of builds before there were versions.
      for (const name of await readdir(folder).catch(() => [])) if (name.startsWith('chunk-')) await rm(join(folder, name));
    },

    async generateBundle(_, bundle) {
      const files = Object.values(bundle).filter(({ type }) => type === 'chunk');
      const entry = bundle['min-side.js'];
      const manifest = { version, files: {} };
      for (const { fileName, code } of files) {
        manifest.files[fileName] = {
          integrity: `sha384-${createHash('sha384').update(code).digest('base64')}`,
          bytes: Buffer.byteLength(code),
        };
        for (const [ending, source] of await compressed(code)) this.emitFile({ type: 'asset', fileName: `${fileName}.${ending}`, source });
      }
      this.emitFile({ type: 'asset', fileName: 'manifest.json', source: `${JSON.stringify(manifest, null, 2)}\n` });

      for (const [{ code: original }, path, chunks] of [
        [entry, 'min-side.js', `./${version}/`],
        [entry, `v${version.split('.')[0]}/min-side.js`, `../${version}/`],
        [bundle['element.js'], 'element.js', `./${version}/`],
      ]) {
        const code = original.replace(/(["'`])\.\/(?=[\w-]+\.js\1)/g, `$1${chunks}`).replace(/\n?\/\/# sourceMappingURL.*\n?/, '');
        await mkdir(join(folder, path, '..'), { recursive: true });
        await writeFile(join(folder, path), code);
        for (const [ending, bytes] of await compressed(code)) await writeFile(join(folder, `${path}.${ending}`), bytes);
      }
    },
  };
}

async function readManifest(folder) {
  return readFile(join(folder, 'manifest.json'), 'utf8').then(JSON.parse, () => null);
}

/** @returns {Promise<[ending: string, bytes: Buffer][]>} */
async function compressed(code) {
  const source = Buffer.from(code);
  const { BROTLI_PARAM_QUALITY, BROTLI_PARAM_SIZE_HINT, BROTLI_PARAM_NPOSTFIX, BROTLI_PARAM_NDIRECT } = constants;
  // Distances as they suit scripts of a few kilobytes: a thousandth less.
  const quality = {
    params: { [BROTLI_PARAM_QUALITY]: 11, [BROTLI_PARAM_SIZE_HINT]: source.length, [BROTLI_PARAM_NPOSTFIX]: 1, [BROTLI_PARAM_NDIRECT]: 16 },
  };
  return [
    ['br', await promisify(brotliCompress)(source, quality)],
    ['gz', await promisify(gzip)(source, { level: 9 })],
  ];
}
