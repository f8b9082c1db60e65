import { Readable } from 'node:stream';
import type Koa from 'koa';
import * as v from 'valibot';
import { refuseForeign } from '../account/refuse-foreign.ts';
import type { Reader } from '../account/right-to-read.ts';
import { trail } from '../account/trail.ts';
import { describeError } from '../ground/log.ts';
import { endpoint } from '../http/endpoint.ts';
import type { SignedIn } from '../http/session.ts';
import type { Services } from '../services.ts';
import { invoiceFiles } from './invoice-files.ts';
import { listAttachments, readAttachment, readInvoice, readInvoices } from './read-invoices.ts';
import { zipStream } from '../ground/zip-stream.ts';

const id = v.pipe(v.string(), v.uuid());
const position = v.pipe(v.string(), v.regex(/^\d{1,3}$/));
const year = v.pipe(v.string(), v.regex(/^(19|20)\d\d$/));

const readerOf = ({ relationshipId, accountId }: SignedIn & { relationshipId: string }): Reader => ({ relationshipId, accountId });

/** "Vis tidligere fakturaer": the list, one of them, its files, and the files of a year. Who opens what is audited. */
export function invoiceEndpoints(services: Services) {
  const { database } = services;
  return [
    endpoint('GET /invoices', { who: 'relationship' }, async ({ signedIn }) => ({
      invoices: await readInvoices(database, readerOf(signedIn)),
    })),

    endpoint('GET /invoices/:id', { who: 'relationship', path: v.object({ id }) }, async ({ path, signedIn, ctx }) => {
      const invoice = await readInvoice(database, readerOf(signedIn), path.id);
      if (invoice === null) return refuseForeign(services, ctx, signedIn);
      await trail(services, database, ctx, signedIn, 'invoice-opened', { details: { invoice: path.id } });
      return invoice;
    }),

    endpoint(
      'GET /invoices/:id/attachments/:position',
      { who: 'relationship', path: v.object({ id, position }) },
      async ({ path, signedIn, ctx }) => {
        const file = await readAttachment(database, readerOf(signedIn), path.id, Number(path.position));
        if (file === null) return refuseForeign(services, ctx, signedIn);
        await trail(services, database, ctx, signedIn, 'invoice-file-downloaded', {
          details: { invoice: path.id, position: Number(path.position) },
        });
        sendFile(ctx, file.name, file.media_type, file.bytes);
      },
    ),

    endpoint('GET /invoice-years/:year', { who: 'relationship', path: v.object({ year }) }, async ({ path, signedIn, ctx }) => {
      const reader = readerOf(signedIn);
      const files = await listAttachments(database, reader, path.year);
      if (files.length === 0) return refuseForeign(services, ctx, signedIn);
      await trail(services, database, ctx, signedIn, 'invoice-year-downloaded', { details: { year: path.year, files: files.length } });
      const stream = Readable.from(zipStream(invoiceFiles(database, reader, files)));
      stream.on('error', (error) => services.log.warn('A download of invoices broke off', describeError(error)));
      sendFile(ctx, `fakturaer-${path.year}.zip`, 'application/zip', stream);
    }),
  ] as const;
}

/** Never shown within a page: saved under its name, as what it is, and as nothing that a browser might take it for. */
function sendFile(ctx: Koa.Context, name: string, mediaType: string, body: Buffer | Readable): void {
  ctx.attachment(name, { fallback: true });
  ctx.type = mediaType;
  ctx.set('X-Content-Type-Options', 'nosniff');
  ctx.set('Content-Security-Policy', "default-src 'none'; sandbox");
  ctx.set('Cache-Control', 'no-store');
  ctx.body = body;
}
