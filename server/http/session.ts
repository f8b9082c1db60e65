import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import type Koa from 'koa';
import { createSession } from 'koa-session';
import type { Knex } from 'knex';
import { Failure } from '../failure.ts';
import type { Config } from '../settings/config.ts';
import { handOver, heldId, memoryHeader } from './memory-session.ts';
import type { HttpConfig } from './settings.ts';
import { createSessionStore, type SessionFacts } from './session-store.ts';

/** Who is signed in, as every room sees it. */
export interface SignedIn {
  kind: 'guest' | 'account';
  /** E.164 without spaces. */
  mobile: string;
  /** The one shown; null until one of several is chosen. */
  relationshipId: string | null;
  accountId: string | null;
  sessionId: string;
  /** The terms are newer than what was accepted: nothing else is answered first. */
  termsDue: boolean;
}

/** What sessions are kept with. */
export interface SessionServices {
  readonly config: Config;
  readonly database: Knex;
  readonly now: () => Date;
}

/** What a log-in gives, and what may change while it lasts. */
export type Rights = Omit<SignedIn, 'sessionId'>;

/** What is used of koa-session's own session object, which it types as any. */
interface KoaSession {
  regenerate(): Promise<void>;
  manuallyCommit(): Promise<void>;
}

const cookieName = ({ secureCookies }: HttpConfig): string => (secureCookies ? '__Host-min-side' : 'min-side');

/** The session's id as the browser sends it: in the cookie, or, where it keeps none, as the page holds it. */
export function sentId(ctx: Koa.Context, config: HttpConfig): string | undefined {
  return ctx.cookies.get(cookieName(config)) ?? heldId(ctx, config);
}

/** Any of ours, the known device's too: then the browser keeps them. */
const cookieCame = (ctx: Koa.Context, config: HttpConfig): boolean => ctx.get('Cookie').includes(cookieName(config));

/** Both ways to the browser; only what comes back with the next request tells which of them works. */
function sendId(ctx: Koa.Context, config: HttpConfig, sessionId: string, options: Parameters<typeof ctx.cookies.set>[2]): void {
  handOver(ctx, config, { cookieCame: cookieCame(ctx, config), sessionId });
  ctx.cookies.set(cookieName(config), sessionId, options);
}

/** The session of one request: koa-session's cookie and life, our row as its store. */
export function sessionMiddleware(app: Koa, { config, database, now }: SessionServices): Koa.Middleware {
  const { secureCookies, crossSite } = config.http;
  const cookie = {
    maxAge: config.login.totalHours * 3_600_000,
    signed: false, // the id is 256 random bits; a signature adds nothing
    httpOnly: true,
    secure: secureCookies,
    sameSite: crossSite ? 'none' : 'strict',
    overwrite: true,
    ...(crossSite && { partitioned: true }),
  } as const;
  const session = createSession(
    {
      ...cookie,
      key: cookieName(config.http),
      store: createSessionStore(database, config.login, now),
      genid: (ctx: Koa.Context) => (ctx.state['sessionNewId'] as string | undefined) ?? randomBytes(32).toString('base64url'),
      externalKey: {
        get: (ctx: Koa.Context) => sentId(ctx, config.http),
        set: (ctx: Koa.Context, id: string) => sendId(ctx, config.http, id, cookie),
      },
      // Every change is written by the functions below, where it happens and before the reply is decided:
      // a commit after the handler is last-writer-wins and could bring an ended session back.
      autoCommit: false,
    } as Parameters<typeof createSession>[0],
    app,
  ) as Koa.Middleware;
  return (ctx, next) => {
    const held = heldId(ctx, config.http);
    if (held) handOver(ctx, config.http, { cookieCame: cookieCame(ctx, config.http), sessionId: held });
    return session(ctx, next);
  };
}

/** The live session of this request, also one that only holds a challenge; null without. */
export function currentSession(ctx: Koa.Context): SessionFacts | null {
  const facts = ctx['session'] as Partial<SessionFacts> | null;
  return facts?.sessionId ? (facts as SessionFacts) : null;
}

/** Who is signed in, or null. Idle and total life were checked when the session was read. */
export function currentSignedIn(ctx: Koa.Context): SignedIn | null {
  return whoIs(currentSession(ctx));
}

/** The same where no session was read for this request. */
export async function signedInBy({ config, database, now }: SessionServices, ctx: Koa.Context): Promise<SignedIn | null> {
  const id = sentId(ctx, config.http);
  return whoIs(id === undefined ? null : ((await createSessionStore(database, config.login, now).get(id)) ?? null));
}

