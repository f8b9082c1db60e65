import type { Knex } from 'knex';
import { mergeLock } from '../../database/merge-lock.ts';

const buckets = 128;
/** Neighbouring numbers share a bucket: files are often of one district. Ten of them are one point, the last digit being a check digit. */
const numbersInBucket = 1_000n;

/** Waits until nobody else makes first meters known, until the transaction ends: one serial at two metering points would be seen by neither. After the points' locks. */
export async function lockRegistering(transaction: Knex.Transaction): Promise<void> {
  await transaction.raw('select pg_advisory_xact_lock(cast(? as int), ?)', [mergeLock, buckets]);
}

/** The metering points that a file touches, as far as locks tell them apart. */
export class TouchedPoints {
  private readonly touched = new Set<number>();
  private last: bigint | undefined;

  add(meteringPointId: bigint): void {
    if (meteringPointId === this.last) return;
    this.last = meteringPointId;
    this.touched.add(Number((meteringPointId / numbersInBucket) % BigInt(buckets)));
  }

  get buckets(): number[] {
    return [...this.touched];
  }

  /** Waits for those who merge some of the same, and keeps them out until the transaction ends. Taken in one order, so that no two wait for each other. */
  async lock(transaction: Knex.Transaction): Promise<void> {
    await transaction.raw('select pg_advisory_xact_lock_shared(?)', [mergeLock]);
    await transaction.raw(
      `select pg_advisory_xact_lock(cast(:lock as int), bucket) from (select bucket from unnest(cast(:buckets as int[])) bucket order by bucket offset 0) b`,
      { lock: mergeLock, buckets: this.buckets },
    );
  }
}
