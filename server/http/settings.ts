import type { EnvironmentReader } from '../settings/environment-reader.ts';

/** Where the server listens and whom it answers. */
export interface HttpConfig {
  readonly host: string;
  readonly port: number;
  /** Exact origins of the pages the widget stands on, beside the server's own. */
  readonly allowedOrigins: readonly string[];
  /** The server's own origin as browsers see it; null: only where it is this machine itself. */
  readonly publicOrigin: string | null;
  /** The API is on another site than the pages: cookies become SameSite=None; Partitioned. */
  readonly crossSite: boolean;
  /** False only on a developer's own machine, where there is no TLS. */
  readonly secureCookies: boolean;
  /** Number of reverse proxies in front, each adding one address to X-Forwarded-For; 0 trusts none. */
  readonly proxies: number;
  readonly bodyLimitBytes: number;
  readonly requestMs: number;
  readonly keepAliveMs: number;
  /** After SIGTERM: how long the readiness says no before the door is shut, so that a balancer has time to see it. */
  readonly stopNoticeMs: number;
  /** How long requests under way may then go on. */
  readonly drainMs: number;
  /** How long a connection that asks nothing is then left open. */
  readonly stopIdleMs: number;
  /** Calls a minute and address (IPv4, IPv6 /64) to everything, and to what sends SMS or takes a secret. */
  readonly callsPerMinute: number;
  readonly loginCallsPerMinute: number;
  /** Log-in calls a second that are worked on for people who are not signed in, from all addresses together. */
  readonly loginCallsPerSecond: number;
  /** Folder with the built widget. */
  readonly widgetFolder: string;
}

export function readHttpConfig(reader: EnvironmentReader): HttpConfig {
  const allowedOrigins = reader.list('ALLOWED_ORIGINS');
  const publicOrigin = reader.optional('PUBLIC_ORIGIN') ?? null;
  for (const origin of allowedOrigins) checkOrigin(reader, 'ALLOWED_ORIGINS', origin);
  if (publicOrigin !== null) checkOrigin(reader, 'PUBLIC_ORIGIN', publicOrigin);
  const secureCookies = reader.yes('SECURE_COOKIES', true);
  const crossSite = reader.yes('CROSS_SITE', false);
  if (!secureCookies && (crossSite || !allowedOrigins.every(isLoopback))) {
    reader.fault('SECURE_COOKIES', 'may be "no" only where every allowed origin is this machine itself, and CROSS_SITE is "no"');
  }
  return {
    host: reader.text('HOST', { fallback: '127.0.0.1' }),
    port: reader.whole('PORT', { fallback: 8080, from: 0, to: 65_535 }),
    allowedOrigins,
    publicOrigin,
    crossSite,
    secureCookies,
    proxies: reader.whole('PROXIES', { fallback: 0, from: 0, to: 5 }),
    bodyLimitBytes: reader.whole('BODY_LIMIT_BYTES', { fallback: 16_384, from: 1024, to: 65_536 }),
    requestMs: reader.whole('REQUEST_MS', { fallback: 15_000, from: 1000, to: 60_000 }),
    keepAliveMs: reader.whole('KEEP_ALIVE_MS', { fallback: 75_000, from: 1000, to: 600_000 }),
    stopNoticeMs: reader.whole('STOP_NOTICE_MS', { fallback: 0, from: 0, to: 60_000 }),
    stopIdleMs: reader.whole('STOP_IDLE_MS', { fallback: 1000, from: 0, to: 60_000 }),
    drainMs: reader.whole('DRAIN_MS', { fallback: 10_000, from: 0, to: 60_000 }),
    callsPerMinute: reader.whole('CALLS_PER_MINUTE', { fallback: 300, from: 10, to: 100_000 }),
    loginCallsPerSecond: reader.whole('LOGIN_CALLS_PER_SECOND', { fallback: 20, from: 1, to: 10_000 }),
    loginCallsPerMinute: reader.whole('LOGIN_CALLS_PER_MINUTE', { fallback: 60, from: 1, to: 1000 }),
    widgetFolder: reader.text('WIDGET_FOLDER', { fallback: 'dist' }),
  };
}

function checkOrigin(reader: EnvironmentReader, name: string, origin: string): void {
  if (!URL.canParse(origin) || new URL(origin).origin !== origin)
    reader.fault(name, `has "${origin}", which is not an exact origin such as https://www.example.no`);
  else if (new URL(origin).protocol !== 'https:' && !isLoopback(origin))
    reader.fault(name, `has "${origin}": without https only this machine itself (localhost) is allowed`);
}

/** Whether an origin is this machine itself. */
export function isLoopback(origin: string): boolean {
  if (!URL.canParse(origin)) return true; // Told already; no second line for the same fault.
  return ['localhost', '127.0.0.1', '[::1]'].includes(new URL(origin).hostname);
}

declare module '../settings/config.ts' {
  interface Config {
    readonly http: HttpConfig;
  }
}
