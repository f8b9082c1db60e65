import { posix } from 'node:path';
import { crc32 } from 'node:zlib';
import { SaxesParser } from 'saxes';
import { fromBufferPromise, type Entry, type ZipFile } from 'yauzl';
import { InputFault } from '../../ground/input-fault.ts';
import type { Cell } from '../../ground/cell.ts';
import { TextTable } from './text-table.ts';

/** What a workbook may hold at most, so that memory and time stay bounded: its own bytes, all of it unpacked, and its table of texts. */
const mostBytes = 20_000_000;
const mostUnpacked = 800_000_000;
const mostTexts = 24_000_000;
const mostEntries = 10_000;
const mostColumns = 2_000;
/** Between two tags; a cell has 32,767 characters at most. */
const longestText = 1_000_000;

export interface Sheet {
  name: string;
  path: string;
  /** Whoever opens the workbook does not see it. */
  isHidden: boolean;
}

/** An XLSX workbook in memory, its sheets to be read row by row. */
export interface Workbook {
  sheets: Sheet[];
  /** Its dates are counted from 1904 instead of 1900. */
  since1904: boolean;
  /** Calls `row` with each row's cells until it answers false; `after` is awaited now and then. */
  read(sheet: Sheet, row: (cells: Cell[], line: number) => boolean | void, after?: () => Promise<unknown>): Promise<void>;
}

/** Opens an XLSX workbook; throws an `InputFault` for what is none, is damaged, or would unpack to more than there may be. */
export async function openWorkbook(pieces: AsyncIterable<Buffer>): Promise<Workbook> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const piece of pieces) {
    size += piece.length;
    if (size > mostBytes)
      throw new InputFault(`a workbook of more than ${mostBytes / 1e6} MB is not taken; save the sheet as CSV UTF-8`, 1);
    parts.push(Buffer.from(piece));
  }
  const whole = Buffer.concat(parts);
  parts.length = 0;
  let zip: ZipFile;
  const entries = new Map<string, Entry>();
  let unpacked = 0;
  try {
    zip = await fromBufferPromise(whole);
    if (zip.entryCount > mostEntries)
      throw new InputFault(`the workbook has more than ${mostEntries} parts; save the sheet as CSV UTF-8`, 1);
    for await (const entry of zip.eachEntry()) {
      unpacked += entry.uncompressedSize;
      if (unpacked > mostUnpacked)
        throw new InputFault(`the workbook would unpack to more than ${mostUnpacked / 1e6} MB; save the sheet as CSV UTF-8`, 1);
      entries.set(entry.fileName, entry);
    }
  } catch (error) {
    throw error instanceof InputFault ? error : damaged(error, 1);
  }
  const find = (path: string) => entries.get(path);
  const manifest = find('xl/workbook.xml');
  if (!manifest) {
    const binary = find('xl/workbook.bin') ? 'a binary workbook (.xlsb)' : 'a packed file, but no workbook';
    throw new InputFault(`this is ${binary}; save it as .xlsx or CSV UTF-8, or unpack it first`, 1);
  }
  const sheets: { name: string; id: string | undefined; isHidden: boolean }[] = [];
  let since1904 = false;
  await readXml(zip, manifest, (name, attributes) => {
    if (name === 'sheet')
      sheets.push({
        name: attributes['name'] ?? '',
        id: Object.entries(attributes).find(([key]) => key.endsWith(':id'))?.[1],
        isHidden: (attributes['state'] ?? 'visible') !== 'visible',
      });
    if (name === 'workbookPr') since1904 = ['1', 'true'].includes(attributes['date1904'] ?? '');
  });
  const targets = new Map<string, string>();
  let textsPath = 'xl/sharedStrings.xml';
  const relations = find('xl/_rels/workbook.xml.rels');
  if (relations)
    await readXml(zip, relations, (_, attributes) => {
      const path = posix.resolve('/xl', attributes['Target'] ?? '').slice(1);
      targets.set(attributes['Id'] ?? '', path);
      if (attributes['Type']?.endsWith('/sharedStrings')) textsPath = path;
    });
  const textsEntry = find(textsPath);
  if (textsEntry && textsEntry.uncompressedSize > mostTexts)
    throw new InputFault(`the workbook's texts are more than ${mostTexts / 1e6} MB; save the sheet as CSV UTF-8`, 1);
  const texts = textsEntry ? await readTexts(zip, textsEntry) : new TextTable();
  return {
    sheets: sheets.flatMap(({ name, id, isHidden }) => {
      const path = targets.get(id ?? '');
      // Sheets of charts have no table.
      return path?.includes('worksheets/') && find(path) ? [{ name, path, isHidden }] : [];
    }),
    since1904,
    read: (sheet, row, after) => readSheet(zip, find(sheet.path)!, texts, row, after),
  };
}

async function readTexts(zip: ZipFile, entry: Entry): Promise<TextTable> {
  const texts = new TextTable();
  let text = '';
  let above = '';
  let reads = false;
  await readXml(
    zip,
    entry,
    (name) => {
      if (name === 'si') text = '';
      // How a text is spoken stands beside it.
      reads = name === 't' && above !== 'rPh';
      above = name;
    },
    (name) => {
      reads = false;
      if (name === 'si') texts.add(text);
    },
    (piece) => {
      if (reads) text += piece;
    },
  );
  return texts;
}