export function whoIs(session: SessionFacts | null): SignedIn | null {
  if (session === null || session.kind === 'pending' || session.mobile === null) return null;
  const { kind, mobile, relationshipId, accountId, sessionId, termsDue } = session;
  return { kind, mobile, relationshipId, accountId, sessionId, termsDue };
}

/** A log-in: the session before it is gone, a new one with a new id and a full life begins. */
export async function startSession(
  ctx: Koa.Context,
  rights: Rights,
  transaction: Knex,
  sessionId: string = randomUUID(),
): Promise<SignedIn> {
  ctx.state['sessionDatabase'] = transaction;
  await writeUnderNewId(ctx, { ...rights, sessionId, challengeId: null }, false);
  return { ...rights, sessionId };
}

/**
 * The session that a right code gives (signed in, or holding the proved challenge alone). Its id follows from the challenge and
 * the id that the browser came with, which stays behind as a stub: the same code sent again finds the same session.
 */
export async function startSessionByCode(
  ctx: Koa.Context,
  { config }: SessionServices,
  transaction: Knex,
  given: { challengeId: string; sessionId: string; rights: Rights | null },
): Promise<void> {
  ctx.state['sessionDatabase'] = transaction;
  ctx.state['sessionNewId'] = idByCode(ctx, config, given.challengeId);
  ctx.state['sessionLeavesStub'] = true;
  const { challengeId, sessionId } = given;
  const facts = given.rights === null ? { ...nobody, challengeId } : { ...given.rights, challengeId: null };
  await writeUnderNewId(ctx, { ...facts, sessionId }, false);
}

/** Hands the browser the session that the same code gave it a moment ago; null when that is gone. */
export async function findSessionByCode(ctx: Koa.Context, services: SessionServices, challengeId: string): Promise<SessionFacts | null> {
  const { config, database, now } = services;
  const id = idByCode(ctx, config, challengeId);
  const facts = await createSessionStore(database, config.login, now).get(id);
  if (facts === undefined) return null;
  ctx.state['sessionNewId'] = id;
  ctx.state['sessionRepeats'] = true;
  await writeUnderNewId(ctx, facts, false);
  return facts;
}

/** 256 bits that nobody can tell without the key and the id before. */
function idByCode(ctx: Koa.Context, { http, login }: Config, challengeId: string): string {
  return createHmac('sha256', login.key)
    .update(`session:${challengeId}:${sentId(ctx, http) ?? ''}`)
    .digest('base64url');
}

const nobody = { kind: 'pending', mobile: null, relationshipId: null, accountId: null, termsDue: false } as const;

/**
 * Other rights for the session of this request, under a new id; its total life goes on.
 * @throws Failure not-signed-in when the session ended meanwhile; busy when another tab changed it first.
 */
export async function changeRights(ctx: Koa.Context, change: Partial<Rights>): Promise<SignedIn> {
  const before = currentSignedIn(ctx);
  const session = currentSession(ctx);
  if (before === null || session === null) throw new Failure('not-signed-in');
  const after = { ...before, ...change };
  await writeUnderNewId(ctx, { ...after, challengeId: session.challengeId }, true);
  return after;
}

/** Ties a challenge to this browser: the only one that may answer it. Begins a session where there is none. */
export async function holdChallenge(ctx: Koa.Context, database: Knex, challengeId: string): Promise<void> {
  const session = currentSession(ctx);
  if (session === null) {
    await writeUnderNewId(ctx, { ...nobody, sessionId: randomUUID(), challengeId }, false);
  } else {
    await database('session').where({ session_id: session.sessionId }).update({ challenge_id: challengeId });
  }
}

/** Log-out: gone from the store and from the browser. */
export async function endSession(ctx: Koa.Context): Promise<void> {
  if (currentSession(ctx) === null) return;
  const ended = ctx['session'] as KoaSession;
  ctx['session'] = null;
  await ended.manuallyCommit();
}

async function writeUnderNewId(ctx: Koa.Context, facts: SessionFacts, keepsRow: boolean): Promise<void> {
  ctx['session'] = { ...facts };
  ctx.state['sessionKeepsRow'] = keepsRow;
  try {
    await (ctx['session'] as KoaSession).regenerate();
  } catch (error) {
    ctx.remove(memoryHeader);
    ctx.res.removeHeader('Set-Cookie'); // another tab's new cookie must not be wiped out by this failure
    throw error;
  }
}
