import { createHash } from 'node:crypto';
import type Koa from 'koa';
import type { Knex } from 'knex';
import type { LoginConfig } from '../config/login.ts';
import { Failure } from '../failure.ts';
import { storedBlock } from './address.ts';
import { deviceName } from './device-name.ts';

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

/** Last use is written this seldom, so that reading a page doesn't cost a write each time. */
const touchEveryMs = 60_000;

/**
 * koa-session's store over the table `session`. The id lies there as SHA-256 (it has 256 random bits, so no key and no
 * stretching is needed): who reads the table can't use what it holds.
 */
export function createSessionStore(database: Knex, { idleMinutes, totalHours }: LoginConfig, now: () => Date) {
  return {
    async get(id: string): Promise<SessionFacts | undefined> {
      const at = now();
      // Prepared under a name: it runs before nearly every call, and planning it takes longer than running it.
      const { rows } = await database
        .raw(`select * from session where id_hash = ? and last_seen_at > ? and started_at > ?`, [
          hashId(id),
          new Date(at.getTime() - idleMinutes * 60_000),
          new Date(at.getTime() - totalHours * 3_600_000),
        ])
        .options({ name: 'live-session' });
      const row = rows[0];
      if (row === undefined) return undefined;
      if (at.getTime() - row.last_seen_at.getTime() > touchEveryMs) {
        await database('session').where({ session_id: row.session_id }).update({ last_seen_at: at });
      }
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
      if (!ctx.state['sessionKeepsRow']) {
        await database('session').insert({
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
      if (ctx.state['sessionKeepsRow']) ctx.state['sessionOldHash'] = hashId(id);
      else
        await database('session')
          .where({ id_hash: hashId(id) })
          .delete();
    },
  };
}

function hashId(id: string): Buffer {
  return createHash('sha256').update(id).digest();
}
