/** Runs once the next frame has been painted; at once where nothing is painted, in a page that nobody sees. */
export function afterPaint(run: () => void): void {
  if (document.hidden) run();
  else requestAnimationFrame(() => setTimeout(run));
}
