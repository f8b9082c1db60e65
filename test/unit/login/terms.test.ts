import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readConfig } from '../../../server/rooms.ts';
import { nb } from '../../../widget/text/nb.ts';

const folder = mkdtempSync(join(tmpdir(), 'terms-'));
afterAll(() => rmSync(folder, { recursive: true }));

const read = (more: Record<string, string> = {}) =>
  readConfig({ DATABASE_URL: 'postgres://localhost/x', LOGIN_KEY: 'ab'.repeat(32), SMS_TEMPLATE_URL: 'http://localhost/', ...more }).utility
    .terms;
const file = (name: string, bytes: string | Uint8Array): string => {
  writeFileSync(join(folder, name), bytes);
  return join(folder, name);
};

test('are the very text that the widget shows, where the utility has none of its own', () => {
  expect(read()).toMatchObject({ version: '1.0', text: nb.terms.text, own: false });
  // Differs? The manual's text has changed: it needs a new version as TERMS_VERSION's default.
  expect(read().hash).toBe('e24ab6aa3ab443fb9a2ba2bb3ac255329800066213df51f20e1a65cd848d95bf');
});

test('are the utility’s own text in paragraphs, whatever ends its lines', () => {
  const terms = read({ TERMS_VERSION: '2.0', TERMS_FILE: file('own.txt', '\ufeffFørste\r\nlinje\r\n\r\n  \r\nAndre æøå\n') });
  expect(terms).toMatchObject({ version: '2.0', text: ['Første\nlinje', 'Andre æøå'], own: true });
  expect(terms.hash).not.toBe(read().hash);
});

test.each([
  ['is not UTF-8', () => file('latin.txt', new Uint8Array([70, 248, 114])), '2.0'],
  ['has a NUL', () => file('nul.txt', 'En\0to'), '2.0'],
  ['is empty', () => file('empty.txt', ' \n\n'), '2.0'],
  ['has more than 50000 bytes', () => file('long.txt', 'x'.repeat(50_001)), '2.0'],
  ["can't be read", () => join(folder, 'none.txt'), '2.0'],
  ['must be another than 1.0', () => file('same.txt', 'Tekst'), '1.0'],
])('are refused where the file %s', (why, path, version) => {
  expect(() => read({ TERMS_VERSION: version, TERMS_FILE: path() })).toThrow(why);
});
