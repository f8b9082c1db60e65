import type { ChartModel } from './model.ts';

type Steps = Pick<ChartModel, 'values' | 'largeStep' | 'sibling'>;

/** The value that a key leads to from the one on which one stands, if any; undefined for keys that lead nowhere. Places in `values`. */
export function placeByKey({ values, largeStep, sibling }: Steps, active: number | null, key: string): number | undefined {
  const last = values.length - 1;
  const beside = (direction: -1 | 1): number | null | undefined => (active === null ? last : sibling ? sibling(active, direction) : active);
  const steps: Record<string, () => number | null | undefined> = {
    ArrowRight: () => (active ?? -1) + 1,
    ArrowLeft: () => (active ?? last + 1) - 1,
    ArrowUp: () => beside(-1) ?? active,
    ArrowDown: () => beside(1) ?? active,
    PageUp: () => (active ?? last + largeStep) - largeStep,
    PageDown: () => (active ?? -largeStep) + largeStep,
    Home: () => 0,
    End: () => last,
  };
  const to = steps[key]?.();
  return to === undefined || to === null || last < 0 ? undefined : Math.max(0, Math.min(last, to));
}
