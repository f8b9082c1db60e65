import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import type { Knex } from 'knex';
import { from as copyFrom } from 'pg-copy-streams';
import { BinaryCopy } from './binary-copy.ts';
import type { Chunk } from './chunk.ts';
import type { KnownPoint } from './directory.ts';
import type { RejectReason } from './plausible.ts';
import { copyStagingSql, writeChunk } from './staging.ts';

const pieceBytes = 96 * 1024;

export interface StagingCopy {
  write(point: KnownPoint, chunk: Chunk, reason?: RejectReason): void;
  /** Waits until the database has taken most of what was written. */
  drain(): Promise<void>;
  end(): Promise<void>;
  /** Ends it without keeping anything; the transaction can't go on after that. */
  abandon(): Promise<void>;
}

/**
 * Streams chunks into the staging table over the transaction's own connection, which can do nothing else until the end.
 * `late` keeps what is written in memory until then, for writing out of other queries' answers.
 */
export async function openStagingCopy(transaction: Knex.Transaction, staging: string, late = false): Promise<StagingCopy> {
  const connection = await transaction.client.acquireConnection();
  const copy = new BinaryCopy();
  const kept: Buffer[] = [];
  const open = () => connection.query(copyFrom(copyStagingSql(staging)));
  const stream = late ? undefined : open();
  let failure: Error | undefined;
  let full = false;
  stream?.on('error', (error: Error) => (failure = error));

  function flush(): void {
    if (copy.size === 0) return;
    const piece = copy.taken();
    if (stream) full = !stream.write(piece);
    else kept.push(piece);
  }

  return {
    write(point, chunk, reason) {
      writeChunk(copy, point, chunk, reason);
      if (copy.size > pieceBytes) flush();
    },
    async drain() {
      if (failure) throw failure;
      if (full) await once(stream, 'drain');
      full = false;
    },
    async end() {
      copy.end();
      flush();
      const last = stream ?? open();
      for (const piece of kept) if (!last.write(piece)) await once(last, 'drain');
      last.end();
      await finished(last);
    },
    async abandon() {
      if (!stream || stream.destroyed || failure) return;
      const closed = finished(stream).catch(() => {});
      stream.destroy();
      await closed;
    },
  };
}
