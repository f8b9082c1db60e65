import { createHash, type Hash } from 'node:crypto';
import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { InputFault } from '../../ground/input-fault.ts';

/** A file's content as it streams by, unpacked where it is gzip; the hashes are of the bytes as they came. */
export interface FileText {
  pieces: AsyncIterable<Buffer>;
  /** Begins with the seed. */
  hash: Hash;
  /** Of the bytes alone. */
  bytesHash: Hash;
}

/**
 * The hash begins with `seed`, so that the same bytes read by another profile are another import. A piece of `input` is not looked at any
 * more once the next is asked for.
 */
export function readFileText(input: AsyncIterable<Buffer>, seed: string, onBytes: (count: number) => void = () => {}): FileText {
  const hash = createHash('sha256').update(seed);
  const bytesHash = createHash('sha256');
  async function* counted(): AsyncGenerator<Buffer> {
    for await (const bytes of input) {
      hash.update(bytes);
      bytesHash.update(bytes);
      onBytes(bytes.length);
      yield bytes;
    }
  }
  async function* pieces(): AsyncIterable<Buffer> {
    const source = counted();
    try {
      const first = await source.next();
      if (first.done) return;
      const packed = first.value[0] === 0x1f && first.value[1] === 0x8b;
      async function* all() {
        yield packed ? Buffer.from(first.value) : first.value;
        // The unpacking reads ahead.
        for await (const bytes of { [Symbol.asyncIterator]: () => source }) yield packed ? Buffer.from(bytes) : bytes;
      }
      const plain: AsyncIterable<Buffer> = packed ? pipeline(Readable.from(all()), createGunzip(), () => {}) : all();
      for await (const bytes of plain) yield bytes as Buffer;
    } catch (error) {
      throw String((error as NodeJS.ErrnoException).code).startsWith('Z_') ? new InputFault('the gzip is cut off or damaged') : error;
    } finally {
      // Also when the reader had enough of the first piece.
      await source.return(undefined);
    }
  }
  return { pieces: pieces(), hash, bytesHash };
}
