import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

interface Emitted {
  fileName: string;
  source: string | Buffer;
}
interface Plugin {
  buildStart(): Promise<void>;
  generateBundle(this: { emitFile(file: Emitted): void }, options: null, bundle: object): Promise<void>;
}
// The build is JavaScript without types.
const path = '../../../setup/build/release-files.mjs';
const { releaseFiles } = (await import(path)) as {
  releaseFiles(options: { version: string; folder: string }): Plugin;
};

let folder: string;
beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'min-side-release-'))));
afterEach(() => rm(folder, { recursive: true }));

const chunk = (fileName: string, code: string) => ({ type: 'chunk', fileName, code });
const entry = 'import"./chunk-portal-1.js";import("./chunk-nn-1.js");\n//# sourceMappingURL=min-side.js.map\n';
const bundle = () => ({
  'min-side.js': chunk('min-side.js', entry),
  'element.js': chunk('element.js', 'export{MinSide}from"./chunk-portal-1.js";'),
  'chunk-portal-1.js': chunk('chunk-portal-1.js', 'portal'),
  'chunk-nn-1.js': chunk('chunk-nn-1.js', 'nynorsk'),
});

/** A build of a version, as Rollup makes it: what was emitted stands in its folder. */
async function build(version: string, files: Record<string, ReturnType<typeof chunk>> = bundle()): Promise<void> {
  const plugin = releaseFiles({ version, folder });
  await plugin.buildStart();
  const own = join(folder, version);
  await mkdir(own, { recursive: true });
  const emitted: Emitted[] = [];
  await plugin.generateBundle.call({ emitFile: (file) => void emitted.push(file) }, null, files);
  for (const { fileName, code } of Object.values(files)) await writeFile(join(own, fileName), code);
  for (const { fileName, source } of emitted) await writeFile(join(own, fileName), source);
}

test('a release has the SRI hash of each of its files, and stable entries that lead into it without a source map', async () => {
  await build('2.3.4');
  const manifest = JSON.parse(await readFile(join(folder, '2.3.4/manifest.json'), 'utf8')) as {
    files: Record<string, { integrity: string }>;
  };
  expect(Object.keys(manifest.files).toSorted()).toEqual(['chunk-nn-1.js', 'chunk-portal-1.js', 'element.js', 'min-side.js']);
  for (const [name, { integrity }] of Object.entries(manifest.files)) {
    const hash = createHash('sha384').update(await readFile(join(folder, '2.3.4', name)));
    expect(integrity, name).toBe(`sha384-${hash.digest('base64')}`);
  }
  const [whole, major] = await Promise.all(['min-side.js', 'v2/min-side.js'].map((path) => readFile(join(folder, path), 'utf8')));
  expect(whole).toContain('import"./2.3.4/chunk-portal-1.js"');
  expect(major).toContain('import"../2.3.4/chunk-portal-1.js"');
  expect(major).toContain('import("../2.3.4/chunk-nn-1.js")');
  expect(`${whole}${major}`).not.toContain('sourceMappingURL');
});

test('the release before stays for pages that are open, and the one before that goes', async () => {
  for (const [at, version] of ['1.0.0', '1.0.1', '1.1.0'].entries()) {
    await build(version);
    await utimes(join(folder, version), at + 1, at + 1);
  }
  await build('2.0.0');
  expect((await readdir(folder)).filter((name) => /^\d/.test(name)).toSorted()).toEqual(['1.1.0', '2.0.0']);
  expect(await readFile(join(folder, '1.1.0/chunk-nn-1.js'), 'utf8')).toBe('nynorsk');
});

test('a build of the same version leaves the files of the build before it, and no older ones', async () => {
  await build('1.0.0');
  const again = () => {
    const { 'chunk-nn-1.js': _, ...files } = bundle();
    return { ...files, 'chunk-nn-2.js': chunk('chunk-nn-2.js', 'betre nynorsk') };
  };
  await build('1.0.0', again());
  expect(await readdir(join(folder, '1.0.0'))).toEqual(expect.arrayContaining(['chunk-nn-1.js', 'chunk-nn-2.js']));
  await build('1.0.0', again());
  expect(await readdir(join(folder, '1.0.0'))).not.toContain('chunk-nn-1.js');
});
