import { DateTime, FixedOffsetZone, IANAZone, type Zone } from 'luxon';

/** What a wall-clock stamp means. `ambiguous`: it comes twice, and `seconds` is the earlier of the two. `missing`: the clock skipped it. */
export interface Instant {
  seconds: number;
  ambiguous: boolean;
  missing: boolean;
}

/** Three centuries; a file may have any date. */
const mostDays = 100_000;

/** `UTC`, `+01:00` or a name of the zone database; throws an Error for anything else. */
export function readZone(name: string): Zone {
  if (name === 'UTC') return FixedOffsetZone.utcInstance;
  const fixed = /^([+-])(\d\d):(\d\d)$/.exec(name);
  if (fixed) return FixedOffsetZone.instance((fixed[1] === '-' ? -1 : 1) * (Number(fixed[2]) * 60 + Number(fixed[3])));
  const zone = IANAZone.create(name);
  if (!zone.isValid) throw new Error(`"${name}" is not a time zone: use UTC, a fixed offset like +01:00, or a name like Europe/Oslo`);
  return zone;
}

/**
 * Turns wall-clock seconds into instants. The zone's rules are asked once a wall-clock day; only the days on which the
 * clock changes are looked at hour by hour. The answer is one object, overwritten by the next call.
 */
export function createWallClock(zone: Zone): (wallSeconds: number) => Instant {
  const offsets = new Map<number, number | undefined>();
  const answer: Instant = { seconds: 0, ambiguous: false, missing: false };
  const offsetAt = (seconds: number) => zone.offset(seconds * 1000) * 60;
  let lastDay = Number.NaN;
  let lastOffset: number | undefined;

  return (wallSeconds) => {
    const day = Math.floor(wallSeconds / 86400);
    if (day !== lastDay) {
      if (!offsets.has(day)) {
        if (offsets.size >= mostDays) offsets.clear();
        // A day on which the offset is the same well before and well after has no change of the clock.
        const before = offsetAt((day - 1) * 86400);
        offsets.set(day, before === offsetAt((day + 2) * 86400) ? before : undefined);
      }
      lastDay = day;
      lastOffset = offsets.get(day);
    }
    answer.ambiguous = false;
    answer.missing = false;
    if (lastOffset !== undefined) {
      answer.seconds = wallSeconds - lastOffset;
      return answer;
    }
    const early = wallSeconds - offsetAt(wallSeconds - 86400);
    const late = wallSeconds - offsetAt(wallSeconds + 86400);
    const earlyFits = early + offsetAt(early) === wallSeconds;
    const lateFits = late + offsetAt(late) === wallSeconds;
    answer.seconds = earlyFits ? early : late;
    answer.ambiguous = earlyFits && lateFits && early !== late;
    answer.missing = !earlyFits && !lateFits;
    return answer;
  };
}

const operatorTime = /^\d{4}-\d\d-\d\d([ T]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?$/;

/** Whether such a stamp without an offset names a time that the clock skipped in March: it must not be moved to another. */
export function isSkipped(text: string, zone: string): boolean {
  const seconds = readInstant(text, zone);
  const written = /[ T](\d\d:\d\d)(:\d\d(\.\d+)?)?$/.exec(text.trim())?.[1];
  return written !== undefined && written !== '24:00' && DateTime.fromSeconds(seconds, { zone }).toFormat('HH:mm') !== written;
}

/** For the operator's own dates and stamps ("2019-05-14", "2019-05-14 10:20", ISO 8601): Unix seconds in `zone`, NaN otherwise. */
export function readInstant(text: string, zone: string): number {
  return operatorTime.test(text.trim()) ? DateTime.fromISO(text.trim().replace(' ', 'T'), { zone }).toSeconds() : Number.NaN;
}
