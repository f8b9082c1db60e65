import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startNginx } from '../../support/nginx.ts';
import { startProcess } from '../../support/server-process.ts';
import { freshDatabase } from '../../support/database.ts';

const operating = join(import.meta.dirname, '../../../docs/operating');
const there = (command: string) => spawnSync('sh', ['-c', `PATH=$PATH:/usr/sbin command -v ${command}`]).status === 0;

test.skipIf(!there('systemd-analyze'))('has units that systemd takes', () => {
  const folder = mkdtempSync(join(tmpdir(), 'min-side-units-'));
  try {
    const files = ['min-side@.service', 'min-side-nightly.service', 'min-side-nightly.timer'];
    for (const file of files)
      writeFileSync(
        join(folder, file.replace('@.', '@8081.')),
        readFileSync(join(operating, file), 'utf8')
          .replaceAll('/opt/min-side/node_modules/node/bin/node', process.execPath)
          .replaceAll('/opt/min-side', folder)
          .replaceAll(/^(User|Group)=.*$/gm, (_, what: string) => `${what}=${what === 'User' ? userInfo().username : 'root'}`),
      );
    const { status, stderr } = spawnSync(
      'systemd-analyze',
      ['verify', ...files.map((file) => join(folder, file.replace('@.', '@8081.')))],
      {
        encoding: 'utf8',
        env: { ...process.env, SYSTEMD_UNIT_PATH: `${folder}:` },
      },
    );
    expect(stderr.split('\n').filter((line) => line.includes('min-side'))).toEqual([]);
    expect(status).toBe(0);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test.skipIf(!there('nginx'))('has an nginx.conf that nginx takes, and that hides the caller’s own word about who it is', async () => {
  const database = await freshDatabase();
  const server = await startProcess({
    DATABASE_URL: database.url,
    PROXIES: '1',
    LOGIN_CALLS_PER_MINUTE: '3',
    ALLOWED_ORIGINS: 'https://www.example.no',
  });
  const nginx = await startNginx([server.port, server.port]);
  const ask = (path: string, headers: string[] = []) =>
    spawnSync(
      'curl',
      ['-sk', '-o', '/dev/null', '-w', '%{http_code}', ...headers.flatMap((header) => ['-H', header]), `${nginx.url}${path}`],
      { encoding: 'utf8' },
    ).stdout;
  try {
    expect(ask('/readyz')).toBe('200');
    const headers = [
      'Origin: https://www.example.no',
      'Sec-Fetch-Site: same-site',
      'Content-Type: application/json',
      'X-Forwarded-For: 192.0.2.1',
    ];
    const statuses = Array.from({ length: 4 }, (_, n) =>
      ask('/api/login/resend', [...headers.slice(0, 3), `X-Forwarded-For: 192.0.2.${n}`, 'X-HTTP-Method: POST']),
    );
    // GET on a POST's address: what matters is that they reached the server, each under the caller's real address.
    expect(new Set(statuses).size).toBe(1);
    expect(ask('/ingest/readings')).toBe('404');
    expect(await nginx.errors()).not.toContain('[error]');
  } finally {
    await nginx.stop();
    await server.stop();
    await database.drop();
  }
});
