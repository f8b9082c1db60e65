import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { Knex } from 'knex';
import { readConfig } from '../../server/rooms.ts';
import { createLog } from '../../server/ground/log.ts';
import { startServer, type RunningServer } from '../../server/main.ts';

const origin = 'http://127.0.0.1';

/** The server as it runs at a utility, over a bench's database; its log is written, and thrown away. */
export function startPortal(databaseUrl: string): Promise<RunningServer> {
  const config = readConfig({
    DATABASE_URL: databaseUrl,
    LOGIN_KEY: randomBytes(32).toString('hex'),
    PORT: '0',
    ALLOWED_ORIGINS: origin,
    SECURE_COOKIES: 'no',
    CALLS_PER_MINUTE: '100000',
    SMS_GATEWAY: 'template',
    SMS_TEMPLATE_URL: 'http://127.0.0.1:9/',
    SMS_TEMPLATE_OK_PATH: 'accepted',
    SMS_TEMPLATE_OK_VALUE: 'true',
    STOP_NOTICE_MS: '0',
  });
  return startServer(config, { log: createLog('info', { write: () => {} }) });
}

/** A guest's session as a log-in would leave it. Returns the cookie. */
export async function signIn(database: Knex, relationshipId: string): Promise<string> {
  const id = randomBytes(32).toString('base64url');
  await database('session').insert({
    session_id: randomUUID(),
    id_hash: createHash('sha256').update(id).digest(),
    kind: 'guest',
    mobile: '+4794059810',
    relationship_id: relationshipId,
    address_block: '127.0.0.0/24',
    started_at: new Date(),
    last_seen_at: new Date(),
  });
  return `min-side=${id}`;
}

/** What a browser sends with a call. */
export function headersOf(cookie: string): Record<string, string> {
  return { Cookie: cookie, Origin: origin, 'Sec-Fetch-Site': 'same-site' };
}
