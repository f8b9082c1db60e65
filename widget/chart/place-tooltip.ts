import type uPlot from 'uplot';
import type { ChartModel } from './model.ts';

/** How wide one hour, day or month of the axis is, in px. */
export const unitOf = (plot: uPlot): number => plot.valToPos(1, 'x') - plot.valToPos(0, 'x');

interface Tooltip {
  plot: uPlot;
  model: ChartModel;
  /** The value's place in `model.values`. */
  active: number;
  tooltip: HTMLElement;
  marker: HTMLElement;
  /** What moves sideways, where the chart is wider than the page. */
  pan: HTMLElement;
  /** Whether it moves after the value. */
  follows: boolean;
}

/** Puts marker and tooltip beside a value, inside the chart. Moved by the CSSOM, which a strict style-src allows. */
export function placeTooltip({ plot, model, active, tooltip, marker, pan, follows }: Tooltip): void {
  const { left: offset, top } = plot.bbox;
  const ratio = devicePixelRatio;
  const unit = unitOf(plot);
  const at = offset / ratio + plot.valToPos(model.x[active]!, 'x') + (model.stepped ? unit / 2 : 0);
  const slot = model.form === 'bars' ? Math.max(4, unit) : model.stepped ? Math.max(1, unit) : 1;
  marker.style.cssText = `left:${at - slot / 2}px;top:${top / ratio}px;width:${slot}px;height:${plot.bbox.height / ratio}px`;
  const { scrollLeft, clientWidth } = pan;
  if (follows && (at - slot < scrollLeft || at + slot > scrollLeft + clientWidth)) pan.scrollLeft = at - clientWidth / 2;
  const seen = [pan.scrollLeft, pan.scrollLeft + clientWidth - tooltip.offsetWidth] as const;
  const left = Math.max(seen[0], Math.min(seen[1], at - tooltip.offsetWidth / 2));
  const value = model.values[active];
  const above = value === null || value === undefined ? plot.bbox.height / ratio / 2 : plot.valToPos(value, 'y') + top / ratio;
  tooltip.style.transform = `translate(${left}px, ${Math.max(0, above - tooltip.offsetHeight - 10)}px)`;
}
