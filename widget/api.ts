import type { Endpoints } from '../server/contract/endpoints.ts';
import type { ErrorCode, ErrorReply } from '../server/contract/errors.ts';
import type { Session } from '../server/contract/session.ts';
import type { Diagnosis } from './diagnose.ts';
import { tellEditor } from './tell-editor.ts';
import { wait } from './later.ts';

type Endpoint = keyof Endpoints;
type Part<E extends Endpoint, Name extends string> = Name extends keyof Endpoints[E]
  ? { [N in Name]: Endpoints[E][N] }
  : { [N in Name]?: never };
type Input<E extends Endpoint> = Part<E, 'query'> & Part<E, 'body'> & Part<E, 'path'> & { signal?: AbortSignal };
type Inputs<E extends Endpoint> = object extends Input<E> ? [input?: Input<E>] : [input: Input<E>];

/** The server's code, or why nobody answered. */
export type FailureCode = ErrorCode | Diagnosis;

/** A call that did not succeed. */
export class ApiError extends Error {
  readonly error: FailureCode;
  /** HTTP status; 0 when nobody answered. */
  readonly status: number;
  readonly field: ErrorReply['field'];
  readonly reason: ErrorReply['reason'];
  readonly triesLeft: number | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor(reply: Omit<ErrorReply, 'error'> & { error: FailureCode }, status = 0) {
    super(reply.error);
    this.error = reply.error;
    this.status = status;
    this.field = reply.field;
    this.reason = reply.reason;
    this.triesLeft = reply.triesLeft;
    this.retryAfterSeconds = reply.retryAfterSeconds;
  }
}

/** The same with the endpoint's types left behind, for taking it apart. */
interface RequestParts {
  path?: Record<string, string>;
  query?: Record<string, string | undefined>;
  body?: unknown;
  signal?: AbortSignal;
}

/** The server as the widget sees it. */
export interface Api {
  /** What the session says is shown; replies that belong to anything else are refused. */
  shown: string | undefined;
  /** What SMS and names of devices are written in. */
  language: string;
  /** Calls one endpoint of the contract; throws `ApiError`, or `AbortError` when `signal` was aborted. */
  call<E extends Endpoint>(endpoint: E, ...input: Inputs<E>): Promise<Endpoints[E]['reply']>;
}

const timeLimitMilliseconds = 20_000;

/** The search for the reason is a file of its own, which few ever need. Where not even that comes, nobody is there. */
export const whyNoAnswer = (base: string, thrown?: unknown): Promise<Diagnosis> =>
  import('./diagnose.ts').then(
    ({ diagnose }) => diagnose(base, thrown),
    () => (navigator.onLine ? 'unreachable' : 'offline'),
  );

const shownHeader = 'Min-Side-Shown';
const memoryHeader = 'Min-Side-Session';

/**
 * Makes the API client. `base` is the server's address without a trailing slash, e.g. `https://minside.example.no`.
 * `handleOther` is called when a reply belongs to another log-in or relationship than `shown`: another window has switched;
 * `handleMemory` when the browser keeps no cookie of the server: the session lives here, and goes with the page.
 */
