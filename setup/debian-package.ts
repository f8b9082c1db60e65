import { spawnSync } from 'node:child_process';
import { userInfo } from 'node:os';

/** A program, or whatever `find` finds of it, that Debian's packages bring. */
export interface DebianPackages {
  /** As a person calls it. */
  name: string;
  packages: readonly string[];
}

/**
 * What `find` finds; where that is nothing, root's apt installs the packages first, without what they only recommend.
 * @throws Error that says what to install, for a person.
 */
export function findOrInstall<Found>({ name, packages }: DebianPackages, find: () => Found | undefined): Found {
  const found = find() ?? (install({ name, packages }), find());
  if (found !== undefined) return found;
  throw new Error(`There is no ${name} here. Install it (as root: apt-get install ${packages.join(' ')}).`);
}

/** Where a command is, in the folders of a system's own services too; undefined: nowhere. */
export function findCommand(command: string): string | undefined {
  const { stdout } = spawnSync('sh', ['-c', `PATH=$PATH:/usr/sbin command -v ${command}`], { encoding: 'utf8' });
  return stdout.trim() || undefined;
}

function install({ name, packages }: DebianPackages): void {
  if (userInfo().uid !== 0 || spawnSync('apt-get', ['--version']).status !== 0) return;
  console.log(`Installing ${name} …`);
  // Services that a package brings are not started (RUNLEVEL).
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
  const apt = (...args: string[]) => spawnSync('apt-get', args, { stdio: ['ignore', 'ignore', 'inherit'], env });
  apt('update', '-qq');
  apt('install', '-y', '-qq', '--no-install-recommends', ...packages);
}
