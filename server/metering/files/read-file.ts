import { InputFault } from '../../ground/input-fault.ts';
import type { ReadingSink } from './reading-row.ts';
import { createParser } from './parser.ts';
import type { Profile } from './profile.ts';
import { readWorkbook } from './workbook.ts';

/** Enough to tell what kind of file it is. */
const headBytes = 4;

/**
 * Reads a file's readings into `sink`: CSV or GS2 as text of any usual encoding, or a workbook (XLSX). `after` is awaited after each piece.
 * A piece is not looked at any more once the next is asked for. Throws an `InputFault` with line and column where it can't be read.
 */
export async function readFile(
  pieces: AsyncIterable<Buffer>,
  profile: Profile,
  sink: ReadingSink,
  after: () => Promise<unknown> = () => Promise.resolve(),
): Promise<void> {
  const source = pieces[Symbol.asyncIterator]();
  try {
    let head: Buffer = Buffer.alloc(0);
    while (head.length < headBytes) {
      const { done, value } = await source.next();
      if (done) break;
      // A first piece that suffices is taken as it is; the memory of others is used again.
      head = head.length === 0 && value.length >= headBytes ? value : Buffer.concat([head, value]);
    }
    const all = (async function* () {
      yield head;
      yield* { [Symbol.asyncIterator]: () => source };
    })();
    if (head.length < headBytes) return await readText(all, profile, sink, after, undefined);
    const magic = head.readUInt32BE(0);
    if (magic === 0x504b0304) return await readWorkbook(all, profile, sink, after);
    if (magic === 0xd0cf11e0)
      throw new InputFault(
        'this is a workbook of an old Excel (.xls) or one with a password; save it as .xlsx without password, or as CSV UTF-8',
        1,
      );
    return await readText(all, profile, sink, after, utf16(head));
  } catch (error) {
    throw withLine(error, 1);
  } finally {
    await source.return?.();
  }
}

/** A fault of the packing is told with how far the lines were read. */
const withLine = (error: unknown, line: number) =>
  error instanceof InputFault && error.line === undefined ? new InputFault(error.message, line, error.column) : error;

/** With its mark, or as the zero bytes of its first two letters tell. */
function utf16(head: Buffer): 'utf-16le' | 'utf-16be' | undefined {
  const [a, b, c, d] = head as unknown as [number, number, number, number];
  if ((a === 0xff && b === 0xfe) || (a > 0 && b === 0 && c > 0 && d === 0)) return 'utf-16le';
  if ((a === 0xfe && b === 0xff) || (a === 0 && b > 0 && c === 0 && d > 0)) return 'utf-16be';
  return undefined;
}

async function readText(
  pieces: AsyncIterable<Buffer>,
  profile: Profile,
  sink: ReadingSink,
  after: () => Promise<unknown>,
  wide: 'utf-16le' | 'utf-16be' | undefined,
): Promise<void> {
  const decoder = wide && new TextDecoder(wide);
  const parser = createParser(profile, sink);
  try {
    for await (const bytes of pieces) {
      const plain = decoder ? Buffer.from(decoder.decode(bytes, { stream: true }), 'utf8') : bytes;
      parser.push(plain.toString('latin1'));
      await after();
    }
    parser.end();
  } catch (error) {
    throw withLine(error, parser.line + 1);
  }
}
