// CITUS_URL=postgres://… npm run test:citus [-- FILE ...]: the migrations and the server's tests that touch metering, on a Citus with workers. CITUS_URL names its
// coordinator, as a user who may make databases and extensions on every node.
import { spawnSync } from 'node:child_process';
import { delimiter, join } from 'node:path';

const root = join(import.meta.dirname, '..');
const url = process.env.CITUS_URL;
if (!url) {
  console.error('CITUS_URL is missing: the connection string of the coordinator of a Citus that has its workers.');
  process.exit(2);
}

const touchMetering = [
  'consumption',
  'customers',
  'metering',
  'operator',
  'own-data',
  'privacy',
  'relationship',
  'weather',
  'prices',
  'notes',
].map((folder) => `test/server/${folder}/`);

const asked = process.argv.slice(2);
const { status } = spawnSync(
  'vitest',
  // A property test takes tens of imports, each of which makes its tables on every node.
  [
    'run',
    '--project',
    'server',
    '--project',
    'citus',
    '--testTimeout=1200000',
    '--hookTimeout=1200000',
    ...(asked.length > 0 ? asked : [...touchMetering, 'test/citus/']),
  ],
  {
    cwd: root,
    stdio: 'inherit',
    env: {
      ...process.env,
      DATABASE_URL: url,
      PATH: [join(root, 'node_modules/node/bin'), join(root, 'node_modules/.bin'), process.env.PATH].join(delimiter),
    },
  },
);
process.exit(status ?? 1);
