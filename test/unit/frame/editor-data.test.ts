import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../../..');

test('what editors and the docs know of the element is what its comments say (npm run editor-data)', () => {
  const folder = mkdtempSync(join(tmpdir(), 'min-side-editor-data-'));
  try {
    execFileSync(process.execPath, [join(root, 'setup/build/editor-data.mjs'), folder], { stdio: 'pipe' });
    for (const name of readdirSync(folder)) {
      const kept = name === 'embedding.md' ? 'docs/embedding.md' : `widget/editor-data/${name}`;
      expect(readFileSync(join(folder, name), 'utf8'), kept).toBe(readFileSync(join(root, kept), 'utf8'));
    }
    expect(readdirSync(folder)).toHaveLength(5);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