export function createApi(base: string, handleOther: () => void = () => {}, handleMemory: () => void = () => {}): Api {
  let reached = false;
  /** The session's id, as long as no cookie has shown that it comes back. To our own server's pages it always does. */
  let held = `${base}/`.startsWith(`${location.origin}/`) ? '' : 'ask';
  const api: Api = {
    shown: undefined,
    language: '',
    async call(endpoint, ...[typed]) {
      try {
        return (await askInTurn(endpoint, typed)) as never;
      } catch (error) {
        // Another tab may have changed the session's id while this call was under way: the browser has the new one by now.
        if ((error as ApiError).error !== 'not-signed-in' || / \/(login|session)/.test(endpoint)) throw error;
        const session = await ask('GET /session').catch(() => undefined);
        if (!(session as Session | undefined)?.signedIn) throw error;
        return (await ask(endpoint, typed)) as never;
      }
    },
  };
  return api;

  /** A log-in that is told to come back, as many are under way, has not been looked at: it is sent again a few times before anybody hears of it. */
  async function askInTurn(endpoint: Endpoint, input?: RequestParts, left = 4): Promise<unknown> {
    try {
      return await ask(endpoint, input);
    } catch (error) {
      const { error: code, retryAfterSeconds = 2 } = error as ApiError;
      if (!left || code !== 'busy' || !endpoint.includes(' /login/')) throw error;
      await wait(retryAfterSeconds * 1000 * (1 + Math.random() / 2));
      return askInTurn(endpoint, input, left - 1);
    }
  }

  async function ask(endpoint: Endpoint, input?: RequestParts): Promise<unknown> {
    const [method, template] = endpoint.split(' ') as [string, string];
    const path = Object.entries(input?.path ?? {}).reduce(
      (text, [name, value]) => text.replace(`:${name}`, encodeURIComponent(value)),
      template,
    );
    const asked = Object.entries(input?.query ?? {}).filter(([, value]) => value !== undefined) as [string, string][];
    const query = asked.length ? `?${new URLSearchParams(asked)}` : '';
    const limit = AbortSignal.timeout(timeLimitMilliseconds);
    const reply = await fetchOrFail(`${base}/api${path}${query}`, {
      method,
      credentials: 'include',
      cache: 'no-store',
      headers: headers(method),
      ...(method !== 'GET' && { body: JSON.stringify(input?.body ?? {}) }),
      signal: input?.signal ? AbortSignal.any([limit, input.signal]) : limit,
    });
    reached = true;
    hold(reply);
    const error = reply.ok ? undefined : await readError(reply);
    const whose = reply.headers.get(shownHeader);
    const other = method === 'GET' && endpoint !== 'GET /session' && whose && api.shown && whose !== api.shown;
    if (other || error?.reason === 'other-shown') {
      handleOther();
      throw new ApiError({ error: 'conflict', reason: 'other-shown' }, 409);
    }
    if (error) throw error;
    return readBody(reply);
  }

  /** An abort by the caller passes through; whoever has answered before is not asked why there is no answer now. */
  async function fetchOrFail(url: string, request: RequestInit): Promise<Response> {
    try {
      return await fetch(url, request);
    } catch (cause) {
      if ((cause as Error).name === 'AbortError') throw cause;
      throw new ApiError({ error: reached ? (navigator.onLine ? 'unreachable' : 'offline') : await whyNoAnswer(base) });
    }
  }

  /** A changed thing is named beside who it is meant for. To ask for what may be seen by anybody takes no header, and so no question in advance. */
  function headers(method: string): Record<string, string> {
    const memory: Record<string, string> = held && (held !== 'ask' || method !== 'GET') ? { [memoryHeader]: held } : {};
    const both = { ...(api.language && { 'accept-language': api.language }), ...memory };
    return method === 'GET' ? both : { 'content-type': 'application/json', ...(api.shown && { [shownHeader]: api.shown }), ...both };
  }

  /** The first answer with a session says its id beside the cookie; the next question finds out whether the cookie came back. */
  function hold({ headers }: Response): void {
    const id = headers.get(memoryHeader);
    if (id === null) return;
    if (id && held === 'ask') setTimeout(() => void ask('GET /session').catch(() => undefined));
    else if (id) handleMemory();
    held = id;
  }
}

async function readBody(reply: Response): Promise<unknown> {
  if (reply.status === 204) return null;
  const type = reply.headers.get('content-type') ?? '';
  if (type.includes('html')) throw strange(reply);
  try {
    return type.includes('json') ? await reply.json() : await reply.blob();
  } catch (cause) {
    if ((cause as Error).name === 'AbortError') throw cause;
    throw new ApiError({ error: 'unreachable' });
  }
}

/** A proxy on the way may answer HTML: then the status alone decides. */
async function readError(reply: Response): Promise<ApiError> {
  const body = (await reply.json().catch(() => null)) as ErrorReply | null;
  if (body?.reason === 'cross-site')
    tellEditor(
      `pages of ${location.origin} are another site than the server's. Set CROSS_SITE=yes on the server, or give it a name under this site.`,
    );
  if (!body?.error && reply.status < 500) return strange(reply);
  return new ApiError(body?.error ? body : { error: reply.status >= 502 ? 'unavailable' : 'internal' }, reply.status);
}

/** Somebody answers there, but not Min side's server. */
function strange({ url, status }: Response): ApiError {
  tellEditor(`${url} answers with status ${status}, but not as Min side's server does. Does the attribute api name the server?`);
  return new ApiError({ error: 'unreachable' }, status);
}
