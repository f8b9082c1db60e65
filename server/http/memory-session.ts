import type Koa from 'koa';
import type { HttpConfig } from './settings.ts';

/**
 * Request and reply both carry it between a page of another site and us, for browsers that keep no cookie there. The request says `ask`,
 * or the session's id as the page holds it in memory; the reply says the id to hold from now on, or nothing: the cookie came, so forget it.
 */
export const memoryHeader = 'Min-Side-Session';

type CrossSite = Pick<HttpConfig, 'crossSite'>;

const id = /^[\w-]{43}$/;

/** Only where our cookie is another site's: anywhere else browsers keep it, out of scripts' reach. */
const isAllowed = (ctx: Koa.Context, { crossSite }: CrossSite): boolean =>
  crossSite && ctx.get('Origin') !== '' && !['same-origin', 'same-site', 'none'].includes(ctx.get('Sec-Fetch-Site'));

/** The session's id that the page holds, or undefined. */
export function heldId(ctx: Koa.Context, config: CrossSite): string | undefined {
  const held = ctx.get(memoryHeader);
  return isAllowed(ctx, config) && id.test(held) ? held : undefined;
}

/** Tells a page that asked, and whose browser sent no cookie, under which id its session goes on. */
export function handOver(
  ctx: Koa.Context,
  config: HttpConfig,
  { cookieCame, sessionId }: { cookieCame: boolean; sessionId: string },
): void {
  if (ctx.get(memoryHeader) !== '' && isAllowed(ctx, config)) ctx.set(memoryHeader, cookieCame ? '' : sessionId);
}
