/** So that what runs after a frame doesn't stand between that frame and the screen: the asking alone would keep a slow phone waiting. */
const aMomentMilliseconds = 30;
/** Longest that a busy page keeps what is done in idle time waiting. */
const idleTimeoutMilliseconds = 2000;

/** Resolves so much later. */
export const wait = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Runs a moment after the next frame has been painted; at once where nothing is painted, in a page that nobody sees. */
export function afterPaint(run: () => void): void {
  if (document.hidden) run();
  else requestAnimationFrame(() => setTimeout(run, aMomentMilliseconds));
}

/** Runs when the browser has nothing else to do, a moment from now at the soonest. */
export const whenIdle = (run: () => void): void =>
  void setTimeout(
    () => ('requestIdleCallback' in window ? requestIdleCallback(run, { timeout: idleTimeoutMilliseconds }) : run()),
    aMomentMilliseconds,
  );
