import { encodingOf } from './file-kind.ts';

const utf8 = new TextDecoder('utf-8', { fatal: true });
/** What spreadsheets and browsers mean by ISO-8859-1. */
const western = new TextDecoder('windows-1252');

/** Decodes bytes that are UTF-8, and what can't be as the windows-1252 that it nearly always is. A byte order mark is left out. */
export function decodeBytes(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch {
    return western.decode(bytes);
  }
}

/** Decodes text in which one character stands for a byte. */
export const decodeText = (bytes: string): string => (/[\u0080-\u00ff]/.test(bytes) ? decodeBytes(Buffer.from(bytes, 'latin1')) : bytes);

/** Decodes a whole file: UTF-8, UTF-16 with or without its mark, or windows-1252. */
export function decodeFile(bytes: Buffer): string {
  const encoding = encodingOf(bytes);
  return encoding ? new TextDecoder(encoding).decode(bytes) : decodeBytes(bytes);
}
