import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Knex } from 'knex';
import type { ClientBase } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { BinaryCopy } from '../../ground/binary-copy.ts';
import type { Attachment } from '../document/attachment.ts';

/** A file of an invoice, and which of its files it is, from 0. */
export interface StoredAttachment extends Attachment {
  readonly invoiceId: string;
  readonly position: number;
}

/**
 * Stores files as PostgreSQL's binary COPY: a statement each would wait for its reply, and one statement for all would hold them
 * in memory once more.
 */
export async function copyAttachments(transaction: Knex, attachments: readonly StoredAttachment[]): Promise<void> {
  if (attachments.length === 0) return;
  // A transaction's client gives its own connection, and takes it back.
  const { client } = transaction;
  const connection = (await client.acquireConnection()) as ClientBase;
  try {
    const copy = connection.query(
      copyFrom('copy invoice_attachment (invoice_id, position, name, media_type, bytes) from stdin (format binary)'),
    );
    await pipeline(Readable.from(binaryRows(attachments), { objectMode: false }), copy);
  } finally {
    await client.releaseConnection(connection);
  }
}

/** Each file's bytes as they are: only what stands before them is put together. */
function* binaryRows(attachments: readonly StoredAttachment[]): Generator<Uint8Array> {
  const copy = new BinaryCopy();
  const written = (): Buffer => {
    const taken = copy.taken();
    const piece = Buffer.from(taken);
    copy.giveBack(taken);
    return piece;
  };
  for (const { invoiceId, position, name, mediaType, bytes } of attachments) {
    const id = Buffer.from(invoiceId.replaceAll('-', ''), 'hex');
    copy.row(5);
    copy.bytes(id, 0, id.length);
    copy.int(position);
    copy.text(name);
    copy.text(mediaType);
    copy.bytesFollow(bytes.length);
    yield written();
    yield bytes;
  }
  copy.end();
  yield written();
}
