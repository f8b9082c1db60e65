import { readProfile, type Profile } from '../files/profile.ts';
import { readSample } from './sample-rows.ts';
import { suggestProfile, type Suggestion } from './suggest-profile.ts';
import { tryProfile, type Trial } from './try-profile.ts';

export interface Answer extends Suggestion {
  /** What the profile reads of the file; undefined where none could be suggested. */
  reads: Trial | undefined;
}

const intervals: [interval: string, least: number, most: number][] = [
  ['P1M', 28 * 86_400 - 3600, 31 * 86_400 + 3600],
  ['P1W', 7 * 86_400 - 3600, 7 * 86_400 + 3600],
  ['P1D', 82_800, 90_000],
];

/** Less than a house uses in any week of the year. */
const leastKwhPerHour = 0.05;

/** Of the first and last readings that are shown, where they are one meter's. */
function kwhPerHour({ first, last }: Trial): number {
  const [begin, end] = [first[0], last.at(-1)];
  if (!begin || !end) return Infinity;
  if (begin.intervalHours !== null) return (begin.energyKwh ?? 0) / begin.intervalHours;
  const hours = (Date.parse(end.time) - Date.parse(begin.time)) / 3_600_000;
  const same = begin.meteringPoint === end.meteringPoint && begin.meter === end.meter;
  return same && hours !== 0 ? ((end.energyKwh ?? 0) - (begin.energyKwh ?? 0)) / hours : Infinity;
}

/** Suggests a profile for a file, reads the file by it, and mends what only the whole file tells: the zone and the interval. Each call of `open` begins anew. */
export async function suggestForFile(open: () => AsyncIterable<Buffer>, shipped: ReadonlyMap<string, Profile>): Promise<Answer> {
  const sample = await readSample(open());
  const { profile, notes: own } = suggestProfile(sample, shipped);
  const notes = [...sample.notes, ...own];
  if (profile === undefined) return { profile, notes, reads: undefined };
  if (typeof profile === 'string') return { profile, notes, reads: await tryProfile(open(), shipped.get(profile)!) };
  const time = profile['time'] as Record<string, unknown>;
  const read = () => tryProfile(open(), readProfile(profile, 'suggested'));
  let reads = await read();
  if (profile['interval'] === 'PT1H' && reads.usualStep !== null && reads.usualStep !== 3600) {
    const step = reads.usualStep;
    profile['interval'] =
      intervals.find(([, least, most]) => step >= least && step <= most)?.[0] ?? `PT${Math.max(1, Math.round(step / 60))}M`;
    reads = await read();
  }
  if (reads.fault?.message.startsWith('every number is like')) {
    const sign = profile['decimal'] as string;
    const thousands = kwhPerHour(reads) < leastKwhPerHour;
    Object.assign(profile, thousands ? { decimal: sign === '.' ? ',' : '.', thousands: sign } : { thousands: 'none' });
    notes.push(
      `Every number has one "${sign}" before three digits; it is taken ${thousands ? 'to stand between thousands, since so little is used otherwise' : 'as the decimal sign'}. Look at the readings below: if they are ${thousands ? '1000 times too high, set "decimal": "' + sign + '" and "thousands": "none"' : '1000 times too low, set "decimal": "' + (sign === '.' ? ',' : '.') + '" and "thousands": "' + sign + '"'}.`,
    );
    reads = await read();
  }
  if (time['zone'] === undefined) return { profile, notes, reads };
  if (reads.skippedTimes > 0) {
    time['zone'] = '+01:00';
    notes.push(
      'The file has times that the clock in Norway skipped in March, so its clock is not turned: normal time all year (+01:00) is assumed; it may be UTC.',
    );
    reads = await read();
  } else if (reads.twiceTimes.twice > 0) {
    notes.push('The hour that comes twice in October is there twice: the times are local, Europe/Oslo.');
  } else if (reads.twiceTimes.once > 0) {
    notes.push(
      'The hour that comes twice in October is there once: if the times are local, one of the two is lost; if the clock is not turned, set "zone": "+01:00".',
    );
  } else if (time['hours'] === '1-25') {
    notes.push('Hours are counted up to 25: the days are local.');
  } else if (reads.usualStep !== null && reads.usualStep <= 3600 && reads.clockChanges.some(({ hours }) => hours === 23)) {
    notes.push('The hour that March skips is not in the file: the times are taken as local, Europe/Oslo.');
  } else {
    notes.push(
      'The file has no change of the clock that would tell the zone: Europe/Oslo is assumed. Ask the source whether its clock is turned in summer ("+01:00" if not).',
    );
  }
  return { profile, notes, reads };
}
