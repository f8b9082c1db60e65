import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { termsNb } from '../../widget/text/terms-nb.ts';
import type { EnvironmentReader } from './environment-reader.ts';

/** The terms that count now. */
export interface Terms {
  readonly version: string;
  /** Paragraphs, in Norwegian. */
  readonly text: readonly string[];
  /** SHA-256 of the text, as hex: an acceptance is of this very text. */
  readonly hash: string;
  /** The utility's own text; else the manual's, which the widget has in every language. */
  readonly own: boolean;
}

const mostBytes = 50_000;

/** `TERMS_FILE`, a text in paragraphs with empty lines between, or the manual's; `TERMS_VERSION` names it. */
export function readTerms(reader: EnvironmentReader): Terms {
  const version = reader.text('TERMS_VERSION', { fallback: '1.0', longest: 20 });
  const file = reader.optional('TERMS_FILE');
  const text = file === undefined ? termsNb : paragraphs(readText(reader, file));
  if (file !== undefined && version === '1.0')
    reader.fault('TERMS_VERSION', 'must be another than 1.0, which is the version of the text that TERMS_FILE replaces');
  return { version, text, hash: hashOfTerms(text), own: file !== undefined };
}

export const hashOfTerms = (text: readonly string[]): string => createHash('sha256').update(text.join('\n')).digest('hex');

function readText(reader: EnvironmentReader, file: string): string {
  try {
    const bytes = readFileSync(file);
    if (bytes.length > mostBytes) reader.fault('TERMS_FILE', `has more than ${mostBytes} bytes`);
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    if (text.includes('\0')) reader.fault('TERMS_FILE', 'has a NUL, which is no text');
    if (text.trim() === '') reader.fault('TERMS_FILE', 'is empty');
    return text;
  } catch (error) {
    reader.fault('TERMS_FILE', error instanceof TypeError ? 'is not UTF-8' : `can't be read: ${(error as Error).message}`);
    return '';
  }
}

const paragraphs = (text: string): string[] =>
  text
    .replace(/\r\n?/g, '\n')
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.trim())
    .filter((paragraph) => paragraph !== '');
