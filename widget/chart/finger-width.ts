import type { ChartModel } from './model.ts';

/** Narrower than this, or under a finger, a chart is as wide as fingers need it and moves sideways. */
const narrowPx = 480;
/** The axis at the left. */
const axisPx = 44;
/** A bar's slot, in px; of the years, whose bars stand in groups of a month, a group is three of them. */
const slotPx = { alone: 24, grouped: 16 } as const;

/** How wide a chart must be at least for fingers, in px; 0 where any width does. */
export function fingerWidth({ form, domain, values, tones }: ChartModel, { width, coarse }: { width: number; coarse: boolean }): number {
  if (width === 0 || (!coarse && width >= narrowPx) || (form === 'curve' && values.length > 60)) return 0;
  const [first, last] = domain;
  return Math.ceil((last - first + 1.2) * (tones && new Set(tones).size > 1 ? slotPx.grouped : slotPx.alone) + axisPx);
}
