import { hash } from 'node:crypto';
import type Koa from 'koa';
import type { Knex } from 'knex';
import { isReadOnly } from '../ground/database-away.ts';
import { statement } from '../database/statement.ts';
import { Failure } from '../failure.ts';
import { storedBlock } from '../ground/address.ts';
import { deviceName } from '../ground/device-name.ts';

/** What a session row says. `pending` holds a challenge and nobody is signed in yet. */
export interface SessionFacts {
  sessionId: string;
  kind: 'pending' | 'guest' | 'account';
  mobile: string | null;
  relationshipId: string | null;
  accountId: string | null;
  challengeId: string | null;
  termsDue: boolean;
}

interface SessionRow {
  session_id: string;
  kind: SessionFacts['kind'];
  mobile: string | null;
  relationship_id: string | null;
  account_id: string | null;
  challenge_id: string | null;
  terms_due: boolean;
  last_seen_at: Date;
}

/** How long a session lives: minutes without a request, and hours in all. */
export interface SessionLife {
  readonly idleMinutes: number;
  readonly totalHours: number;
}

/** Last use is written this seldom, so that reading a page doesn't cost a write each time. */
const touchEverySeconds = 60;

/** SQL condition on `session s`, with the named values of `liveValues`: of this id, and neither idle too long nor too old. */
export const isLive = 's.id_hash = :idHash and s.last_seen_at > :idleSince and s.started_at > :startedSince';

export function liveValues(id: string, { idleMinutes, totalHours }: SessionLife, at: Date) {
  return {
    idHash: hashId(id),
    idleSince: new Date(at.getTime() - idleMinutes * 60_000),
    startedSince: new Date(at.getTime() - totalHours * 3_600_000),
  };
}

/** Notes that a session is in use, where the database takes it: one that only reads lets people read. `lastSeen` is in Unix seconds. */
export async function touch(database: Knex, { sessionId, lastSeen }: { sessionId: string; lastSeen: number }, at: Date): Promise<void> {
  if (at.getTime() / 1000 - lastSeen <= touchEverySeconds) return;
  try {
    await database('session').where({ session_id: sessionId }).update({ last_seen_at: at });
  } catch (error) {
    if (!isReadOnly(error)) throw error;
  }
}

const findLive = statement<SessionRow>(
  'live-session',
  `select session_id, kind, mobile, relationship_id, account_id, challenge_id, terms_due, last_seen_at from session s where ${isLive}`,
);

/**
 * koa-session's store over the table `session`. The id lies there as SHA-256 (it has 256 random bits, so no key and no
 * stretching is needed): who reads the table can't use what it holds.
 */
export function createSessionStore(database: Knex, config: SessionLife, now: () => Date) {
  return {
    async get(id: string): Promise<SessionFacts | undefined> {
      const at = now();
      const [row] = await findLive(database, liveValues(id, config, at));
      if (row === undefined) return undefined;
      await touch(database, { sessionId: row.session_id, lastSeen: row.last_seen_at.getTime() / 1000 }, at);
      return {
        sessionId: row.session_id,
        kind: row.kind,
        mobile: row.mobile,
        relationshipId: row.relationship_id,
        accountId: row.account_id,
        challengeId: row.challenge_id,
        termsDue: row.terms_due,
      };
    },

    async set(id: string, facts: SessionFacts, _maxAge: number, { ctx }: { ctx: Koa.Context }): Promise<void> {
      const rights = {
        id_hash: hashId(id),
        kind: facts.kind,
        mobile: facts.mobile,
        relationship_id: facts.relationshipId,
        account_id: facts.accountId,
        challenge_id: facts.challengeId,
        terms_due: facts.termsDue,
        last_seen_at: now(),
      };
      if (ctx.state['sessionRepeats']) return; // It is there already; the browser gets its id once more.
      const into = (ctx.state['sessionDatabase'] as Knex | undefined) ?? database;
      if (!ctx.state['sessionKeepsRow']) {
        await into('session').insert({
          ...rights,
          session_id: facts.sessionId,
          started_at: now(),
          address_block: storedBlock(ctx.ip),
          device: deviceName(ctx.get('User-Agent')),
        });
        return;
      }
      // Only under the id that this request came with: a session ended or changed meanwhile stays as it is.
      const changed = await database('session').where({ session_id: facts.sessionId, id_hash: ctx.state['sessionOldHash'] }).update(rights);
      if (changed === 1) return;
      // Changed by another tab: its new id is in the browser by now, and the same call will do.
      const lives = await database('session').where({ session_id: facts.sessionId }).first('session_id');
      throw lives === undefined ? new Failure('not-signed-in') : new Failure('busy', { retryAfterSeconds: 1 });
    },

    async destroy(id: string, { ctx }: { ctx: Koa.Context }): Promise<void> {
      // koa-session gives a new id by destroying the old and setting the new. A change of rights keeps its row.
      if (ctx.state['sessionRepeats']) return;
      if (ctx.state['sessionKeepsRow']) {
        ctx.state['sessionOldHash'] = hashId(id);
        return;
      }
      const into = (ctx.state['sessionDatabase'] as Knex | undefined) ?? database;
      const row = into('session').where({ id_hash: hashId(id) });
      // The stub lets nobody in; it knows which challenge this browser answered.
      const stub = { kind: 'pending', mobile: null, relationship_id: null, account_id: null, terms_due: false };
      await (ctx.state['sessionLeavesStub'] ? row.update(stub) : row.delete());
    },
  };
}

function hashId(id: string): Buffer {
  return hash('sha256', id, 'buffer');
}
