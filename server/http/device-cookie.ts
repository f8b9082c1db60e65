import { randomBytes, timingSafeEqual } from 'node:crypto';
import type Koa from 'koa';
import { pseudonym } from '../ground/pseudonym.ts';
import type { HttpConfig } from './settings.ts';

const cookieName = ({ secureCookies }: Pick<HttpConfig, 'secureCookies'>): string =>
  secureCookies ? '__Host-min-side-device' : 'min-side-device';

/** A new browser's token, with a seal that shows without a look at the database that it is of our making. */
export function newDeviceToken(key: Buffer): string {
  const random = randomBytes(32).toString('base64url');
  return `${random}.${sealOf(key, random)}`;
}

/** The token of a browser that has proved a mobile. */
export function deviceToken(ctx: Koa.Context, http: Pick<HttpConfig, 'secureCookies'>): string | undefined {
  return ctx.cookies.get(cookieName(http), { signed: false });
}

/** Whether the browser shows a token of our making. Tokens from before 26 November 2026 have no seal. */
export function hasSealedDevice(ctx: Koa.Context, http: Pick<HttpConfig, 'secureCookies'>, key: Buffer): boolean {
  const [random = '', seal = ''] = deviceToken(ctx, http)?.split('.') ?? [];
  const right = Buffer.from(sealOf(key, random));
  const shown = Buffer.from(seal);
  return random !== '' && shown.length === right.length && timingSafeEqual(shown, right);
}

export function setDeviceCookie(ctx: Koa.Context, { secureCookies, crossSite }: HttpConfig, token: string, maxAge: number): void {
  ctx.cookies.set(cookieName({ secureCookies }), token, {
    maxAge,
    httpOnly: true,
    secure: secureCookies,
    sameSite: crossSite ? 'none' : 'strict',
    ...(crossSite && { partitioned: true }),
    signed: false,
    overwrite: true,
  });
}

function sealOf(key: Buffer, random: string): string {
  return pseudonym(key, 'device', `seal:${random}`).toString('base64url').slice(0, 22);
}
