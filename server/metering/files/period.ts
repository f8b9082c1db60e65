import { DateTime, type Zone } from 'luxon';

/** How long an interval is: so many seconds exactly, or calendar days and months of a zone. */
export interface Period {
  seconds: number;
  days: number;
  months: number;
}

const form = /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;

/** Reads an ISO 8601 duration such as PT15M, PT1H, P1D, P1W or P1M; throws an Error for anything else. */
export function readPeriod(text: string): Period {
  const parts = form
    .exec(text)
    ?.slice(1)
    .map((part) => Number(part ?? 0));
  if (!parts) throw new Error(`"${text}" is not an interval such as PT15M, PT1H, P1D, P1W or P1M`);
  const [years, months, weeks, days, hours, minutes, seconds] = parts as [number, number, number, number, number, number, number];
  const period = { months: years * 12 + months, days: weeks * 7 + days, seconds: hours * 3600 + minutes * 60 + seconds };
  const kinds = Object.values(period).filter((part) => part > 0).length;
  if (kinds === 0) throw new Error(`"${text}" is an interval of no length`);
  if (kinds > 1) throw new Error(`"${text}" mixes hours, days and months; say it in one of them`);
  if (period.seconds > 0 && period.seconds < 60) throw new Error(`"${text}" is shorter than a minute`);
  if (period.months > 12 || period.days > 366 || period.seconds > 366 * 86_400) throw new Error(`"${text}" is longer than a year`);
  return period;
}

export const isCalendar = ({ days, months }: Period): boolean => days > 0 || months > 0;

const mostKept = 10_000;

/** Returns what lies so many periods after an instant (Unix seconds), by the calendar of the zone where the period is one of days or months. */
export function createStepper(period: Period, zone: Zone): (seconds: number, count: number) => number {
  if (!isCalendar(period)) return (seconds, count) => seconds + count * period.seconds;
  const kept = new Map<string, number>();
  return (seconds, count) => {
    const key = `${seconds}/${count}`;
    let found = kept.get(key);
    if (found === undefined) {
      found = DateTime.fromSeconds(seconds, { zone })
        .plus({ days: count * period.days, months: count * period.months })
        .toSeconds();
      if (kept.size >= mostKept) kept.clear();
      kept.set(key, found);
    }
    return found;
  };
}
