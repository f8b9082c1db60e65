// npm run demo: all that a utility has around Min side, on this machine.
// PORT (8080), DATABASE_URL (else an embedded PostgreSQL), DEMO_DATA (where that keeps its data, .data).
import { existsSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { sentenceOf } from '../server/ground/command-fault.ts';
import { readConfig } from '../server/rooms.ts';
import { startServer } from '../server/main.ts';
import { freePort } from '../setup/free-port.ts';
import { startPostgres } from '../setup/postgres.ts';
import { buildWidget } from '../setup/widget.ts';
import { demoEnvironment } from './environment.ts';
import { startGateway } from './gateway.ts';
import { fillDatabase } from './fill-database.ts';
import { startLivePlant } from './live-plant.ts';
import { site } from './site.ts';
import { runUntilEnded } from './run-until-ended.ts';

async function start(running: AsyncDisposableStack): Promise<void> {
  const folder = resolve(process.env.DEMO_DATA ?? join(import.meta.dirname, '../.data'));
  if (existsSync(folder) && !statSync(folder).isDirectory())
    throw new Error(`${folder} is no folder. Remove it, and the next start makes one.`);
  const port = await freePort(Number(process.env.PORT ?? 8080));
  buildWidget();

  let databaseUrl = process.env.DATABASE_URL;
  if (!databaseUrl) {
    const postgres = await startPostgres({ dataFolder: join(folder, 'postgres') });
    running.defer(() => postgres.stop());
    databaseUrl = postgres.url;
  }
  await fillDatabase(databaseUrl);

  const gateway = await startGateway();
  const config = readConfig(demoEnvironment({ port, databaseUrl, gatewayUrl: gateway.url, keyFile: join(folder, 'login-key') }));
  const server = await startServer(config, { pages: site(gateway) });
  running.defer(() => server.stop());
  running.defer(() => gateway.stop());
  const livePlant = await startLivePlant(databaseUrl, folder);
  running.defer(() => livePlant.stop());
  console.log(`Min side is at http://localhost:${port} (Ctrl-C stops it)`);
}

// A fault in what the person has set is said in a sentence; anything else needs its trace.
await runUntilEnded(start, (error) => console.error(process.env.DEBUG ? error : sentenceOf(error)));
