import { DateTime } from 'luxon';
import type { ConsumptionLevel } from '../contract/consumption.ts';
import type { KeyConsumption, KeyQuery } from '../contract/data-keys.ts';
import { keptFrom } from '../consumption/data-span.ts';
import { downloadLines, type DownloadLines } from '../consumption/download/download-lines.ts';
import { readDaysOfPoint, withoutBefore } from '../consumption/read-days.ts';
import { Failure } from '../failure.ts';
import type { Language } from '../ground/language.ts';
import { zone } from '../ground/zone.ts';
import { readRelationship } from '../relationship/relationship.ts';
import type { Services } from '../services.ts';
import type { KeyPlant } from './admit-key-store.ts';

/** What is asked for, with what isn't said filled in. */
export interface KeyWish {
  level: ConsumptionLevel;
  from: string;
  to: string;
  plants: KeyPlant[];
  /** Of statuses and heads. */
  language: Language;
}

/** Without `from` the last week, without `to` up to today. @throws Failure not-found for a plant that the key may not read. */
export function keyWish(
  { level = 'hour', from, to, plant }: KeyQuery,
  plants: readonly KeyPlant[],
  now: Date,
  language: Language,
): KeyWish {
  const today = DateTime.fromJSDate(now, { zone });
  const asked = plants.filter(({ plantNumber }) => plant === undefined || plantNumber === plant);
  if (asked.length === 0) throw new Failure('not-found');
  return { level, from: from ?? today.minus({ days: 7 }).toISODate()!, to: to ?? today.toISODate()!, plants: asked, language };
}

/** The lines of one metering point, read within its relationship's period. */
export async function readPointLines(
  services: Services,
  { own }: KeyPlant,
  point: string,
  { from, to, language }: Pick<KeyWish, 'from' | 'to' | 'language'>,
): Promise<DownloadLines> {
  const now = services.now();
  const read = await readDaysOfPoint(services, own, point, { from, to, ...withoutBefore });
  return downloadLines(read, { from, to, all: true, language }, now, keptFrom(services.config.retention, now));
}

/** What was used at every metering point of the plants, with its meter and last reading. */
export async function readByKey(services: Services, wish: KeyWish): Promise<KeyConsumption> {
  const plants: KeyConsumption['plants'] = [];
  for (const plant of wish.plants) {
    const { plantNumber, ownName, address } = plant;
    const relationship = await readRelationship(services.database, plant, services.now());
    if (relationship === null) continue; // unlinked a moment ago
    const meteringPoints = [];
    for (const { id, address: where, meterSerial, lastReading } of relationship.meteringPoints) {
      const { rowsOf, dataUntil, overdue } = await readPointLines(services, plant, id, wish);
      meteringPoints.push({ id, address: where, meterSerial, lastReading, dataUntil, overdue, periods: rowsOf(wish.level) });
    }
    plants.push({ plantNumber, ownName, address, meteringPoints });
  }
  return { level: wish.level, from: wish.from, to: wish.to, plants };
}
