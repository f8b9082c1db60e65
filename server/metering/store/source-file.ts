import { createHash } from 'node:crypto';
import type { Knex } from 'knex';
import { InputFault } from '../../ground/input-fault.ts';

/** What kind of file a delivery was. */
export type FileKind = 'readings' | 'meters' | 'customers';

/** A delivery on its way in: its bytes are what it is known by. */
export interface Arrival {
  kind: FileKind;
  name: string;
  /** Over the bytes and what they are read by. */
  sha256: string;
  /** Of the bytes alone, as `sha256sum` prints it. */
  bytesSha256: string;
  /** Of files of readings. */
  profile?: string;
  /** It names meters and no metering points. */
  namesMeters?: boolean;
}

/** Of a file that is read by no profile. */
export function arrivalOf(kind: Exclude<FileKind, 'readings'>, name: string, content: Buffer): Arrival {
  const sha256 = (seed: string) => createHash('sha256').update(seed).update(content).digest('hex');
  return { kind, name, sha256: sha256(kind), bytesSha256: sha256('') };
}

/**
 * The file's id in the order of deliveries, and whether it came before: the same bytes again are the same delivery, in its old place.
 * @throws InputFault for one that was withdrawn, with the command that restores it.
 */
export async function recordArrival(
  transaction: Knex.Transaction,
  { kind, name, sha256, bytesSha256, profile = '', namesMeters = false }: Arrival,
): Promise<{ fileId: number; before: { rejected: number } | undefined }> {
  const before = await transaction('source_file').where({ sha256 }).first('file_id', 'withdrawn_at', 'rejected');
  if (before?.withdrawn_at)
    throw new InputFault(`this file was withdrawn; min-side readings restore --sha256 ${bytesSha256.slice(0, 12)} takes it back in`);
  if (before) return { fileId: before.file_id, before: { rejected: Number(before.rejected) } };
  const [row] = await transaction('source_file')
    .insert({ kind, name, sha256, bytes_sha256: bytesSha256, profile, names_meters: namesMeters })
    .returning('file_id');
  return { fileId: row!.file_id, before: undefined };
}

/** The files that count no more. */
export async function withdrawnFiles(transaction: Knex): Promise<Set<number>> {
  return new Set(await transaction('source_file').whereNotNull('withdrawn_at').pluck('file_id'));
}
