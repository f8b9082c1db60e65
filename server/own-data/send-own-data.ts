import { Readable } from 'node:stream';
import type Koa from 'koa';
import { DateTime } from 'luxon';
import { trail } from '../account/trail.ts';
import { endPatience } from '../database/patience.ts';
import { Failure } from '../failure.ts';
import { csvLine, type CsvValue } from '../ground/csv-line.ts';
import { spokenLanguage, type Language } from '../ground/language.ts';
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
  const language = spokenLanguage(ctx.get('Accept-Language'));
  const stream = Readable.from(zipStream(files(services, parts, signedIn, filled, language)));
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
  language: Language,
): AsyncGenerator<PackedFile> {
  yield { name: readMeWords[language].file, pieces: [readMe(parts, filled, language)] };
  const facts = Object.fromEntries(filled.map(({ table, rows }) => [table.key, table.single ? rows[0] : rows]));
  yield { name: 'min-side.json', pieces: [`${JSON.stringify(facts, null, 2)}\n`] };
  for (const { table, rows } of filled) {
    const names = Object.keys(table.columns);
    const header = names.map((name) => `${table.columns[name]![language]} [${name}]`);
    yield {
      name: table.file,
      pieces: [
        '\ufeff',
        csvLine(header),
        ...rows.map((row) => csvLine(names.map((name) => cell(inWords(table, name, row[name], language))))),
      ],
    };
  }
  for (const { files: more } of parts) if (more) yield* more.read(services, { accountId, mobile }, language);
}

/** What LES-MEG.txt says beside what each room says of its own. */
const readMeWords: Record<Language, { file: string; begin: string; json: string; end: string }> = {
  nb: {
    file: 'LES-MEG.txt',
    begin: 'Dette er alt som Min side har lagret om deg.\n\n',
    json: 'alt om kontoen, med maskinlesbare navn',
    end:
      '\nTidspunkt har forskjell fra UTC (+01:00 eller +02:00), så timen som kommer to ganger om høsten, kan skilles.\n' +
      'I CSV står det norske navnet først og det maskinlesbare i hakeparentes. Tegnsett: UTF-8. Desimalkomma i CSV.\n',
  },
  nn: {
    file: 'LES-MEG.txt',
    begin: 'Dette er alt som Min side har lagra om deg.\n\n',
    json: 'alt om kontoen, med maskinlesbare namn',
    end:
      '\nTidspunkt har skilnad frå UTC (+01:00 eller +02:00), så timen som kjem to gonger om hausten, kan skiljast.\n' +
      'I CSV står det norske namnet først og det maskinlesbare i hakeparentes. Teiknsett: UTF-8. Desimalkomma i CSV.\n',
  },
  en: {
    file: 'READ-ME.txt',
    begin: 'This is everything that Min side has stored about you.\n\n',
    json: 'everything about the account, with names for machines',
    end:
      '\nTimes have their offset from UTC (+01:00 or +02:00), so that the hour that comes twice in autumn can be told apart.\n' +
      'In CSV the name for people comes first, and the one for machines in brackets. Characters: UTF-8. Decimal comma in CSV.\n',
  },
};

function readMe(parts: readonly OwnData[], filled: readonly RowsOfTable[], language: Language): string {
  const line = (file: string, explained: string) => `${file.padEnd(21)} ${explained}\n`;
  const { begin, json, end } = readMeWords[language];
  return [
    begin,
    line('min-side.json', json),
    ...filled.map(({ table }) => line(table.file, table.explained[language])),
    ...parts.flatMap(({ files: more }) => (more ? [`\n${more.explained[language]}\n`] : [])),
    end,
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

/** A code in words, where the table has words for it. */
function inWords({ words }: OwnTable, name: string, value: unknown, language: Language): unknown {
  const known = words?.[name];
  if (typeof known === 'function') return typeof value === 'string' ? known(value, language) : value;
  return known?.[String(value)]?.[language] ?? value;
}

function cell(value: unknown): CsvValue {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' || value === null
    ? value
    : JSON.stringify(value ?? null);
}
