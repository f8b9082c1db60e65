import type { Comparison } from '../../server/contract/consumption.ts';
import { changeOf } from './energy.ts';
import type { Words } from './page-model.ts';

/** A comparison in a sentence; what it compares is named where that is not all that is shown. Null where there is none. */
export function changeInWords(
  compared: Comparison | null,
  { shown, than }: { shown: [first: string, last: string]; than: string },
  { text, format }: Words,
): string | null {
  const change = changeOf(compared?.nowKwh ?? null, compared?.beforeKwh);
  if (compared === null || change === null) return null;
  const sentence = text.change(change, than, format);
  const { from, to, untilHour } = compared;
  if (from === shown[0] && to === shown[1] && untilHour === null) return sentence;
  const last = untilHour === null ? format.dayOfYear(to) : text.untilHour(format.dayOfYear(to), String(untilHour).padStart(2, '0'));
  const first = from.slice(0, 7) === to.slice(0, 7) ? `${Number(from.slice(8))}.` : format.dayOfYear(from);
  return text.comparing(from === to ? last : text.daysFrom(first, last), sentence);
}
