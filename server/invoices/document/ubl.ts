import { InputFault } from '../../ground/input-fault.ts';
import { readOre } from '../../ground/ore.ts';
import type { XmlElement } from './xml-tree.ts';

const ubl = 'urn:oasis:names:specification:ubl:schema:xsd:';
const aggregates = `${ubl}CommonAggregateComponents-2`;
const basics = `${ubl}CommonBasicComponents-2`;

/** The codes of UNCL1001 that Peppol BIS Billing 3.0 takes for each document. */
export const typeCodes = {
  Invoice: '71 80 82 84 102 218 219 326 331 380 382 383 384 386 388 393 395 553 575 623 780 817 870 875 876 877'.split(' '),
  CreditNote: '81 83 261 262 296 308 381 396 420 458 502 503 532'.split(' '),
} as const;

export type UblDocument = keyof typeof typeCodes;

/** Which of the two documents of UBL 2.1 the root is. @throws InputFault saying what it is instead. */
export function ublDocument({ name, uri, line }: XmlElement): UblDocument {
  if (uri === `${ubl}Invoice-2` && name === 'Invoice') return 'Invoice';
  if (uri === `${ubl}CreditNote-2` && name === 'CreditNote') return 'CreditNote';
  const what = uri.startsWith('urn:un:unece:uncefact:data:standard:CrossIndustryInvoice')
    ? 'this is a CII invoice (UN/CEFACT); '
    : /ubl:schema:xsd:\w+-1(\.0)?$/.test(uri) || uri.startsWith('urn:oasis:names:tc:ubl:')
      ? 'this is UBL 1; '
      : uri === `${ubl}${name}-2`
        ? `this is the UBL document ${name}; `
        : `the root is ${name} in the namespace "${uri.slice(0, 100)}"; `;
  throw new InputFault(`${what}taken are Invoice and CreditNote of UBL 2.1 (EHF, Peppol BIS Billing 3.0)`, line, name);
}

/** An element's children of UBL's common components, by name. */
export function childrenOf(parent: XmlElement, name: string): XmlElement[] {
  return parent.children.filter((child) => child.name === name && (child.uri === aggregates || child.uri === basics));
}

/** The only child of that name at the end of a path of names, or undefined. @throws InputFault where there are two. */
export function find(parent: XmlElement, ...path: string[]): XmlElement | undefined {
  let element: XmlElement | undefined = parent;
  for (const name of path) {
    if (element === undefined) return undefined;
    const [first, second]: XmlElement[] = childrenOf(element, name);
    if (second !== undefined) throw new InputFault(`stands twice in ${element.name}`, second.line, name);
    element = first;
  }
  return element;
}

/** The text at the end of a path, null where it isn't there or empty. */
export function textOf(parent: XmlElement, ...path: string[]): string | null {
  return find(parent, ...path)?.text || null;
}

/** The same of something that every invoice has. */
export function needed(parent: XmlElement, ...path: string[]): XmlElement {
  const element = find(parent, ...path);
  if (element === undefined || element.text === '')
    throw new InputFault(`is missing in ${parent.name}`, (element ?? parent).line, path.join('/'));
  return element;
}

/** Øre of an amount in Norwegian kroner. */
export function oreOf(element: XmlElement): number {
  const currency = element.attributes['currencyID'];
  if (currency !== 'NOK') throw new InputFault(`the currency must be NOK, not "${currency ?? ''}"`, element.line, element.name);
  const ore = readOre(element.text);
  if (ore === undefined) throw new InputFault(`"${element.text.slice(0, 40)}" is no amount with two decimals`, element.line, element.name);
  return ore;
}

/** The same, 0 where there is none. */
export function oreAt(parent: XmlElement, name: string): number {
  const element = find(parent, name);
  return element === undefined ? 0 : oreOf(element);
}

/** A local date. */
export function dateOf(element: XmlElement): string {
  const { text, line, name } = element;
  const exists = /^(19|20)\d\d-\d\d-\d\d$/.test(text) && isDate(text);
  if (!exists) throw new InputFault(`"${text.slice(0, 40)}" is not a date such as 2024-01-31`, line, name);
  return text;
}

function isDate(text: string): boolean {
  const time = Date.parse(`${text}T12:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/** A decimal number as it is written. */
export function decimalOf(element: XmlElement): string {
  if (!/^[+-]?(\d{1,15}(\.\d{0,15})?|\.\d{1,15})$/.test(element.text)) {
    throw new InputFault(`"${element.text.slice(0, 40)}" is not a number`, element.line, element.name);
  }
  return element.text;
}
