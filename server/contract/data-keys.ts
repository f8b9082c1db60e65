import type { ConsumptionLevel, ConsumptionValue } from './consumption.ts';
import type { LastReading } from './relationship.ts';

/** A key by which the account holder's own programs read what was used. It is told once, when it is made; only its hash is kept. */
export interface DataKey {
  id: string;
  name: string;
  /** The plants that it may read; fewer when a relationship was unlinked since. */
  plants: { plantNumber: string; address: string; ownName: string | null }[];
  madeAt: string;
  lastUsedAt: string | null;
  /** Roughly from where: the address cut to its block. */
  lastUsedFrom: string | null;
}

/** What of it a key asks for; dates are local ones, both counted in. */
export interface KeyQuery {
  level?: ConsumptionLevel;
  from?: string;
  to?: string;
  plant?: string;
}

/** What a key reads. */
export interface KeyConsumption {
  level: ConsumptionLevel;
  /** Local dates, both counted in. */
  from: string;
  to: string;
  plants: {
    plantNumber: string;
    ownName: string | null;
    address: string;
    meteringPoints: {
      id: string;
      address: string | null;
      meterSerial: string | null;
      lastReading: LastReading | null;
      dataUntil: string | null;
      overdue: boolean;
      /** Not `values`, which in a template of Home Assistant is something else. */
      periods: ConsumptionValue[];
    }[];
  }[];
}

export interface DataKeysEndpoints {
  'GET /account/keys': { reply: { keys: DataKey[] } };
  /** Makes a key for some of the linked relationships. Only within 15 minutes of the log-in: after that `conflict`, `log-in-again`. */
  'POST /account/keys': { body: { name: string; relationships: string[] }; reply: { key: string; keys: DataKey[] } };
  'DELETE /account/keys/:id': { path: { id: string }; body: Record<string, never>; reply: { keys: DataKey[] } };
  /**
   * For the customer's own programs, by `Authorization: Bearer KEY`: without `from` the last week, without `to` up to today, without
   * `plant` all that the key may read. At most 60 calls an hour.
   */
  'GET /me/consumption.json': { query: KeyQuery; reply: KeyConsumption };
  /** The same as lines: plant number, metering point, from, to, kWh, status. */
  'GET /me/consumption.csv': { query: KeyQuery; reply: Blob };
}
