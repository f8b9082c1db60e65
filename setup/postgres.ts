import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './free-port.ts';
import { choosePostgresPlace, type PostgresPlace } from './postgres-place.ts';

export interface PostgresOptions {
  /** Made when missing; kept afterwards. One PostgreSQL at a time can use it. */
  dataFolder: string;
  /** TCP port on 127.0.0.1; a free one by default. */
  port?: number;
  /** Off for tests: faster, and a power cut may lose data. */
  durable?: boolean;
  /** Folder whose `bin/` holds another PostgreSQL than npm's, e.g. `/usr/lib/postgresql/15`. */
  installed?: string;
}

export interface RunningPostgres {
  /** Connection string of the superuser and the database `postgres`. */
  url: string;
  /** Shuts down in order and waits for it. */
  stop(): Promise<void>;
}

/**
 * Starts a real PostgreSQL out of npm's binaries, with its data in `dataFolder`. It goes down with this process, however this process ends.
 * Throws an `Error` with a sentence when the folder is in use, of another major version, or PostgreSQL does not come up.
 */
export async function startPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  const place = await choosePostgresPlace(options.dataFolder, options.installed);
  const durable = options.durable ?? true;
  if (!existsSync(join(place.dataFolder, 'PG_VERSION'))) initialise(place, durable);
  if (!existsSync(passwordFile(place.dataFolder)))
    throw new Error(`PostgreSQL's data in ${place.dataFolder} are not ours, or broken. ${anew}`);
  await clearStaleLock(place);

  const port = options.port ?? (await freePort());
  const flags = ['-D', place.dataFolder, '-p', String(port), '-h', '127.0.0.1', '-c', 'unix_socket_directories='];
  if (!durable) flags.push('-c', 'fsync=off', '-c', 'synchronous_commit=off', '-c', 'full_page_writes=off');
  const child = spawn('sh', ['-c', dieWithParent, 'min-side-postgres', place.postgres, ...flags], {
    ...place.runAs,
    cwd: '/',
    // A group of its own: Ctrl-C in the terminal reaches us first, and we stop the server before the database.
    detached: true,
    stdio: ['pipe', 'ignore', 'pipe'],
    env: { ...process.env, LC_ALL: 'C' },
  });
  child.stdin.on('error', () => {});
  child.on('exit', () => child.stdin.destroy());
  await readyOrThrow(child, place.dataFolder);
  child.unref();
  return {
    url: `postgresql://postgres:${readFileSync(passwordFile(place.dataFolder), 'utf8').trim()}@127.0.0.1:${port}/postgres`,
    async stop() {
      child.stdin.end();
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.ref();
      await once(child, 'exit');
    },
  };
}

/** The pipe from us breaks when we end, even by SIGKILL; then PostgreSQL gets SIGINT, its "fast shutdown". */
const dieWithParent = `
  exec 3<&0
  "$@" </dev/null 3<&- & server=$!
  ( cat <&3 >/dev/null; kill -INT "$server" 2>/dev/null ) 2>/dev/null &
  exec 3<&-
  wait "$server"`;

const anew = 'Remove the folder, and the next start begins anew.';

const passwordFile = (dataFolder: string) => join(dataFolder, 'min-side-password');

/** In a folder beside it that is renamed at the end: an interrupted start leaves nothing half laid down. */
function initialise({ initdb, dataFolder, runAs }: PostgresPlace, durable: boolean): void {
  const password = randomBytes(18).toString('base64url');
  const unfinished = `${dataFolder}.unfinished`;
  const handedOver = join(tmpdir(), `min-side-${randomBytes(8).toString('hex')}`);
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true, mode: 0o700 });
  writeFileSync(handedOver, password, { mode: 0o600 });
  if (runAs) for (const path of [unfinished, handedOver]) chownSync(path, runAs.uid, runAs.gid);
  try {
    const flags = [
      '--auth=scram-sha-256',
      '--username=postgres',
      '--encoding=UTF8',
      '--locale=C',
      // PostgreSQL's own locale, the same on every machine, came with version 17.
      ...(majorOf(initdb) < 17 ? [] : ['--locale-provider=builtin', '--builtin-locale=C.UTF-8']),
    ];
    if (!durable) flags.push('--no-sync');
    const { status, stderr } = spawnSync(initdb, ['-D', unfinished, `--pwfile=${handedOver}`, ...flags], {
      ...runAs,
      cwd: '/',
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(`PostgreSQL could not lay down its data in ${dataFolder}: ${stderr}`);
  } finally {
    rmSync(handedOver, { force: true });
  }
  writeFileSync(passwordFile(unfinished), password, { mode: 0o600 });
  renameSync(unfinished, dataFolder);
}

function majorOf(initdb: string): number {
  return Number(/ (\d+)/.exec(spawnSync(initdb, ['--version'], { encoding: 'utf8' }).stdout)?.[1]);
}

/**
 * After a hard kill postmaster.pid stays behind. PostgreSQL removes it unless its pid is in use again, which in a container, where the
 * same few pids come back, is the ordinary case.
 */
async function clearStaleLock({ dataFolder }: PostgresPlace): Promise<void> {
  const lock = join(dataFolder, 'postmaster.pid');
  for (let waitedMs = 0; existsSync(lock); waitedMs += 100) {
    const [pid = ''] = readFileSync(lock, 'utf8').split('\n');
    if (!runsOn(pid, dataFolder)) return rmSync(lock, { force: true });
    // The one before may be shutting down just now.
    if (waitedMs > 3000) throw new Error(`A PostgreSQL (process ${pid}) already uses ${dataFolder}. Stop the other start first.`);
    await sleep(100);
  }
}

function runsOn(pid: string, dataFolder: string): boolean {
  const { stdout } = spawnSync('ps', ['-o', 'args=', '-p', pid], { encoding: 'utf8' });
  // Without `ps` the kernel's own list serves.
  const command = stdout || (existsSync(`/proc/${pid}/cmdline`) ? readFileSync(`/proc/${pid}/cmdline`, 'utf8') : '');
  return command.includes('postgres') && command.includes(dataFolder);
}

async function readyOrThrow(child: ChildProcess, dataFolder: string): Promise<void> {
  const said: string[] = [];
  await new Promise<void>((resolve, reject) => {
    createInterface({ input: child.stderr! }).on('line', (line) => {
      said.push(line);
      if (said.length > 20) said.shift();
      if (line.includes('ready to accept connections')) resolve();
    });
    child.on('error', reject);
    child.on('exit', () =>
      reject(new Error(`PostgreSQL did not start on ${dataFolder}. If its data are broken: ${anew}\n${said.join('\n')}`)),
    );
  });
  // From here on nothing it writes may keep this process alive.
  (child.stderr as unknown as { unref(): void }).unref();
  (child.stdin as unknown as { unref(): void }).unref();
}
