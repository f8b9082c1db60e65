import { createHash } from 'node:crypto';
import type Koa from 'koa';
import type { Knex } from 'knex';
import { deviceName } from '../ground/device-name.ts';
import { deviceToken, newDeviceToken, setDeviceCookie } from '../http/device-cookie.ts';
import type { Services } from '../services.ts';

/** The hash of this browser's token, where it has proved the mobile for this account within the configured days; else null. */
export async function findKnownDevice({ config, database, now }: Services, ctx: Koa.Context, accountId: string): Promise<Buffer | null> {
  const token = deviceToken(ctx, config.http);
  if (!token) return null;
  const since = new Date(now().getTime() - config.login.deviceDays * 86_400_000);
  const row = await database('device')
    .where({ account_id: accountId, device_hash: hashToken(token) })
    .where('last_seen_at', '>', since)
    .first('device_hash');
  return row?.device_hash ?? null;
}

/** From now on this browser is a stranger to the account. */
export async function forgetDevice(database: Knex, accountId: string, deviceHash: Buffer): Promise<void> {
  await database('device').where({ account_id: accountId, device_hash: deviceHash }).delete();
}

/** From now on this browser is known to the account; the days count anew at each log-in. */
export async function rememberDevice({ config, database, now }: Services, ctx: Koa.Context, accountId: string): Promise<void> {
  const token = deviceToken(ctx, config.http) ?? newDeviceToken(config.login.key);
  const at = now();
  await database('device')
    .insert({
      account_id: accountId,
      device_hash: hashToken(token),
      name: deviceName(ctx.get('User-Agent')),
      first_seen_at: at,
      last_seen_at: at,
    })
    .onConflict(['account_id', 'device_hash'])
    .merge({ last_seen_at: at });
  setDeviceCookie(ctx, config.http, token, config.login.deviceDays * 86_400_000);
}

function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
