import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, copyFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { freePort } from '../../setup/free-port.ts';
import { freshDatabase } from '../support/database.ts';
import { asNobody } from '../support/nobody.ts';

const root = join(import.meta.dirname, '../..');
const npm = ['/usr/local/bin/npm', '/usr/bin/npm'].find((each) => existsSync(each)) ?? 'npm';

test('runs from the lock file’s packages and the built widget alone, as nobody, with nothing it may write to', async () => {
  const containerfile = readFileSync(join(root, 'docs/operating/Containerfile'), 'utf8');
  // The steps below are the file's own.
  for (const step of ['npm ci --omit=dev --ignore-scripts', 'rollup -c', 'USER 65534:65534', 'CMD ["node", "server/main.ts"]'])
    expect(containerfile).toContain(step);
  const folder = mkdtempSync(join(tmpdir(), 'min-side-container-'));
  const app = join(folder, 'app');
  mkdirSync(app);
  const database = await freshDatabase();
  try {
    for (const file of ['package.json', 'package-lock.json']) copyFileSync(join(root, file), join(app, file));
    execFileSync(npm, ['ci', '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: app, stdio: 'ignore' });
    execFileSync(process.execPath, [join(root, 'setup/sbom.ts')], { stdio: 'ignore' });
    const sbom = JSON.parse(readFileSync(join(root, 'dist/sbom.json'), 'utf8')) as { components: { name: string }[] };
    expect(sbom.components.map(({ name }) => name)).toEqual(expect.arrayContaining(['koa', 'pg', 'knex']));
    expect(sbom.components.map(({ name }) => name)).not.toContain('vitest');
    expect(existsSync(join(app, 'node_modules/vitest'))).toBe(false);
    execFileSync(process.execPath, ['node_modules/rollup/dist/bin/rollup', '-c'], { cwd: root, stdio: 'ignore' });
    for (const part of ['server', 'widget/text', 'dist']) cpSync(join(root, part), join(app, part), { recursive: true });
    const node = join(folder, 'node');
    copyFileSync(process.execPath, node);
    chmodSync(node, 0o755);
    spawnSync('chmod', ['-R', 'a-w,a+rX', folder]);

    const port = await freePort();
    const child = spawn(node, ['server/main.ts'], {
      cwd: app,
      ...asNobody,
      env: {
        DATABASE_URL: database.url,
        LOGIN_KEY: 'ab'.repeat(32),
        SMS_TEMPLATE_URL: 'http://127.0.0.1:9/',
        PORT: String(port),
        NODE_ENV: 'production',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
    await expect.poll(() => output, { timeout: 20_000 }).toContain('"listening"');
    if (asNobody.uid !== undefined) expect(readFileSync(`/proc/${child.pid}/status`, 'utf8')).toMatch(/^Uid:\s+65534\s/m);
    expect((await fetch(`http://127.0.0.1:${port}/readyz`)).status).toBe(200);
    expect((await fetch(`http://127.0.0.1:${port}/min-side.js`)).status).toBe(200);
    // It hashes, in a process of its own, there too.
    const login = await fetch(`http://127.0.0.1:${port}/api/login/password`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Origin: `http://127.0.0.1:${port}` },
      body: '{"mobile":"94059810","password":"blå himmel over byen"}',
    });
    expect(await login.json()).toEqual({ error: 'login-failed' });
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
  } finally {
    spawnSync('chmod', ['-R', 'u+w', folder]);
    rmSync(folder, { recursive: true, force: true });
    await database.drop();
  }
});
