import type { Endpoints } from '../../../server/contract/endpoints.ts';
import type { ErrorReply } from '../../../server/contract/errors.ts';
import type { Profile } from '../../../server/contract/profile.ts';
import type { Relationship } from '../../../server/contract/relationship.ts';
import type { RelationshipSummary, Session } from '../../../server/contract/session.ts';

type Endpoint = keyof Endpoints;
type Answer<E extends Endpoint> = Endpoints[E]['reply'] | ((body: never) => Endpoints[E]['reply'] | Promise<Endpoints[E]['reply']>);
type Answers = { [E in Endpoint]?: Answer<E> };

/** Thrown by an answer to refuse the call with a status and an error code. */
export class Refusal extends Error {
  readonly status: number;
  readonly reply: ErrorReply;
  constructor(status: number, reply: ErrorReply) {
    super(reply.error);
    this.status = status;
    this.reply = reply;
  }
}

/** An answer that refuses. */
export const refuse = (status: number, reply: ErrorReply) => (): never => {
  throw new Refusal(status, reply);
};

/** An answer that never comes, as when there is no network. */
export const unreachable = (): never => {
  throw new TypeError('Failed to fetch');
};

const realFetch = window.fetch;

/**
 * Answers the widget's calls in place of a server, typed as the contract; without an answer an endpoint is not found.
 * What the portal asks first (`GET /start`) is answered with those of the session and the utility.
 * `shown` is the log-in and relationship that replies belong to, where a test minds.
 * `calls` lists what was asked (`POST /login/code {"code":"123456"}`). Give `answers` new entries at any time.
 */
export function fakeServer(answers: Answers) {
  const calls: string[] = [];
  const server = { answers, calls, shown: '' };
  window.fetch = async (url, request = {}) => {
    const { pathname } = new URL(String(url));
    if (!pathname.startsWith('/api/')) return realFetch(url, request);
    const path = `${request.method} ${pathname.slice('/api'.length)}`;
    calls.push(request.body ? `${path} ${String(request.body)}` : path);
    try {
      const reply =
        path === 'GET /start' && !answers['GET /start']
          ? { session: await answerTo('GET /session'), utility: await answerTo('GET /utility') }
          : await answerTo(path, request.body ? JSON.parse(String(request.body)) : undefined);
      const headers: HeadersInit = server.shown ? { 'Min-Side-Shown': server.shown } : {};
      if (reply instanceof Blob) return new Response(reply, { headers });
      return reply === null ? new Response(null, { status: 204 }) : Response.json(reply, { headers });
    } catch (error) {
      if (error instanceof Refusal) return Response.json(error.reply, { status: error.status });
      throw error;
    }
  };
  return server;

  async function answerTo(path: string, body?: unknown): Promise<unknown> {
    const pattern = (Object.keys(answers) as Endpoint[]).find((name) => new RegExp(`^${name.replaceAll(/:\w+/g, '[^/]+')}$`).test(path));
    const answer: unknown = pattern ? answers[pattern] : refuse(404, { error: 'not-found' });
    return typeof answer === 'function' ? await answer(body) : answer;
  }
}

/** Takes the fake server away. */
export const restoreFetch = (): void => {
  window.fetch = realFetch;
};

export const home: RelationshipSummary = {
  id: 'home',
  plantNumber: '660100',
  customerName: 'Kari Nordmann',
  ownName: null,
  address: 'Storgata 1',
  favourite: false,
  endedOn: null,
};

export const cabin: RelationshipSummary = {
  ...home,
  id: 'cabin',
  plantNumber: '746100',
  ownName: 'Hytta',
  address: 'Fjellveien 12',
  favourite: true,
};

export const guest: Session & { signedIn: true } = {
  signedIn: true,
  kind: 'guest',
  mobile: '+4794059810',
  shown: 'log-in.home',
  relationship: home,
  linked: [],
  hasAccount: false,
  termsDue: false,
};

export const holder: Session & { signedIn: true } = { ...guest, kind: 'account', linked: [home, cabin], hasAccount: true };

export const utility = {
  name: 'Fredrikstad Fjernvarme',
  termsVersion: '1',
  termsHash: 'a1',
  terms: null,
  smsDelayed: false,
  smsSpent: false,
};

export const relationship: Relationship = {
  ...home,
  postalCode: '1606',
  city: 'Fredrikstad',
  startedOn: '2018-01-01',
  meteringPoints: [
    {
      id: '707057500000006601',
      address: null,
      meterSerial: '66012345',
      lastReading: { at: '2020-12-31T23:00:00+01:00', energyKwh: 58_214.3, volumeM3: 1234.56 },
      swaps: [],
    },
  ],
};

export const profileOf = (session: Session & { signedIn: true }): Profile => ({
  mobile: session.mobile,
  kind: session.kind,
  hasAccount: session.hasAccount,
  linked: session.linked,
  acceptances: [{ version: '1', at: '2026-11-20T10:00:00+01:00', text: ['Vi lagrer lite.', 'Vi deler ikke noe.'] }],
  loggedIn: [
    {
      id: 'here',
      device: 'Chrome på Android',
      startedAt: '2026-11-20T10:00:00+01:00',
      lastSeenAt: '2026-11-23T10:00:00+01:00',
      addressBlock: '84.212.10.0/24',
      current: true,
    },
    {
      id: 'there',
      device: 'Safari på iPhone',
      startedAt: '2026-11-20T10:00:00+01:00',
      lastSeenAt: '2026-11-22T10:00:00+01:00',
      addressBlock: '84.212.11.0/24',
      current: false,
    },
  ],
});
