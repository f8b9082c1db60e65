import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

interface Given {
  port: number;
  databaseUrl: string;
  gatewayUrl: string;
  /** The log-in's key, made at the first start: with another key nobody would stay logged in over a restart. */
  keyFile: string;
}

/** What a utility would set to run the server (docs/configuration.md), for this machine alone. What is set outside already wins. */
export function demoEnvironment({ port, databaseUrl, gatewayUrl, keyFile }: Given): NodeJS.ProcessEnv {
  return {
    UTILITY_NAME: 'Fredrikstad Fjernvarme',
    ALLOWED_ORIGINS: `http://localhost:${port},http://127.0.0.1:${port}`,
    // There is no TLS on this machine.
    SECURE_COOKIES: 'no',
    SMS_GATEWAY: 'template',
    SMS_TEMPLATE_URL: gatewayUrl,
    SMS_TEMPLATE_OK_PATH: 'accepted',
    SMS_TEMPLATE_OK_VALUE: 'true',
    SMS_TEMPLATE_ID_PATH: 'id',
    SMS_FROM: '92300070',
    RESEND_FIRST_SECONDS: '30',
    // Whoever tries the demo does so with several numbers.
    NEW_MOBILES_PER_HOUR: '10',
    NEW_MOBILES_PER_DAY: '30',
    NEW_MOBILES_PER_BLOCK: '1000',
    // The example invoices are as old as the real readings that they are made of.
    KEEP_INVOICE_YEARS: '30',
    LOG_LEVEL: 'warn',
    ...process.env,
    PORT: String(port),
    DATABASE_URL: databaseUrl,
    LOGIN_KEY: process.env.LOGIN_KEY ?? readOrMakeKey(keyFile),
  };
}

function readOrMakeKey(file: string): string {
  if (!existsSync(file)) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, randomBytes(32).toString('hex'), { mode: 0o600 });
  }
  const key = readFileSync(file, 'utf8');
  if (!/^[0-9a-f]{64}$/.test(key)) throw new Error(`${file} holds no key. Remove it, and the next start makes a new one.`);
  return key;
}
