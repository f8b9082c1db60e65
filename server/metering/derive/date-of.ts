import { zone } from '../../ground/zone.ts';

/** SQL: the local date of an instant, in the utility's zone. */
export const dateOf = (instant: string) => `((${instant}) at time zone '${zone}')::date`;
