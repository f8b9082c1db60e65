/**
 * Starts something, and ends the process with all that `running` holds when a signal comes, when what started us is gone, or when the start fails.
 * `complain` says why it failed.
 */
export async function runUntilEnded(
  start: (running: AsyncDisposableStack) => Promise<void>,
  complain: (error: unknown) => void,
): Promise<void> {
  const running = new AsyncDisposableStack();
  let ending = false;
  const end = async (exitCode: number): Promise<void> => {
    if (ending) return;
    ending = true;
    await running.disposeAsync();
    process.exit(exitCode);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void end(0));
  // setup/run.mjs, which started us, was killed.
  process.on('disconnect', () => void end(0));
  try {
    await start(running);
  } catch (error) {
    complain(error);
    await end(1);
  }
}
