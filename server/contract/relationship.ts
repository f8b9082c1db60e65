import type { RelationshipSummary } from './session.ts';

export interface LastReading {
  at: string;
  energyKwh: number;
  volumeM3: number | null;
}

/** A meter that was replaced: its last register, and the first of the next. */
export interface MeterSwap {
  /** When; only the local date is known where `at` is one. */
  at: string;
  oldSerial: string;
  newSerial: string;
  closingKwh: number | null;
  openingKwh: number | null;
}

export interface MeteringPoint {
  id: string;
  /** Where it is, where it differs from the relationship's address. */
  address: string | null;
  meterSerial: string | null;
  lastReading: LastReading | null;
  /** Inside the relationship's period, newest first. */
  swaps: MeterSwap[];
}

export interface Relationship extends RelationshipSummary {
  postalCode: string;
  city: string;
  /** Local dates. */
  startedOn: string;
  meteringPoints: MeteringPoint[];
}

export interface RelationshipEndpoints {
  'GET /relationship': { reply: Relationship };
}
