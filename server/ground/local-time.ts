import { DateTime } from 'luxon';
import { zone } from './zone.ts';

/** An instant as operators read it, in JSON too: the utility's clock with its offset, so that both hours of October are told apart. */
export function localTime(at: Date): string {
  return DateTime.fromJSDate(at, { zone }).toISO({ suppressMilliseconds: true })!;
}
