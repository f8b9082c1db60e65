import { readFile, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { InputFault } from '../ground/input-fault.ts';
import { filesOfArchive, isArchive, refused } from './archive.ts';
import type { InvoiceFile } from './import-invoices.ts';
import { pdfNamesOf, readIndexFile } from './index-file.ts';

/** No invoice is larger: what is isn't read at all. */
const mostBytes = 20_000_000;

/** Files by their paths, one at a time: EHF, an index of PDFs where the name ends in `.csv`, or a ZIP of these. */
export async function* invoiceFilesAt(paths: readonly string[]): AsyncGenerator<InvoiceFile> {
  for (const path of paths) {
    const file = await invoiceFileAt(path);
    if (file.bytes !== null && isArchive(file.bytes)) yield* invoicesWithin(file.name, file.bytes);
    else yield file;
  }
}

/** A delivery's files: one, or those of a ZIP. A fault of the ZIP itself is reported in the place of a file. */
export async function* invoicesWithin(name: string, bytes: Buffer): AsyncGenerator<InvoiceFile> {
  if (!isArchive(bytes)) return yield { name, bytes };
  try {
    for await (const file of filesOfArchive(bytes)) yield { ...file, name: `${name}/${file.name}` };
  } catch (error) {
    if (!(error instanceof InputFault)) throw error;
    yield refused(name, error);
  }
}

async function invoiceFileAt(path: string): Promise<InvoiceFile & { bytes: Buffer | null }> {
  const name = basename(path);
  if (/\.csv$/i.test(name))
    return { name, bytes: null, read: async () => readIndexFile(await readSmall(path), (pdf) => readBeside(path, pdf)) };
  if ((await stat(path)).size > mostBytes) {
    const read = () => Promise.reject(new InputFault(`the file is larger than ${mostBytes / 1e6} MB`));
    return { name, bytes: null, read };
  }
  return { name, bytes: await readFile(path) };
}

/** The PDFs that an index names, which lie beside it; none for any other file. */
export async function pdfNamesIn(path: string): Promise<string[]> {
  if (!/\.csv$/i.test(path)) return [];
  return pdfNamesOf(await readSmall(path));
}

async function readSmall(path: string): Promise<Uint8Array> {
  if ((await stat(path)).size > mostBytes) throw new InputFault(`the file is larger than ${mostBytes / 1e6} MB`);
  return readFile(path);
}

async function readBeside(path: string, name: string): Promise<Uint8Array | undefined> {
  const beside = join(dirname(path), name);
  const found = await stat(beside).catch(() => undefined);
  return found?.isFile() === true ? readSmall(beside) : undefined;
}
