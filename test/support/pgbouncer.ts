import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { freePort } from '../../setup/free-port.ts';
import { findCommand, findOrInstall } from '../../setup/debian-package.ts';

const documented = join(import.meta.dirname, '../../docs/operating/pgbouncer.ini');

export interface PgBouncer {
  /** The same database, through PgBouncer. */
  url: string;
  /** Newest first, e.g. `1.18.0`. */
  version: string;
  stop(): Promise<void>;
}

/** PgBouncer from Debian's package with the documented configuration, `poolSize` connections wide: ports, paths and names are this machine's. */
export async function startPgBouncer(databaseUrl: string, poolSize: number): Promise<PgBouncer> {
  const pgbouncer = findOrInstall({ name: 'PgBouncer', packages: ['pgbouncer'] }, () => findCommand('pgbouncer'));
  const version = /PgBouncer (\S+)/.exec(spawnSync(pgbouncer, ['--version'], { encoding: 'utf8' }).stdout)?.[1] ?? '';
  const target = new URL(databaseUrl);
  const name = target.pathname.slice(1);
  const folder = await mkdtemp(join(tmpdir(), 'min-side-pgbouncer-'));
  const port = await freePort();
  const users = join(folder, 'userlist.txt');
  const knowsNames = Number(version.split('.')[1]) >= 21;
  let text = (await readFile(documented, 'utf8'))
    .replace(/^min_side = .*$/m, `${name} = host=127.0.0.1 port=${target.port} dbname=${name}`)
    .replace('listen_port = 6432', `listen_port = ${port}\nunix_socket_dir =`)
    .replace('default_pool_size = 20', `default_pool_size = ${poolSize}`)
    .replace('/etc/pgbouncer/userlist.txt', users);
  if (!knowsNames) text = text.replace(/^max_prepared_statements.*$/m, '');
  const file = join(folder, 'pgbouncer.ini');
  await writeFile(file, text);
  await writeFile(users, `"${decodeURIComponent(target.username)}" "${decodeURIComponent(target.password)}"\n`);
  // It refuses to run as root.
  const asRoot = userInfo().uid === 0;
  if (asRoot) {
    const [uid, gid] = ['-u', '-g'].map((flag) => Number(spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' }).stdout)) as [
      number,
      number,
    ];
    for (const path of [folder, file, users]) await chown(path, uid, gid);
  }
  await chmod(folder, 0o755);
  const child = spawn(pgbouncer, [...(asRoot ? ['-u', 'postgres'] : []), '-q', file], { stdio: 'ignore' });
  const url = new URL(databaseUrl);
  url.hostname = '127.0.0.1';
  url.port = String(port);
  await answers(url.href);
  return {
    url: url.href,
    version,
    async stop() {
      child.kill('SIGTERM');
      if (child.exitCode === null) await once(child, 'exit');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function answers(url: string): Promise<void> {
  for (let tries = 0; ; tries += 1) {
    const client = new pg.Client(url);
    client.on('error', () => {});
    try {
      await client.connect();
      await client.query('select 1');
      return;
    } catch (error) {
      if (tries === 50) throw error;
      await sleep(100);
    } finally {
      await client.end().catch(() => {});
    }
  }
}
