import type { AutumnHour } from '../pack/meter-day.ts';
import { createCsvParser } from './csv.ts';
import { createGs2Parser } from './gs2.ts';
import type { Profile } from './profile.ts';
import type { ReadingParser, ReadingSink } from './reading-row.ts';

/** The parser of a profile's format: the one place that a new format is put in. */
export function createParser(profile: Profile, sink: ReadingSink): ReadingParser {
  return profile.format === 'gs2' ? createGs2Parser(profile, sink) : createCsvParser(profile, sink);
}

/** How files of the profile tell the two hours apart that have one name on the clock. */
export const autumnHourOf = (profile: Profile): AutumnHour => (profile.format === 'csv' ? profile.time.autumnHour : 'file-order');
