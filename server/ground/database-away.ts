/** Connection refused or lost, pool exhausted, server starting or stopping, or a statement over its time. */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error.name === 'KnexTimeoutError') return true;
  const code = 'code' in error ? String(error.code) : '';
  return (
    /^(08|53|57P|57014|55P03)/.test(code) ||
    /^(ECONNREFUSED|ECONNRESET|ENOTFOUND|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|EPIPE|EAI_AGAIN)$/.test(code) ||
    /Connection terminated|Query read timeout|timeout expired|timeout exceeded when trying to connect|Unable to acquire a connection/.test(
      error.message,
    )
  );
}
