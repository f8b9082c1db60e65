import { randomBytes } from 'node:crypto';
import type { Knex } from 'knex';
import { readConfig } from '../../server/rooms.ts';
import { createLog } from '../../server/ground/log.ts';
import { startServer, type RunningServer } from '../../server/main.ts';
import { freshDatabase } from './database.ts';
import { startFakeGateway, type FakeGateway } from './gateway.ts';
import { Visitor } from './visitor.ts';

/** The page's origin in every test. */
export const pageOrigin = 'https://www.fjernvarme.test';

export interface TestServer {
  url: string;
  running: RunningServer;
  database: Knex;
  gateway: FakeGateway;
  /** Everything that the server has logged. */
  logged: string[];
  /** Moves the server's clock on. */
  pass(milliseconds: number): void;
  /** Lets the server's clock stand still, but for `pass`: where what is asked together must fall into one minute, however slow the machine is. */
  holdClock(): void;
  /** A new browser that knows nothing. */
  visitor(headers?: Record<string, string>): Visitor;
  stop(): Promise<void>;
}

/**
 * The real server on a real database of its own, with a gateway on this machine and a clock that can be moved (`aheadMs` at the start).
 * Stands behind one proxy, so that each visitor can have an address.
 */
export async function startTestServer(environment: Record<string, string> = {}, { aheadMs = 0 } = {}): Promise<TestServer> {
  const fresh = await freshDatabase();
  const gateway = await startFakeGateway();
  const logged: string[] = [];
  let ahead = aheadMs;
  let heldAt: number | undefined;
  const config = readConfig({
    DATABASE_URL: fresh.url,
    LOGIN_KEY: randomBytes(32).toString('hex'),
    PORT: '0',
    PROXIES: '1',
    ALLOWED_ORIGINS: pageOrigin,
    LOGIN_CALLS_PER_MINUTE: '1000',
    CALLS_PER_MINUTE: '100000',
    // All visitors come from one address block.
    NEW_MOBILES_PER_BLOCK: '1000',
    SMS_GATEWAY: 'template',
    SMS_TEMPLATE_URL: gateway.url,
    SMS_TEMPLATE_OK_PATH: 'accepted',
    SMS_TEMPLATE_OK_VALUE: 'true',
    SMS_TEMPLATE_ID_PATH: 'id',
    DRAIN_MS: '1000',
    STOP_NOTICE_MS: '0',
    STOP_IDLE_MS: '0',
    LOGIN_CALLS_PER_SECOND: '10000',
    DATABASE_STRANGERS: '8',
    ...environment,
  });
  // What a hash costs says nothing about what a test is about: cheaper than the settings allow, unless a test sets it.
  const login = 'SCRYPT_LOG_N' in environment ? config.login : { ...config.login, scryptLogN: 10, scryptP: 1 };
  const running = await startServer(
    { ...config, login },
    {
      log: createLog('debug', { write: (line) => void logged.push(line) }),
      now: () => new Date((heldAt ?? Date.now()) + ahead),
    },
  );
  return {
    url: running.url,
    running,
    database: running.services.database,
    gateway,
    logged,
    pass: (milliseconds) => (ahead += milliseconds),
    holdClock: () => void (heldAt = Date.now()),
    visitor: (headers) => new Visitor(`${running.url}/api`, pageOrigin, headers),
    async stop() {
      await running.stop();
      await gateway.stop();
      await fresh.drop();
    },
  };
}
