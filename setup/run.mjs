// Runs a file of the project on the pinned Node, on a machine that may have nothing installed yet.
// Plain JavaScript without imports from npm: this is what runs before `npm ci` has.
// Usage: node setup/run.mjs FILE [ARGUMENT ...]
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const stamp = join(root, 'node_modules', '.installed-from');
const lock = createHash('sha256')
  .update(readFileSync(join(root, 'package-lock.json')))
  .digest('hex');

if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== lock) {
  console.error('Installing npm packages …');
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: root, stdio: ['ignore', 2, 2] });
  if (status !== 0) {
    console.error('npm ci failed: the lines above say why. Nothing was started.');
    process.exit(status ?? 1);
  }
  writeFileSync(stamp, lock);
}

const [file, ...args] = process.argv.slice(2);
const child = spawn(
  join(root, 'node_modules', 'node', 'bin', 'node'),
  ['--disable-warning=ExperimentalWarning', join(root, file), ...args],
  // The channel breaks when this process is killed, and so tells the child.
  { stdio: ['inherit', 'inherit', 'inherit', 'ipc'] },
);
// A terminal sends Ctrl-C to the whole group; a supervisor sends SIGTERM to this process alone.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => child.kill('SIGTERM'));
child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 143)));
