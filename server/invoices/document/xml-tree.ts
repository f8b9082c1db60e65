import { SaxesParser } from 'saxes';
import { InputFault } from '../../ground/input-fault.ts';

/** An element of an XML file. Names are without prefix; `uri` is the namespace. */
export interface XmlElement {
  readonly name: string;
  readonly uri: string;
  /** Where its tag ends, counted from 1. */
  readonly line: number;
  readonly attributes: Readonly<Record<string, string>>;
  /** Its own text without that of its children, trimmed. */
  text: string;
  readonly children: XmlElement[];
}

/** What a file may be at most: an invoice has a dozen levels and, with every line of a large building, some thousand elements. */
const mostBytes = 16_000_000;
const mostLevels = 40;
const mostElements = 200_000;

/**
 * Reads XML in UTF-8 strictly. A document type is refused as such, so no entity but XML's own five is ever expanded, and
 * nothing outside the file is ever asked for.
 * @throws InputFault with the line.
 */
export function readXmlTree(bytes: Uint8Array): XmlElement {
  if (bytes.length > mostBytes) throw new InputFault(`the file is larger than ${mostBytes / 1e6} MB`);
  const text = decode(bytes);
  const parser = new SaxesParser({ xmlns: true });
  const open: XmlElement[] = [];
  let root: XmlElement | undefined;
  let elements = 0;
  const take = (piece: string) => {
    const element = open.at(-1);
    if (element !== undefined) element.text += piece;
  };

  parser.on('xmldecl', ({ encoding, version }) => {
    if (encoding !== undefined && !/^utf-?8$/i.test(encoding)) throw new InputFault(`the encoding must be UTF-8, not ${encoding}`, 1);
    if (version !== undefined && version !== '1.0') throw new InputFault(`XML ${version} is not taken, only 1.0`, 1);
  });
  parser.on('doctype', () => {
    throw new InputFault('a document type (DOCTYPE) is not allowed', lineOf(text, text.indexOf('<!DOCTYPE')));
  });
  parser.on('opentag', ({ local, uri, attributes }) => {
    elements += 1;
    if (elements > mostElements) throw new InputFault(`there are more than ${mostElements} elements`, parser.line);
    if (open.length >= mostLevels) throw new InputFault(`elements lie more than ${mostLevels} deep in one another`, parser.line);
    const values = Object.values(attributes);
    const element: XmlElement = {
      name: local,
      uri,
      line: parser.line,
      attributes: Object.fromEntries(values.filter(({ prefix }) => prefix === '').map((one) => [one.local, one.value])),
      text: '',
      children: [],
    };
    open.at(-1)?.children.push(element);
    root ??= element;
    open.push(element);
  });
  parser.on('text', take);
  parser.on('cdata', take);
  parser.on('closetag', () => {
    const element = open.pop()!;
    element.text = element.text.trim();
  });
  // A handler for errors would be the seventh, and with seven the parser takes six times as long: what it throws by itself is caught.
  try {
    parser.write(text).close();
  } catch (error) {
    if (error instanceof InputFault) throw error;
    // The parser puts line and column in front, which the fault carries by itself.
    throw new InputFault(`this is not XML: ${(error as Error).message.replace(/^(\d+:\d+: )+/, '')}`, parser.line);
  }
  if (root === undefined) throw new InputFault('the file is empty', 1);
  return root;
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    const good = new TextDecoder('utf-8').decode(bytes);
    throw new InputFault('this is not UTF-8', lineOf(good, good.indexOf('\ufffd')));
  }
}

function lineOf(text: string, index: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at >= 0 && at < index; at = text.indexOf('\n', at + 1)) line += 1;
  return line;
}
