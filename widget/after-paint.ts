/** So that what runs after a frame doesn't stand between that frame and the screen. */
const aMomentMs = 30;

/** Runs a moment after the next frame has been painted; at once where nothing is painted, in a page that nobody sees. */
export function afterPaint(run: () => void): void {
  if (document.hidden) run();
  else requestAnimationFrame(() => setTimeout(run, aMomentMs));
}
