/** Nothing came back in time. Says nothing of the statement, whose values are customers' own. */
export class DatabaseTimeout extends Error {
  readonly code = 'database-timeout';

  constructor(waitedFor: 'an answer' | 'a connection') {
    super(`The database gave no ${waitedFor.replace(/^an? /, '')} in time`);
    this.name = 'DatabaseTimeout';
  }
}

/** The server is one that can't be written to, as after a fail-over to a stand-by: another connection may reach the right one. */
export function isReadOnly(error: unknown): boolean {
  return codeOf(error) === '25006';
}

/**
 * Whether an error says that the database can't do now what it will do again: refused or lost connections, no room, starting or
 * stopping, a statement or a lock over its time, a stand-by that only reads, two transactions in each other's way, a password that
 * is being changed.
 */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof DatabaseTimeout || error.name === 'KnexTimeoutError') return true;
  return (
    /^(08|53|57P|57014|55P03|25006|25P03|40001|40P01|28P01|28000|3D000)/.test(codeOf(error)) ||
    /^(ECONNREFUSED|ECONNRESET|ENOTFOUND|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|EPIPE|EAI_AGAIN)$/.test(codeOf(error)) ||
    /Connection terminated|Query read timeout|timeout expired|not queryable|Connection ended unexpectedly|Unable to acquire a connection/.test(
      error.message,
    )
  );
}

/** The server itself broke the statement off, mostly for its time. */
export function isBrokenOff(error: unknown): boolean {
  return codeOf(error) === '57014';
}

/** Of a Citus: the node that its coordinator could not reach, as host:port. */
export function nodeAway(error: unknown): string | undefined {
  if (!(error instanceof Error) || !codeOf(error).startsWith('08')) return undefined;
  return /remote node (?:[^\s@]*@)?(\S+:\d+)/.exec(error.message)?.[1];
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
