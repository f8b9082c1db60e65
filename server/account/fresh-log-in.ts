import { Failure } from '../failure.ts';
import type { SignedIn } from '../http/session.ts';
import type { Services } from '../services.ts';

const freshMs = 15 * 60_000;

/**
 * Before all that is stored about a person leaves at once: the log-in must be this fresh, so that a session left open on a shared
 * computer does not give it away. Whoever logs in anew shows the password, or a code.
 * @throws Failure conflict log-in-again.
 */
export async function requireFreshLogIn({ database, now }: Services, { sessionId }: SignedIn): Promise<void> {
  const session = await database('session').where({ session_id: sessionId }).first('started_at');
  if (session === undefined) throw new Failure('not-signed-in');
  if (now().getTime() - session.started_at.getTime() > freshMs) throw new Failure('conflict', { reason: 'log-in-again' });
}
