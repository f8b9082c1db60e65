/** Enough to tell what kind of file it is. */
export const headBytes = 4;

/** What a file is by its first bytes; `old-workbook` is an .xls, or any workbook with a password. */
export function fileKind(head: Buffer): 'text' | 'workbook' | 'old-workbook' {
  if (head.length < headBytes) return 'text';
  const magic = head.readUInt32BE(0);
  return magic === 0x504b0304 ? 'workbook' : magic === 0xd0cf11e0 ? 'old-workbook' : 'text';
}

/** UTF-16 with its mark, or as the zero bytes of the first two letters tell; undefined for text of one byte a letter and UTF-8. */
export function encodingOf(head: Buffer): 'utf-16le' | 'utf-16be' | undefined {
  const [a = 0, b = 0, c = 0, d = 0] = head;
  if ((a === 0xff && b === 0xfe) || (a > 0 && b === 0 && c > 0 && d === 0)) return 'utf-16le';
  if ((a === 0xfe && b === 0xff) || (a === 0 && b > 0 && c === 0 && d > 0)) return 'utf-16be';
  return undefined;
}
