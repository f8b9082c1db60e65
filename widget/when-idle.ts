/** Longest that a busy page keeps it waiting. */
const timeout = 2000;

/** Runs when the browser has nothing else to do. It is asked a moment later: the asking alone would keep the next frame waiting on a slow phone. */
export const whenIdle = (run: () => void): void =>
  void setTimeout(() => ('requestIdleCallback' in window ? requestIdleCallback(run, { timeout }) : run()), 30);

/** Resolves so much later; without a number in the next task. */
export const wait = (milliseconds?: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));
