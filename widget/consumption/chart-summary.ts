import type { ChartModel } from '../chart/model.ts';
import type { Words } from './page-model.ts';

/** What a chart says at a glance, in sentences: sum, highest value with its time, change, and how complete it is. */
export function summarize(
  { values, looks, describe }: Pick<ChartModel, 'values' | 'looks' | 'describe'>,
  { total, change }: { total: string | null; change: string | null },
  { text }: Words,
): string {
  const highest = values.reduce<number>((best, value, index) => (value !== null && value > (values[best] ?? -1) ? index : best), -1);
  const lacking = [...looks].filter((look) => '-.sxu'.includes(look)).length;
  const named = highest >= 0 ? describe(highest) : null;
  return [
    total === null ? '' : text.inAll(total),
    named ? text.highestWas(named.name, named.value) : '',
    change === null ? '' : `${change}.`,
    lacking === 0 ? text.complete : text.incomplete(lacking),
  ]
    .filter(Boolean)
    .join(' ');
}
