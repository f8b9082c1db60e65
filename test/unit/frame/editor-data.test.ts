import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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

test('TypeScript knows the tag, the class and the events of a page that is written in it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'min-side-types-'));
  try {
    copyFileSync(join(root, 'widget/editor-data/min-side.d.ts'), join(folder, 'min-side.d.ts'));
    writeFileSync(
      join(folder, 'page.ts'),
      `import { MinSide, type Page } from './min-side.js';
      const portal: MinSide = document.createElement('min-side');
      portal.api = 'https://minside.example.no';
      portal.launcher = true;
      document.querySelector('min-side')?.goTo('consumption');
      portal.goTo('consumption', ['2019-10']);
      portal.addEventListener('min-side-page', ({ page }) => page satisfies Page | null);
      document.addEventListener('min-side-page', ({ page }) => page satisfies Page | null);
      addEventListener('min-side-session', ({ signedIn }) => signedIn satisfies boolean);
      customElements.define('own-portal', class extends MinSide {});
      // @ts-expect-error
      portal.goTo('nowhere');
      `,
    );
    const compilerOptions = { noEmit: true, strict: true, target: 'es2024', module: 'esnext', moduleResolution: 'bundler', types: [] };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions }));
    execFileSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', folder], { stdio: 'pipe', encoding: 'utf8' });
  } finally {
    rmSync(folder, { recursive: true });
  }
});
