import type { Knex } from 'knex';

/**
 * Ends every session of an account or a mobile, or one of them, and every log-in of theirs that still waits for its code.
 * Returns how many ended. Where rights are taken away, take them first and end the sessions after, in one transaction:
 * a log-in under way then either sees that they are gone, or is ended here.
 */
export async function endSessions(
  database: Knex,
  whose: ({ accountId: string } | { mobile: string }) & { sessionId?: string; except?: string },
): Promise<number> {
  const owner = 'accountId' in whose ? { account_id: whose.accountId } : { mobile: whose.mobile };
  const ended: { challenge_id: string | null }[] = await database('session')
    .where(owner)
    .modify((query) => {
      if (whose.sessionId !== undefined) query.where({ session_id: whose.sessionId });
      if (whose.except !== undefined) query.whereNot({ session_id: whose.except });
    })
    .delete()
    .returning('challenge_id');
  if (whose.sessionId === undefined) {
    const kept = database('session')
      .where('session_id', whose.except ?? null)
      .whereNotNull('challenge_id')
      .select('challenge_id');
    await database('challenge').where(owner).whereNotIn('challenge_id', kept).delete();
  }
  return ended.length;
}
