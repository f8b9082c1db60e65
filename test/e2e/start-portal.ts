import { randomBytes } from 'node:crypto';
import { createLog } from '../../server/ground/log.ts';
import { startServer, type RunningServer } from '../../server/main.ts';
import { readConfig } from '../../server/rooms.ts';
import type { FakeGateway } from '../support/gateway.ts';

/** A server of one's own on the demo's data, behind one proxy, with whatever else is to be set. */
export function startPortal(databaseUrl: string, gateway: FakeGateway, environment: NodeJS.ProcessEnv): Promise<RunningServer> {
  return startServer(
    readConfig({
      DATABASE_URL: databaseUrl,
      LOGIN_KEY: randomBytes(32).toString('hex'),
      PORT: '0',
      PROXIES: '1',
      UTILITY_NAME: 'Fredrikstad Fjernvarme',
      NEW_MOBILES_PER_HOUR: '10',
      NEW_MOBILES_PER_DAY: '30',
      NEW_MOBILES_PER_BLOCK: '1000',
      SMS_GATEWAY: 'template',
      SMS_TEMPLATE_URL: gateway.url,
      SMS_TEMPLATE_OK_PATH: 'accepted',
      SMS_TEMPLATE_OK_VALUE: 'true',
      SMS_TEMPLATE_ID_PATH: 'id',
      STOP_NOTICE_MS: '0',
      // As the demo's: a machine that does ten things at once is no fault of a page's.
      DATABASE_STATEMENT_MS: '10000',
      ...environment,
    }),
    { log: createLog('fatal', { write: () => {} }) },
  );
}
