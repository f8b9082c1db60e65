import type { Knex } from 'knex';
import { claimHit, clearHits, firstHit, type CounterRule } from '../account/limit-counter.ts';

const dayMs = 86_400_000;
const place = 'new-mobile';
const waits = 'new-mobile-waits';

/** How long a mobile that found no place waits, whoever else asks meanwhile. */
export const waitMs = 30 * 60_000;

/** One of the counters that new mobiles share: all that ask with the same numbers, or from the same address block. */
export type SharedCounter = CounterRule & { subject: Buffer };

/** A place that a mobile has for a day, or since when it waits for one. */
export type Place = { taken: true } | { taken: false; waitsSince: Date };

/**
 * Takes a place for a mobile that nobody has on record, where each of the counters has room. One that has a place keeps it for a day;
 * one that finds none is noted, so that it is let in after `waitMs` however many others ask.
 * @param pair the mobile together with the numbers.
 */
export async function takePlace(database: Knex, pair: Buffer, counters: readonly SharedCounter[], at: Date): Promise<Place> {
  if (!(await claimHit(database, pair, { what: place, most: 1, windowMs: dayMs }, at))) return { taken: true };
  for (const { subject, ...rule } of counters) {
    if (await claimHit(database, subject, rule, at)) continue;
    await clearHits(database, pair, place);
    await claimHit(database, pair, { what: waits, most: 1, windowMs: dayMs }, at);
    return { taken: false, waitsSince: (await firstHit(database, pair, waits)) ?? at };
  }
  return { taken: true };
}

/** A mobile that has waited is like one that found a place. */
export async function keepPlace(database: Knex, pair: Buffer, at: Date): Promise<void> {
  await claimHit(database, pair, { what: place, most: 1, windowMs: dayMs }, at);
}
