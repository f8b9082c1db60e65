import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { browser, browserFlags } from '../../../setup/browser.ts';
import { launch } from '../../support/chromium.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'min-side-chromium-'));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

/** A Chromium that crashes at its first command, as often as given, and a count of how often it did. */
async function crashing(times: number): Promise<{ path: string; crashes(): Promise<number> }> {
  const path = join(folder, `crashes-${times}`);
  const log = `${path}.log`;
  const script = `#!/bin/sh
if [ "$(wc -l < '${log}')" -lt ${times} ]; then
  exec '${process.execPath}' '${join(import.meta.dirname, 'crashing-browser.mjs')}' '${log}'
fi
exec '${browser()}' "$@"
`;
  await writeFile(log, '');
  await writeFile(path, script);
  await chmod(path, 0o755);
  return { path, crashes: async () => (await readFile(log, 'utf8')).split('\n').length - 1 };
}

test('replaces a Chromium that crashes while it starts', async () => {
  const { path, crashes } = await crashing(2);
  const chromium = await launch({ executablePath: path, args: browserFlags });
  const page = await chromium.newPage();
  await page.setContent('<p>her');
  expect(await page.evaluate('document.body.textContent')).toBe('her');
  await chromium.close();
  expect(await crashes()).toBe(2);
});

test('says so when none comes up', async () => {
  const { path, crashes } = await crashing(9);
  await expect(launch({ executablePath: path, args: browserFlags })).rejects.toThrow();
  expect(await crashes()).toBe(3);
});