async function readSheet(
  zip: ZipFile,
  entry: Entry,
  texts: TextTable,
  row: (cells: Cell[], line: number) => boolean | void,
  after?: () => Promise<unknown>,
): Promise<void> {
  let cells: Cell[] = [];
  let line = 0;
  let column = 0;
  let type = '';
  let value = '';
  let formula = '';
  let reads: 'value' | 'formula' | undefined;
  let goOn = true;
  await readXml(
    zip,
    entry,
    (name, attributes) => {
      if (name === 'row') {
        line = Number(attributes['r'] ?? line + 1);
        cells = [];
        column = -1;
      } else if (name === 'c') {
        column = attributes['r'] ? columnOf(attributes['r'], line) : column + 1;
        if (column >= mostColumns) throw new InputFault(`the sheet has more than ${mostColumns} columns`, line);
        type = attributes['t'] ?? 'n';
        value = formula = '';
      } else if (name === 'v' || name === 't') reads = 'value';
      else if (name === 'f') reads = 'formula';
    },
    (name) => {
      reads = undefined;
      if (name === 'row') goOn = row(cells, line) !== false;
      else if (name === 'c') {
        const cell = value === '' && formula !== '' ? `=${formula}` : cellOf(type, value, texts);
        if (cell !== '') {
          while (cells.length < column) cells.push('');
          cells[column] = cell;
        }
      }
      return goOn;
    },
    (piece) => {
      if (reads === 'value') value += piece;
      else if (reads === 'formula') formula += piece;
    },
    after,
    () => Math.max(1, line),
  );
}

/** 1899-12-30, from which days are counted. */
const dayZero = Date.UTC(1899, 11, 30);

function cellOf(type: string, value: string, texts: TextTable): Cell {
  if (type === 's') return texts.get(Number(value));
  if (type === 'd') {
    const instant = Date.parse(/T.*(Z|[+-]\d\d:\d\d)$/.test(value) ? value : `${value}Z`);
    return Number.isNaN(instant) ? value : (instant - dayZero) / 86_400_000;
  }
  if (type !== 'n' || value === '') return value;
  const number = Number(value);
  return Number.isFinite(number) ? number : value;
}

/** "B7" is column 1. */
function columnOf(reference: string, line: number): number {
  const letters = /^[A-Z]{1,3}/i.exec(reference)?.[0].toUpperCase();
  if (!letters) throw damaged(new Error(`"${reference}" is no cell`), line);
  let column = 0;
  for (const letter of letters) column = column * 26 + letter.charCodeAt(0) - 64;
  return column - 1;
}

class Enough extends Error {}

/** Streams an XML part through; names without prefix. A closing tag for which `close` answers false ends it. */
async function readXml(
  zip: ZipFile,
  entry: Entry,
  open: (name: string, attributes: Record<string, string>) => void,
  close: (name: string) => boolean | void = () => {},
  text: (piece: string) => void = () => {},
  after?: () => Promise<unknown>,
  line: () => number = () => 1,
): Promise<void> {
  const parser = new SaxesParser();
  let lastTag = 0;
  const local = (name: string) => name.slice(name.indexOf(':') + 1);
  parser.on('error', (error) => {
    throw damaged(error, line());
  });
  parser.on('doctype', () => {
    throw new InputFault('the workbook has a document type, which none has', 1);
  });
  parser.on('opentag', (tag) => {
    lastTag = parser.position;
    open(local(tag.name), tag.attributes);
  });
  parser.on('closetag', (tag) => {
    lastTag = parser.position;
    if (close(local(tag.name)) === false) throw new Enough();
  });
  parser.on('text', text);
  parser.on('cdata', text);
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let sum = 0;
  const stream = await zip.openReadStreamPromise(entry).catch((error: unknown) => {
    throw damaged(error, line());
  });
  try {
    for await (const bytes of stream as AsyncIterable<Buffer>) {
      sum = crc32(bytes, sum);
      parser.write(decoder.decode(bytes, { stream: true }));
      if (parser.position - lastTag > longestText) throw new InputFault('a cell of the workbook has no end', line());
      await after?.();
    }
    parser.write(decoder.decode());
    parser.close();
    if (sum !== entry.crc32) throw damaged(new Error(`the checksum of ${entry.fileName} is wrong`), line());
  } catch (error) {
    if (error instanceof Enough) return;
    throw error instanceof InputFault || !isFileError(error) ? error : damaged(error, line());
  } finally {
    stream.destroy();
  }
}

/** What yauzl, zlib and the decoder throw about the file's bytes; anything else is a fault of ours. */
const isFileError = (error: unknown) =>
  error instanceof Error &&
  (['Z_', 'ERR_ENCODING'].some((code) => String((error as NodeJS.ErrnoException).code).startsWith(code)) || error.constructor === Error);

const damaged = (error: unknown, line: number) =>
  new InputFault(`the workbook is damaged: ${(error as Error).message.replace(/^\d+:\d+: /, '').replace(/\.$/, '')}`, line);
