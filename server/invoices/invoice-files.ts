import type { Knex } from 'knex';
import type { Reader } from '../account/right-to-read.ts';
import type { PackedFile } from '../ground/zip-stream.ts';
import { readAttachment, type listAttachments } from './read-invoices.ts';

/**
 * The files of invoices, to be packed one after another. Each is read by the right of that moment: where it has ended
 * meanwhile, the packing breaks off.
 */
export async function* invoiceFiles(
  database: Knex,
  reader: Reader,
  files: Awaited<ReturnType<typeof listAttachments>>,
  folder = '',
): AsyncGenerator<PackedFile> {
  const taken = new Set<string>();
  for (const { invoiceId, number, issuedOn, position, name } of files) {
    const file = await readAttachment(database, reader, invoiceId, position);
    if (file === null) throw new Error('The right to read has ended');
    const base = `${folder}${issuedOn}-${number.replace(/[^\p{L}\p{N}_-]/gu, '_')}-${name}`;
    const unique = taken.has(base) ? base.replace(/(\.[^.]*)$/, `-${position + 1}$1`) : base;
    taken.add(unique);
    yield { name: unique, pieces: [file.bytes] };
  }
}
