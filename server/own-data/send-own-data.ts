import { Readable } from 'node:stream';
import type Koa from 'koa';
import { DateTime } from 'luxon';
import { trail } from '../account/trail.ts';
import { endPatience } from '../database/patience.ts';
import { Failure } from '../failure.ts';
import { csvLine, type CsvValue } from '../ground/csv-line.ts';
import { describeError } from '../ground/log.ts';
import { zone } from '../ground/zone.ts';
import type { SignedIn } from '../http/session.ts';
import type { OwnData, OwnTable } from '../room.ts';
import type { Services } from '../services.ts';
import { zipStream, type PackedFile } from '../ground/zip-stream.ts';

/** A table read: its rows with the named columns alone, instants as local time with offset. */
interface RowsOfTable {
  table: OwnTable;
  rows: Record<string, unknown>[];
}

/**
 * "Last ned mine data": one ZIP, packed while it is read. It breaks off when the account or a link goes meanwhile.
 * @throws Failure not-signed-in when the account is gone.
 */
export async function sendOwnData(
  services: Services,
  parts: readonly OwnData[],
  ctx: Koa.Context,
  signedIn: SignedIn & { accountId: string },
): Promise<void> {
  endPatience(); // as long as there is something to send
  const filled: RowsOfTable[] = [];
  for (const table of parts.flatMap(({ tables = [] }) => tables)) {
    const rows = (await table.read(services, signedIn)).map((row) => present(table, row));
    if (table.single && rows.length === 0) throw new Failure('not-signed-in');
    filled.push({ table, rows });
  }
  await trail(services, services.database, ctx, signedIn, 'my-data-downloaded');
  const stream = Readable.from(zipStream(files(services, parts, signedIn, filled)));
  stream.on('error', (error) => services.log.warn('A download of own data broke off', describeError(error)));
  ctx.attachment('mine-data-min-side.zip');
  ctx.type = 'application/zip';
  ctx.set('Cache-Control', 'no-store');
  ctx.body = stream;
}

async function* files(
  services: Services,
  parts: readonly OwnData[],
  { accountId, mobile }: { accountId: string; mobile: string },
  filled: readonly RowsOfTable[],
): AsyncGenerator<PackedFile> {
  yield { name: 'LES-MEG.txt', pieces: [readMe(parts, filled)] };
  const facts = Object.fromEntries(filled.map(({ table, rows }) => [table.key, table.single ? rows[0] : rows]));
  yield { name: 'min-side.json', pieces: [`${JSON.stringify(facts, null, 2)}\n`] };
  for (const { table, rows } of filled) {
    const names = Object.keys(table.columns);
    const header = names.map((name) => `${table.columns[name]} [${name}]`);
    yield {
      name: table.file,
      pieces: [
        '\ufeff',
        csvLine(header),
        ...rows.map((row) => csvLine(names.map((name) => cell(table.words?.[name]?.[String(row[name])] ?? row[name])))),
      ],
    };
  }
  for (const { files: more } of parts) if (more) yield* more.read(services, { accountId, mobile });
}

function readMe(parts: readonly OwnData[], filled: readonly RowsOfTable[]): string {
  const line = (file: string, explained: string) => `${file.padEnd(21)} ${explained}\n`;
  return [
    'Dette er alt som Min side har lagret om deg.\n\n',
    line('min-side.json', 'alt om kontoen, med maskinlesbare navn'),
    ...filled.map(({ table }) => line(table.file, table.explained)),
    ...parts.flatMap(({ files: more }) => (more ? [`\n${more.explained}\n`] : [])),
    '\nTidspunkt har forskjell fra UTC (+01:00 eller +02:00), så timen som kommer to ganger om høsten, kan skilles.\n',
    'I CSV står det norske navnet først og det maskinlesbare i hakeparentes. Tegnsett: UTF-8. Desimalkomma i CSV.\n',
  ].join('');
}

function present({ columns }: OwnTable, row: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.keys(columns).map((name) => {
      const value = row[name];
      return [name, value instanceof Date ? DateTime.fromJSDate(value, { zone }).toISO() : value];
    }),
  );
}

function cell(value: unknown): CsvValue {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' || value === null
    ? value
    : JSON.stringify(value ?? null);
}
