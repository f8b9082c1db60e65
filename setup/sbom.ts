// npm run sbom, and after each build: dist/sbom.json, what the server is made of, by CycloneDX.
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'min-side-sbom-'));
try {
  // Without the developers' packages from the start: told to omit them, npm 11 leaves out those too that both kinds use, koa and pg among them.
  const {
    devDependencies: _,
    scripts: __,
    ...described
  } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Record<string, unknown>;
  writeFileSync(join(folder, 'package.json'), JSON.stringify(described));
  copyFileSync(join(root, 'package-lock.json'), join(folder, 'package-lock.json'));
  const npm = (...args: string[]) =>
    execFileSync('npm', args, { cwd: folder, encoding: 'utf8', maxBuffer: 50e6, stdio: ['ignore', 'pipe', 'inherit'] });
  npm('install', '--package-lock-only', '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline');
  mkdirSync(join(root, 'dist'), { recursive: true });
  writeFileSync(join(root, 'dist/sbom.json'), npm('sbom', '--package-lock-only', '--sbom-format=cyclonedx'));
} finally {
  rmSync(folder, { recursive: true });
}
