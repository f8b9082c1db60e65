import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readFileText } from '../../../../server/metering/files/file-text.ts';
import { autumnHourOf } from '../../../../server/metering/files/parser.ts';
import { readFile } from '../../../../server/metering/files/read-file.ts';
import { loadProfile } from '../../../../server/metering/files/load-profile.ts';
import type { ReadingSink } from '../../../../server/metering/files/reading-row.ts';
import { profileOf } from './reading.ts';

const sha256 = (...parts: (string | Buffer)[]) => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
};

/** Bytes in pieces that all lie in the same memory, as a file on disk gives them. */
async function* inPieces(bytes: Buffer, length: number): AsyncGenerator<Buffer> {
  const memory = Buffer.alloc(length);
  for (let at = 0; at < bytes.length; at += length) yield memory.subarray(0, bytes.copy(memory, 0, at, at + length));
}

async function contentOf(pieces: AsyncIterable<Buffer>): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const piece of pieces) parts.push(Buffer.from(piece));
  return Buffer.concat(parts);
}

const lines = Array.from({ length: 2000 }, (_, hour) => `17;${new Date(1.7e12 + hour * 3.6e6).toISOString()};${1000 + hour}\n`);
const text = Buffer.from(`id;t;kwh\n${lines.join('')}`);

describe('a file’s content', () => {
  it('is its bytes, or what they are unpacked where it is gzip, piece by piece', async () => {
    for (const length of [1000, 65_536]) {
      expect(await contentOf(readFileText(inPieces(text, length), '').pieces)).toEqual(text);
      expect(await contentOf(readFileText(inPieces(gzipSync(text), length), '').pieces)).toEqual(text);
    }
    expect(await contentOf(readFileText(Readable.from([text]), '').pieces)).toEqual(text);
  });

  it('is gzip by its first two bytes alone', async () => {
    for (const begin of ['1f8a', '1e8b', '1f', '8b1f']) {
      const bytes = Buffer.concat([Buffer.from(begin, 'hex'), text]);
      expect(await contentOf(readFileText(inPieces(bytes, 999), '').pieces)).toEqual(bytes);
    }
  });

  it('may be nothing', async () => {
    const { pieces, hash, bytesHash } = readFileText(inPieces(Buffer.alloc(0), 10), 'seed');
    expect(await contentOf(pieces)).toEqual(Buffer.alloc(0));
    expect([hash.digest('hex'), bytesHash.digest('hex')]).toEqual([sha256('seed'), sha256()]);
  });

  it('is known again by the hash of its bytes as they came, and with what it is read by', async () => {
    for (const bytes of [text, gzipSync(text)]) {
      const { pieces, hash, bytesHash } = readFileText(inPieces(bytes, 777), 'by this profile');
      await contentOf(pieces);
      expect(hash.digest('hex')).toBe(sha256('by this profile', bytes));
      expect(bytesHash.digest('hex')).toBe(sha256(bytes));
    }
  });

  it('tells how many bytes have come', async () => {
    const counts: number[] = [];
    await contentOf(readFileText(inPieces(text.subarray(0, 2500), 1000), '', (count) => counts.push(count)).pieces);
    expect(counts).toEqual([1000, 1000, 500]);
  });

  it('is refused where its gzip is cut off, damaged or not one', async () => {
    const packed = gzipSync(text);
    const damaged = Buffer.from(packed);
    damaged.fill(0xff, 3000, 3100);
    for (const bytes of [packed.subarray(0, -9), damaged, Buffer.concat([Buffer.from('1f8b', 'hex'), text])])
      await expect(contentOf(readFileText(inPieces(bytes, 1000), '').pieces)).rejects.toMatchObject({
        name: 'InputFault',
        message: 'the gzip is cut off or damaged',
      });
  });

  it('fails as its source does, packed or not', async () => {
    async function* failing(bytes: Buffer) {
      yield bytes;
      await Promise.resolve();
      throw new Error('the disk is gone');
    }
    for (const bytes of [text, gzipSync(text).subarray(0, 2000)])
      await expect(contentOf(readFileText(failing(bytes), '').pieces)).rejects.toThrow('the disk is gone');
  });

  it.each<[what: string, bytes: Buffer]>([
    ['plain', text],
    ['packed', gzipSync(Buffer.concat(Array.from({ length: 10 }, () => text)), { level: 0 })],
  ])('lets its source go when the reader has had enough of it, %s', async (_, bytes) => {
    let closed = 0;
    const source = {
      [Symbol.asyncIterator]: () => {
        const inner = inPieces(bytes, 512);
        return {
          next: () => inner.next(),
          return: async () => {
            closed++;
            return inner.return(undefined);
          },
        };
      },
    };
    for await (const piece of readFileText(source, '').pieces) {
      expect(piece.length).toBeGreaterThan(0);
      break;
    }
    expect(closed).toBe(1);
  });

  it('is left unread until it is asked for', async () => {
    const counts: number[] = [];
    const { pieces } = readFileText(inPieces(text, 1000), '', (count) => counts.push(count));
    expect(counts).toEqual([]);
    await pieces[Symbol.asyncIterator]().next();
    expect(counts).toEqual([1000]);
  });
});

