import type uPlot from 'uplot';
import type { ChartModel } from './model.ts';

/** Above this many values nobody explores them one by one: then the table says them, which stands before the chart. */
const mostNamed = 60;

/**
 * An element with a name over each value: a finger that explores the screen with a screen reader finds them. They take no pointer and
 * are no tab stops; what a screen reader presses leads on, where the value does (`data-index`).
 */
export function nameValues(layer: HTMLElement, { x, form, opens, describe }: ChartModel, plot: uPlot): void {
  if (x.length > mostNamed) return layer.replaceChildren();
  const { left, top, height } = plot.bbox;
  const unit = plot.valToPos(1, 'x') - plot.valToPos(0, 'x');
  const [from, across] = [left / devicePixelRatio, `top:${top / devicePixelRatio}px;height:${height / devicePixelRatio}px`];
  layer.replaceChildren(
    ...x.map((at, index) => {
      const element = document.createElement(opens ? 'button' : 'span');
      const { name, value, share, status, before } = describe(index);
      if (opens) element.tabIndex = -1;
      else element.role = 'img';
      element.ariaLabel = [name, value, share, status, before].filter(Boolean).join(', ');
      element.dataset['index'] = String(index);
      element.style.cssText = `left:${from + plot.valToPos(at, 'x') - (form === 'bars' ? unit / 2 : 6)}px;width:${form === 'bars' ? unit : 12}px;${across}`;
      return element;
    }),
  );
}
