import { crc32 } from 'node:zlib';
import { fromBufferPromise, type Entry, type ZipFile } from 'yauzl';
import { InputFault } from '../ground/input-fault.ts';
import type { InvoiceFile } from './import-invoices.ts';
import { readIndexFile } from './index-file.ts';

const mostEntries = 5000;
/** Of all files together, as they say of themselves and as they come out. */
const mostUnpacked = 200_000_000;
/** Of one file. */
const mostBytes = 20_000_000;

/** What macOS packs beside the files: nothing that anybody delivered. */
const ofTheMac = /(^|\/)(__MACOSX\/|\.DS_Store$)/;

/** Whether bytes are a ZIP, whatever the file is called. */
export const isArchive = (bytes: Uint8Array): boolean => bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3 && bytes[3] === 4;

/**
 * The invoices of a ZIP: EHF files (`.xml`), indexes (`.csv`) and the PDFs that these name. Folders within it don't matter, but two
 * files of one name do. One file is unpacked at a time.
 * A fault of one of them is reported in its place; @throws InputFault for what is no whole ZIP, or holds anything else.
 */
export async function* filesOfArchive(bytes: Buffer): AsyncGenerator<InvoiceFile> {
  const { zip, entries } = await openArchive(bytes);
  const named = new Set<string>();
  const unpack = async (name: string): Promise<Uint8Array | undefined> => {
    const entry = entries.get(name);
    if (entry === undefined) return undefined;
    named.add(name);
    return read(zip, entry);
  };
  for (const [name, entry] of entries) {
    if (/\.xml$/i.test(name))
      yield await read(zip, entry).then(
        (whole) => ({ name, bytes: whole }),
        (fault: unknown) => refused(name, fault),
      );
    else if (/\.csv$/i.test(name)) yield { name, bytes: null, read: async () => readIndexFile(await read(zip, entry), unpack) };
  }
  const left = [...entries.keys()].find((name) => !/\.(xml|csv)$/i.test(name) && !named.has(name));
  if (left !== undefined) throw new InputFault(`the ZIP holds ${left.slice(0, 80)}, which no index of it names`);
}

/** A file that can't be read, for the report. */
export const refused = (name: string, fault: unknown): InvoiceFile => ({ name, bytes: null, read: () => Promise.reject(fault as Error) });

async function openArchive(bytes: Buffer): Promise<{ zip: ZipFile; entries: Map<string, Entry> }> {
  const entries = new Map<string, Entry>();
  let unpacked = 0;
  try {
    const zip = await fromBufferPromise(bytes);
    for await (const entry of zip.eachEntry()) {
      if (entry.fileName.endsWith('/') || ofTheMac.test(entry.fileName)) continue;
      const name = entry.fileName.replace(/^.*\//, '');
      unpacked += entry.uncompressedSize;
      if (entries.size >= mostEntries || unpacked > mostUnpacked)
        throw new InputFault(`a ZIP may hold ${mostEntries} files and ${mostUnpacked / 1e6} MB at most`);
      if (entries.has(name)) throw new InputFault(`the ZIP holds two files named ${name.slice(0, 80)}`);
      if (entry.isEncrypted()) throw new InputFault(`${name.slice(0, 80)} in the ZIP is encrypted`);
      entries.set(name, entry);
    }
    if (entries.size === 0) throw new InputFault('the ZIP holds no files');
    return { zip, entries };
  } catch (error) {
    throw asFault(error);
  }
}

async function read(zip: ZipFile, entry: Entry): Promise<Buffer> {
  if (entry.uncompressedSize > mostBytes) throw new InputFault(`the file is larger than ${mostBytes / 1e6} MB`);
  try {
    const pieces: Buffer[] = [];
    // More or less than the file says of itself breaks the stream off.
    for await (const piece of (await zip.openReadStreamPromise(entry)) as AsyncIterable<Buffer>) pieces.push(piece);
    const bytes = Buffer.concat(pieces);
    if (crc32(bytes) !== entry.crc32) throw new InputFault('the file came out of the ZIP damaged');
    return bytes;
  } catch (error) {
    throw asFault(error);
  }
}

/** yauzl and zlib throw plain errors about the bytes; what comes of a fault in the program is of another kind. */
function asFault(error: unknown): unknown {
  if (error instanceof InputFault || !(error instanceof Error)) return error;
  const ofBytes = error.constructor === Error || String((error as NodeJS.ErrnoException).code).startsWith('Z_');
  return ofBytes ? new InputFault(`this is no whole ZIP: ${error.message}`) : error;
}