describe('a file of readings', () => {
  const profile = profileOf({ thousands: 'none', time: { format: 'yyyy-MM-ddTHH:mm:ss.SSSZZ' } });
  const read = async (pieces: AsyncIterable<Buffer>, given = profile, sink: Partial<ReadingSink> = {}, after?: () => Promise<unknown>) => {
    const energies: number[] = [];
    await readFile(pieces, given, { take: ({ values }) => void energies.push(values[0]!), pass: () => undefined, ...sink }, after);
    return energies;
  };

  it('is read the same packed and unpacked', async () => {
    const all = Array.from({ length: 2000 }, (_, hour) => 1000 + hour);
    for (const bytes of [text, gzipSync(text)]) expect(await read(readFileText(inPieces(bytes, 3000), '').pieces)).toEqual(all);
  });

  it('waits after each piece for whoever takes its readings', async () => {
    const waited: string[] = [];
    let taken = 0;
    const sink = { take: () => void taken++ };
    await read(inPieces(text, 40_000), profile, sink, () => Promise.resolve(waited.push(`after ${taken > 0}`)));
    expect(waited).toEqual(Array.from({ length: Math.ceil(text.length / 40_000) }, () => 'after true'));
  });

  it('whose gzip is cut off says after which line', async () => {
    const packed = gzipSync(text, { level: 0 });
    const fault = await read(readFileText(inPieces(packed.subarray(0, -20), 100), '').pieces).catch((error: unknown) => error);
    expect(fault).toMatchObject({ message: 'the gzip is cut off or damaged', column: undefined });
    expect((fault as { line: number }).line).toBeGreaterThan(1900);
    const gs2 = gzipSync('##Start-message\n#Id=0\n##Meter-reading\n#Reference=1\n', { level: 0 });
    await expect(read(readFileText(inPieces(gs2.subarray(0, -8), 10), '').pieces, loadProfile('gs2'))).rejects.toMatchObject({
      message: 'the gzip is cut off or damaged',
      line: 4,
    });
    await expect(read(readFileText(inPieces(packed.subarray(0, 3), 100), '').pieces)).rejects.toMatchObject({ line: 1 });
  });

  it('may come in pieces of any size, in any encoding', async () => {
    const short = `id;t;kwh\n${lines.slice(0, 3).join('')}`;
    for (const bytes of [Buffer.from(short), Buffer.from(`\ufeff${short}`), Buffer.from(`\ufeff${short}`, 'utf16le')])
      for (const length of [1, 2, 3, 5, 500]) expect(await read(inPieces(bytes, length))).toEqual([1000, 1001, 1002]);
  });

  it('keeps a byte order mark that is not its first letter', async () => {
    const marked = `id;t;kwh\n"a\ufeffb";2024-01-01T00:00:00.000Z;5\n`;
    for (const bytes of [Buffer.from(marked), Buffer.from(`\ufeff${marked}`)])
      for (let length = 4; length < 20; length++) {
        const points: string[] = [];
        await read(inPieces(bytes, length), profile, { take: ({ point }) => void points.push(point) });
        expect([length, points]).toEqual([length, ['a\ufeffb']]);
      }
  });

  it('that ends in half a letter is refused there', async () => {
    const wide = Buffer.from('\ufeffid;t;kwh\n17;2024-01-01T00:00:00.000Z;5', 'utf16le');
    expect(await read(inPieces(wide, 50))).toEqual([5]);
    await expect(read(inPieces(Buffer.concat([wide, Buffer.from('6')]), 50))).rejects.toMatchObject({
      message: expect.stringContaining('is not a number') as string,
      line: 2,
      column: 'kwh',
    });
  });

  it('may come from a source that can’t be let go', async () => {
    const inner = inPieces(text, 4096);
    const source = { [Symbol.asyncIterator]: () => ({ next: () => inner.next() }) };
    expect(await read(source)).toHaveLength(2000);
    const packed = inPieces(gzipSync(text), 4096);
    const other = { [Symbol.asyncIterator]: () => ({ next: () => packed.next() }) };
    expect(await read(readFileText(other, '').pieces)).toHaveLength(2000);
  });

  it('that is a workbook of an old Excel says how to save it', async () => {
    await expect(read(inPieces(Buffer.from('d0cf11e0a1b11ae1', 'hex'), 8))).rejects.toMatchObject({
      message: 'this is a workbook of an old Excel (.xls) or one with a password; save it as .xlsx without password, or as CSV UTF-8',
      line: 1,
    });
  });

  it('lets its source go, read to the end or not', async () => {
    const closing = (bytes: Buffer, seen: string[]) => ({
      [Symbol.asyncIterator]: () => {
        const inner = inPieces(bytes, 64);
        return {
          next: () => inner.next(),
          return: async () => {
            seen.push('closed');
            return inner.return(undefined);
          },
        };
      },
    });
    const seen: string[] = [];
    await expect(read(closing(Buffer.from('d0cf11e0a1b11ae1', 'hex'), seen))).rejects.toThrow('old Excel');
    expect(seen).toEqual(['closed']);
    await expect(
      read(closing(Buffer.from(`id;t\n${text.toString()}`.slice(0, 500)), seen), profileOf({ headerBegins: 'id' })),
    ).rejects.toThrow();
    expect(seen.length).toBeGreaterThan(1);
  });
});

describe('the two hours that have one name on the clock', () => {
  it('are told apart as the profile says, and in GS2 by their order', () => {
    expect(autumnHourOf(profileOf())).toBe('file-order');
    expect(autumnHourOf(profileOf({ time: { autumnHour: 'rising-register' } }))).toBe('rising-register');
    expect(autumnHourOf(loadProfile('gs2'))).toBe('file-order');
  });
});
