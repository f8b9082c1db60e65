import { DateTime } from 'luxon';
import { zone } from './zone.ts';

/** An instant as operators read it, in JSON too: the utility's clock with its offset, so that both hours of October are told apart. */
export function localTime(at: Date): string {
  return DateTime.fromJSDate(at, { zone }).toISO({ suppressMilliseconds: true })!;
}

/** A time that the clock skipped in March, as the file has it and so without an offset; it is kept as the instant that the clock of summer would have shown so. */
export function skippedTime(at: Date): string {
  const local = DateTime.fromJSDate(at, { zone });
  const summer = local.plus({ hours: 2 }).offset;
  if (summer <= local.offset) return localTime(at);
  return local.toUTC().plus({ minutes: summer }).toISO({ suppressMilliseconds: true, includeOffset: false })!;
}
