// The server of `npm run dev`, started anew at each change of a file that it is made of.
import { join } from 'node:path';
import compose from 'koa-compose';
import { migrate } from '../server/database/migrate.ts';
import { openDatabaseForWork } from '../server/database/connection.ts';
import { startServer } from '../server/main.ts';
import { readConfig } from '../server/rooms.ts';
import { demoEnvironment } from './environment.ts';
import { devWidget } from './dev-widget.ts';
import { startGateway } from './gateway.ts';
import { site } from './site.ts';

const { PORT: port, DATABASE_URL: databaseUrl, DEMO_DATA: folder, DEV_WIDGET: widget } = process.env as Record<string, string>;

const database = openDatabaseForWork(databaseUrl!);
await migrate(database);
await database.destroy();
const gateway = await startGateway();
const environment = demoEnvironment({
  port: Number(port),
  databaseUrl: databaseUrl!,
  gatewayUrl: gateway.url,
  keyFile: join(folder!, 'login-key'),
});
const config = readConfig({ ...environment, WIDGET_FOLDER: join(folder!, 'no-widget') });
await startServer(config, { pages: compose([devWidget(widget!), site(gateway)]) });
console.log(`Min side is at http://localhost:${port} (Ctrl-C stops it)`);
