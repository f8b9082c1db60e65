import { InputFault } from '../../ground/input-fault.ts';
import type { ReadingSink } from './reading-row.ts';
import { encodingOf, fileKind, headBytes } from '../../ground/file-kind.ts';
import { createParser } from './parser.ts';
import type { Profile } from './profile.ts';
import { readWorkbook } from './workbook.ts';

const oldWorkbook = 'this is a workbook of an old Excel (.xls) or one with a password; save it as .xlsx without password, or as CSV UTF-8';

/**
 * Reads a file's readings into `sink`: CSV or GS2 as text of any usual encoding, or a workbook (XLSX). `after` is awaited after each piece.
 * A piece is not looked at any more once the next is asked for. Throws an `InputFault` with line and column where it can't be read.
 */
export async function readFile(
  pieces: AsyncIterable<Buffer>,
  profile: Profile,
  sink: ReadingSink,
  after?: () => Promise<unknown>,
): Promise<void> {
  const source = pieces[Symbol.asyncIterator]();
  try {
    let head: Buffer = Buffer.alloc(0);
    while (head.length < headBytes) {
      const { done, value } = await source.next();
      if (done) break;
      head = Buffer.concat([head, value]);
    }
    const all = (async function* () {
      yield head;
      yield* { [Symbol.asyncIterator]: () => source };
    })();
    const kind = fileKind(head);
    if (kind === 'old-workbook') throw new InputFault(oldWorkbook, 1);
    await (kind === 'workbook' ? readWorkbook(all, profile, sink, after) : readText(all, profile, sink, after, encodingOf(head)));
  } catch (error) {
    throw withLine(error, 1);
  } finally {
    await source.return?.();
  }
}

/** A fault of the packing is told with how far the lines were read. */
const withLine = (error: unknown, line: number) =>
  error instanceof InputFault && error.line === undefined ? new InputFault(error.message, line, error.column) : error;

async function readText(
  pieces: AsyncIterable<Buffer>,
  profile: Profile,
  sink: ReadingSink,
  after: (() => Promise<unknown>) | undefined,
  wide: ReturnType<typeof encodingOf>,
): Promise<void> {
  const decoder = wide && new TextDecoder(wide);
  const parser = createParser(profile, sink);
  /** Lines that end as on an old Mac. */
  let returnsAlone: boolean | undefined;
  let begun = false;
  try {
    for await (const bytes of pieces) {
      const plain = decoder ? Buffer.from(decoder.decode(bytes, { stream: true }), 'utf8') : bytes;
      // The first piece is long enough to hold the whole mark.
      const text = begun ? plain.toString('latin1') : plain.toString('latin1').replace(/^\u00ef\u00bb\u00bf/, '');
      begun = true;
      returnsAlone ??= !text.includes('\n') && /\r[^\n]/.test(text);
      parser.push(returnsAlone ? text.replaceAll('\r', '\n') : text);
      await after?.();
    }
    if (decoder) parser.push(Buffer.from(decoder.decode(), 'utf8').toString('latin1'));
    parser.end();
  } catch (error) {
    throw withLine(error, parser.line + 1);
  }
}
