/** What an invoice may carry along, and how a file of that kind begins. */
const kinds = {
  'application/pdf': ['%PDF-'],
  'image/png': ['\x89PNG\r\n\x1a\n'],
  'image/jpeg': ['\xff\xd8\xff'],
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': ['PK\x03\x04'],
  'application/vnd.oasis.opendocument.spreadsheet': ['PK\x03\x04'],
  'text/csv': null,
} as const;

export type MediaType = keyof typeof kinds;

/** A file that came with an invoice. */
export interface Attachment {
  /** Without folder and without characters that mean something to a shell, a browser or a file system. */
  readonly name: string;
  readonly mediaType: MediaType;
  readonly bytes: Uint8Array;
}

/** What is wrong with a file that says to be of a kind; undefined when its content is of that kind and whole. */
export function attachmentFault(mediaType: string, bytes: Uint8Array): string | undefined {
  if (!isMediaType(mediaType)) return `files of the kind "${mediaType.slice(0, 80)}" are not taken`;
  if (bytes.length === 0) return 'the file is empty';
  const content = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const begins = kinds[mediaType];
  if (begins === null) return content.includes(0) ? 'it says to be text and holds binary data' : undefined;
  if (!begins.some((magic) => content.subarray(0, magic.length).equals(Buffer.from(magic, 'latin1')))) {
    return `it says to be ${mediaType} and is something else`;
  }
  // A PDF is read from its end. Some writers leave a few lines after the mark.
  if (mediaType === 'application/pdf' && !content.subarray(-2048).includes('%%EOF')) return 'the PDF is cut: its end is missing';
  return undefined;
}

/** Whether a PDF is encrypted. Many only forbid changes so; whether it opens without a password shows only when it is tried. */
export function isEncryptedPdf(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes('/Encrypt');
}

export function isMediaType(written: string): written is MediaType {
  return Object.hasOwn(kinds, written);
}

const endings: Record<MediaType, string> = {
  'application/pdf': 'pdf',
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'xlsx',
  'application/vnd.oasis.opendocument.spreadsheet': 'ods',
  'text/csv': 'csv',
};

/** A name to save a file under, with the ending of what it is, whatever the sender calls it. */
export function safeName(written: string, mediaType: MediaType): string {
  const base = written
    .normalize('NFC')
    .replace(/^.*[\\/]/, '')
    .replace(/\.[^.]*$/, '')
    .replace(/[^\p{L}\p{N} _.-]/gu, '_')
    .replace(/^[. ]+/, '')
    .slice(0, 80)
    .trim();
  return `${base || 'vedlegg'}.${endings[mediaType]}`;
}
