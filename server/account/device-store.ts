import { createHash, randomBytes } from 'node:crypto';
import type Koa from 'koa';
import { deviceName } from '../ground/device-name.ts';
import type { Services } from '../services.ts';

/** Whether this browser has proved the mobile for this account within the configured days. */
export async function isKnownDevice({ config, database, now }: Services, ctx: Koa.Context, accountId: string): Promise<boolean> {
  const token = ctx.cookies.get(cookieName(config.http.secureCookies), { signed: false });
  if (!token) return false;
  const since = new Date(now().getTime() - config.login.deviceDays * 86_400_000);
  const row = await database('device')
    .where({ account_id: accountId, device_hash: hashToken(token) })
    .where('last_seen_at', '>', since)
    .first('account_id');
  return row !== undefined;
}

/** From now on this browser is known to the account; the days count anew at each log-in. */
export async function rememberDevice({ config, database, now }: Services, ctx: Koa.Context, accountId: string): Promise<void> {
  const { secureCookies, crossSite } = config.http;
  const name = cookieName(secureCookies);
  const token = ctx.cookies.get(name, { signed: false }) ?? randomBytes(32).toString('base64url');
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
  ctx.cookies.set(name, token, {
    maxAge: config.login.deviceDays * 86_400_000,
    httpOnly: true,
    secure: secureCookies,
    sameSite: crossSite ? 'none' : 'strict',
    ...(crossSite && { partitioned: true }),
    signed: false,
    overwrite: true,
  });
}

function cookieName(secure: boolean): string {
  return secure ? '__Host-min-side-device' : 'min-side-device';
}

function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
