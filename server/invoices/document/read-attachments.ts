import { InputFault } from '../../ground/input-fault.ts';
import { attachmentFault, isEncryptedPdf, isMediaType, safeName, type Attachment } from './attachment.ts';
import { childrenOf, find } from './ubl.ts';
import type { XmlElement } from './xml-tree.ts';

const mostAttachments = 20;
/** Of all attachments of an invoice together. */
const mostBytes = 10_000_000;

/** The files within an invoice. What it only gives an address of is not fetched. @throws InputFault for one that isn't what it says. */
export function readAttachments(root: XmlElement): { attachments: Attachment[]; remarks: string[] } {
  const attachments: Attachment[] = [];
  const remarks: string[] = [];
  let bytesInAll = 0;
  for (const reference of childrenOf(root, 'AdditionalDocumentReference')) {
    const object = find(reference, 'Attachment', 'EmbeddedDocumentBinaryObject');
    if (object === undefined) {
      if (find(reference, 'Attachment', 'ExternalReference')) remarks.push(`line ${reference.line}: a document elsewhere is not fetched`);
      continue;
    }
    if (attachments.length === mostAttachments) {
      throw new InputFault(`there are more than ${mostAttachments} attachments`, object.line, object.name);
    }
    const { mimeCode = '', filename = '' } = object.attributes;
    const bytes = decodeBase64(object);
    bytesInAll += bytes.length;
    if (bytesInAll > mostBytes)
      throw new InputFault(`the attachments are together larger than ${mostBytes / 1e6} MB`, object.line, object.name);
    const fault = attachmentFault(mimeCode, bytes);
    if (fault !== undefined || !isMediaType(mimeCode))
      throw new InputFault(`the attachment "${filename.slice(0, 80)}": ${fault}`, object.line, object.name);
    const name = safeName(filename, mimeCode);
    if (mimeCode === 'application/pdf' && isEncryptedPdf(bytes)) remarks.push(`line ${object.line}: the PDF ${name} is encrypted`);
    attachments.push({ name, mediaType: mimeCode, bytes });
  }
  return { attachments, remarks };
}

function decodeBase64({ text, line, name }: XmlElement): Uint8Array {
  const written = /\s/.test(text) ? text.replace(/\s+/g, '') : text;
  const bytes = Buffer.from(written, 'base64');
  const padding = written.endsWith('==') ? 2 : written.endsWith('=') ? 1 : 0;
  // Node skips what is no base64, and stops at padding in the middle: the length tells.
  if (written.length % 4 !== 0 || bytes.length !== (written.length / 4) * 3 - padding || /[-_]/.test(written)) {
    throw new InputFault('the attachment is not whole base64', line, name);
  }
  return bytes;
}
