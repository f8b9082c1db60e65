import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { browser, browserFlags } from '../../setup/browser.ts';
import { launch } from '../support/chromium.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'min-side-chromium-'));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

/** A Chromium that crashes as often as given, shortly after it has said where it listens. */
async function crashing(times: number): Promise<string> {
  const path = join(folder, `crashes-${times}`);
  const script = `#!/bin/sh
if [ "$(ls '${folder}' | grep -c '^crash-of-${times}\\.')" -lt ${times} ]; then
  mktemp '${folder}/crash-of-${times}.XXXXXX' > '${folder}/last'
  (sleep 0.6; kill -SEGV $$) &
fi
exec '${browser()}' "$@"
`;
  await writeFile(path, script);
  await chmod(path, 0o755);
  return path;
}

test('replaces a Chromium that crashes while it starts', async () => {
  const chromium = await launch({ executablePath: await crashing(2), args: browserFlags });
  const page = await chromium.newPage();
  await page.setContent('<p>her');
  expect(await page.evaluate('document.body.textContent')).toBe('her');
  await chromium.close();
});

test('says so when none comes up', async () => {
  await expect(launch({ executablePath: await crashing(9), args: browserFlags })).rejects.toThrow();
});
