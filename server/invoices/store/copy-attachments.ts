import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Knex } from 'knex';
import type { ClientBase } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
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

/** PostgreSQL's documentation, "COPY", "Binary Format": a signature, rows of counted fields, and an end. */
function* binaryRows(attachments: readonly StoredAttachment[]): Generator<Uint8Array> {
  yield Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1');
  for (const { invoiceId, position, name, mediaType, bytes } of attachments) {
    const head = [
      field(Buffer.from(invoiceId.replaceAll('-', ''), 'hex')),
      field(int32(position)),
      field(Buffer.from(name)),
      field(Buffer.from(mediaType)),
    ];
    yield Buffer.concat([int16(5), ...head, int32(bytes.length)]);
    yield bytes;
  }
  yield int16(-1);
}

const field = (value: Buffer): Buffer => Buffer.concat([int32(value.length), value]);

function int16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeInt16BE(value);
  return bytes;
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}
