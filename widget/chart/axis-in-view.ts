import type uPlot from 'uplot';

/** The axis at the left once more, over a plot that moves sideways under it; taken away where it doesn't. Goes with its plot. */
export function keepAxisInView({ root, ctx, bbox }: uPlot, ground: string, moves: boolean): void {
  const found = root.querySelector<HTMLCanvasElement>('.axis-in-view');
  if (!moves) return found?.remove();
  const copy = found ?? document.createElement('canvas');
  const { canvas } = ctx;
  copy.className = 'axis-in-view';
  copy.width = bbox.left;
  copy.height = canvas.height;
  copy.style.cssText = `width:${copy.width / devicePixelRatio}px;height:${copy.height / devicePixelRatio}px;margin-block-end:${-copy.height / devicePixelRatio}px`;
  const own = copy.getContext('2d')!;
  own.fillStyle = ground;
  own.fillRect(0, 0, copy.width, copy.height);
  own.drawImage(canvas, 0, 0);
  if (!found) root.prepend(copy);
}
