import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import type { Knex } from 'knex';
import { from as copyFrom, type CopyStreamQuery } from 'pg-copy-streams';
import { BinaryCopy } from '../../ground/binary-copy.ts';
import type { Chunk } from '../pack/meter-day.ts';
import type { KnownPoint } from '../pack/directory.ts';
import { copyStagingSql, writeChunk } from './staging-table.ts';
import { type Mark } from '../pack/reject-reason.ts';

/** More than a socket's buffer holds: such a piece counts as written once the system has all of it. */
const pieceBytes = 96 * 1024;

export interface StagingCopy {
  write(point: KnownPoint, chunk: Chunk, mark?: Mark): void;
  /** Waits until the database has taken most of what was written. */
  drain(): Promise<void>;
  /** For what the transaction has to ask meanwhile. */
  between(work: () => Promise<void>): Promise<void>;
  end(): Promise<void>;
  /** Ends it without keeping anything; the transaction can't go on after that. */
  abandon(): Promise<void>;
}

/** Streams chunks into the staging table over the transaction's own connection, which can do nothing else until the end, but in `between`. */
export async function openStagingCopy(transaction: Knex.Transaction, staging: string): Promise<StagingCopy> {
  const connection = await transaction.client.acquireConnection();
  let failure: Error | undefined;
  let full = false;
  let isOpen = false;
  let copy: BinaryCopy;
  let stream: CopyStreamQuery;

  function open(): void {
    copy = new BinaryCopy();
    stream = connection.query(copyFrom(copyStagingSql(staging)));
    stream.on('error', (error: Error) => (failure = error));
    full = false;
    isOpen = true;
  }

  function flush(): void {
    const taker = copy;
    const piece = taker.taken();
    full = !stream.write(piece, (error?: Error | null) => error ?? taker.giveBack(piece));
  }

  async function end(): Promise<void> {
    copy.end();
    stream.end(copy.taken());
    await finished(stream);
    isOpen = false;
  }

  open();
  return {
    write(point, chunk, mark) {
      writeChunk(copy, point, chunk, mark);
      if (copy.size > pieceBytes) flush();
    },
    async drain() {
      if (failure) throw failure;
      if (full) await once(stream, 'drain');
      full = false;
    },
    async between(work) {
      await end();
      await work();
      open();
    },
    end,
    async abandon() {
      if (!isOpen || stream.destroyed || failure) return;
      const closed = finished(stream).catch(() => {});
      stream.destroy();
      await closed;
    },
  };
}

const batchBytes = 1024 * 1024;

/** Stages chunks in between other statements of the transaction: it keeps them until there are enough to be sent. */
export class StagingBatch {
  private readonly transaction: Knex.Transaction;
  private readonly staging: string;
  private copy: BinaryCopy | undefined;

  constructor(transaction: Knex.Transaction, staging: string) {
    this.transaction = transaction;
    this.staging = staging;
  }

  write(point: KnownPoint, chunk: Chunk, mark?: Mark): void {
    writeChunk((this.copy ??= new BinaryCopy()), point, chunk, mark);
  }

  /** For when no other statement is under way. */
  async sendWhenMany(): Promise<void> {
    if (this.copy && this.copy.size > batchBytes) await this.send();
  }

  async send(): Promise<void> {
    if (!this.copy) return;
    this.copy.end();
    const connection = await this.transaction.client.acquireConnection();
    const stream = connection.query(copyFrom(copyStagingSql(this.staging)));
    stream.end(this.copy.taken());
    this.copy = undefined;
    await finished(stream);
  }
}
