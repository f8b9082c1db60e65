// npm run test:oldest-postgres [-- FILE ...]: the server's tests on the oldest PostgreSQL that is supported, Debian's 15, installed by apt where it is missing.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { findOrInstall } from '../setup/debian-package.ts';
import { startPostgres } from '../setup/postgres.ts';

const root = join(import.meta.dirname, '..');
const installed = findOrInstall({ name: 'PostgreSQL 15', packages: ['postgresql-15'] }, () =>
  existsSync('/usr/lib/postgresql/15/bin/initdb') ? '/usr/lib/postgresql/15' : undefined,
);

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
