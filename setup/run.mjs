// Runs a file of the project on the pinned Node, on a machine that may have nothing installed yet.
// Plain JavaScript without imports from npm: this is what runs before `npm ci` has.
// Usage: node setup/run.mjs FILE [ARGUMENT ...]
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const node = join(root, 'node_modules/node/bin/node');

if (!isInstalled()) {
  console.error('Installing npm packages …');
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: root, stdio: ['ignore', 2, 2] });
  if (status !== 0) {
    console.error('npm ci failed: the lines above say why. Nothing was started.');
    process.exit(status ?? 1);
  }
}

/** What npm notes in node_modules when it is done holds all that the lock asks for, in the same versions. */
function isInstalled() {
  const installed = join(root, 'node_modules/.package-lock.json');
  if (!existsSync(installed) || !existsSync(node)) return false;
  const [wanted, present] = [join(root, 'package-lock.json'), installed].map((path) => JSON.parse(readFileSync(path, 'utf8')).packages);
  return Object.entries(wanted).every(([path, { version, optional }]) => path === '' || optional || present[path]?.version === version);
}

const [file, ...args] = process.argv.slice(2);
const child = spawn(
  node,
  // Else the young generation alone may grow to 200 MB in an import, and the old one to three times what it holds, most of it garbage.
  ['--disable-warning=ExperimentalWarning', '--max-semi-space-size=16', '--heap-growing-percent=50', join(root, file), ...args],
  // The channel breaks when this process is killed, and so tells the child.
  { stdio: ['inherit', 'inherit', 'inherit', 'ipc'] },
);
// A terminal sends Ctrl-C to the whole group; a supervisor sends SIGTERM to this process alone.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => child.kill('SIGTERM'));
// npm passes no SIGTERM on and leaves us behind; killed, it leaves behind the shell that it started us with, too.
const startedBy = process.ppid;
const npm = parentOf(startedBy);
const isLeft = () => process.ppid !== startedBy || parentOf(startedBy) !== npm;
if (process.env.npm_lifecycle_event) setInterval(() => isLeft() && child.kill('SIGTERM'), 500).unref();
child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 143)));

/** From the kernel's list of processes; undefined where there is none to read. */
function parentOf(pid) {
  try {
    return /\) \S (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))?.[1];
  } catch {
    return undefined;
  }
}
