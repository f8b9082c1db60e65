import { checkReply } from './reply-schema.ts';
import type { Endpoints } from '../../server/contract/endpoints.ts';
import type { ErrorReply } from '../../server/contract/errors.ts';

export interface Answer<Reply = unknown> {
  status: number;
  body: Reply & Partial<ErrorReply>;
  headers: Headers;
  /** How long it took, in milliseconds. */
  ms: number;
}

type RequestParts<P extends keyof Endpoints> = (Endpoints[P] extends { body: infer Body } ? { body: Body } : { body?: undefined }) & {
  path?: Record<string, string>;
  query?: Record<string, string>;
};

let addresses = 0;

/** A browser as the server sees it: a cookie jar, an origin, an address of its own. */
export class Visitor {
  readonly cookies = new Map<string, string>();
  readonly #base: string;
  readonly #headers: Record<string, string>;
  readonly #described: boolean;

  /** @param described whether replies are held against openapi.json, which is today's server's. */
  constructor(base: string, origin: string, headers: Record<string, string> = {}, { described = true } = {}) {
    addresses += 1;
    this.#base = base;
    this.#described = described;
    this.#headers = {
      Origin: origin,
      'Sec-Fetch-Site': 'same-site',
      'X-Forwarded-For': `10.${addresses >> 16}.${(addresses >> 8) & 255}.${addresses & 255}`,
      'X-Forwarded-Proto': 'https',
      'User-Agent': 'Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/141.0 Mobile Safari/537.36',
      ...headers,
    };
  }

  async call<P extends keyof Endpoints>(
    line: P,
    ...[sent]: Endpoints[P] extends { body: infer _ } ? [RequestParts<P>] : [RequestParts<P>?]
  ): Promise<Answer<Endpoints[P]['reply']>> {
    const [method = '', pattern = ''] = line.split(' ');
    const path = pattern.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(sent?.path?.[name] ?? ''));
    const query = sent?.query ? `?${new URLSearchParams(sent.query)}` : '';
    return this.send(method, `${path}${query}`, sent?.body) as Promise<Answer<Endpoints[P]['reply']>>;
  }

  /** Anything at all, for what isn't of the contract's form. */
  async send(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    const started = performance.now();
    const response = await fetch(`${this.#base}${path}`, {
      method,
      headers: {
        ...this.#headers,
        ...(this.cookies.size > 0 && { Cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ') }),
        ...(body !== undefined && { 'Content-Type': 'application/json' }),
        ...headers,
      },
      body: body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body),
    });
    const text = await response.text();
    const ms = performance.now() - started;
    this.#keepCookies(response.headers.getSetCookie());
    const json = response.headers.get('Content-Type')?.includes('json') && text !== '';
    const answer = json ? JSON.parse(text) : text;
    if (json && this.#described) checkReply(method, `/api${path}`, response.status, answer);
    return { status: response.status, body: answer as never, headers: response.headers, ms };
  }

  #keepCookies(lines: string[]): void {
    for (const line of lines) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === '') this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
  }
}
