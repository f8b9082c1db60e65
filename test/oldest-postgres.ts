// npm run test:oldest-postgres [-- FILE ...]: the server's tests on the oldest PostgreSQL that is supported, Debian's 15, installed by apt where it is missing.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { startPostgres } from '../setup/postgres.ts';

const root = join(import.meta.dirname, '..');
const installed = '/usr/lib/postgresql/15';

if (!existsSync(join(installed, 'bin/initdb'))) {
  console.error('Installing PostgreSQL 15 …');
  spawnSync('sh', ['-c', 'apt-get update -qq && apt-get install -y -qq --no-install-recommends postgresql-15'], {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (!existsSync(join(installed, 'bin/initdb'))) {
    console.error('There is no PostgreSQL 15, and it could not be installed: apt-get install postgresql-15, as root.');
    process.exit(1);
  }
}

const dataFolder = join(tmpdir(), `min-side-postgres-15-${process.pid}`);
const postgres = await startPostgres({ dataFolder, installed, durable: false });
const { status } = spawnSync('vitest', ['run', '--project', 'server', ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
  env: {
    ...process.env,
    DATABASE_URL: postgres.url,
    PATH: [join(root, 'node_modules/node/bin'), join(root, 'node_modules/.bin'), process.env.PATH].join(delimiter),
  },
});
await postgres.stop();
await rm(dataFolder, { recursive: true, force: true });
process.exit(status ?? 1);
