import { InputFault } from '../../ground/input-fault.ts';
import { isKid, readAccount } from './check-digits.ts';
import type { Buyer, InvoiceDocument, InvoiceLine, Period, Totals } from './invoice-document.ts';
import { readAttachments } from './read-attachments.ts';
import { sumFault } from './sum-fault.ts';
import { childrenOf, dateOf, decimalOf, find, needed, oreAt, oreOf, textOf, typeCodes, ublDocument } from './ubl.ts';
import { readXmlTree, type XmlElement } from './xml-tree.ts';

const mostLines = 5000;

/**
 * Reads an EHF file (Peppol BIS Billing 3.0: UBL 2.1, Invoice or CreditNote) and checks what a customer relies on: that
 * the sums add up by EN 16931, that account and KID have right check digits, that an attachment is what it says to be.
 * @throws InputFault with line and element.
 */
export function readEhf(bytes: Uint8Array): InvoiceDocument {
  const root = readXmlTree(bytes);
  const document = ublDocument(root);
  refuseOlder(root);
  const typeCode = needed(root, `${document}TypeCode`);
  if (!(typeCodes[document] as readonly string[]).includes(typeCode.text)) {
    throw new InputFault(`"${typeCode.text.slice(0, 20)}" is not a code of Peppol for ${document}`, typeCode.line, typeCode.name);
  }
  const currency = needed(root, 'DocumentCurrencyCode');
  if (currency.text !== 'NOK')
    throw new InputFault(`the currency must be NOK, not "${currency.text.slice(0, 10)}"`, currency.line, currency.name);
  const number = needed(root, 'ID');
  if (number.text.length > 60) throw new InputFault('an invoice number has at most 60 characters', number.line, 'ID');
  const lines = childrenOf(root, `${document}Line`);
  if (lines.length === 0) throw new InputFault(`there is no ${document}Line`, root.line);
  if (lines.length > mostLines) throw new InputFault(`there are more than ${mostLines} lines`, lines[mostLines]!.line, `${document}Line`);
  const { attachments, remarks } = readAttachments(root);
  const dueOn = find(root, 'DueDate') ?? find(childrenOf(root, 'PaymentMeans')[0] ?? root, 'PaymentDueDate');
  return {
    document,
    typeCode: typeCode.text,
    number: number.text,
    issuedOn: dateOf(needed(root, 'IssueDate')),
    dueOn: dueOn === undefined ? null : dateOf(dueOn),
    note: textOf(root, 'Note'),
    seller: readSeller(root),
    buyer: readBuyer(root),
    period: readPeriod(root),
    refersTo: childrenOf(root, 'BillingReference').map((reference) => needed(reference, 'InvoiceDocumentReference', 'ID').text),
    ...readPayment(root),
    ...readSums(root, lines),
    lines: lines.map((line) => readLine(line, document === 'Invoice' ? 'InvoicedQuantity' : 'CreditedQuantity')),
    attachments,
    remarks,
  };
}

/** UBL 2.0 has the namespace of 2.1: they are told apart by what they say to follow. */
function refuseOlder(root: XmlElement): void {
  const version = find(root, 'UBLVersionID');
  if (version !== undefined && version.text !== '2.1')
    throw new InputFault(`this is UBL ${version.text.slice(0, 10)}, not 2.1`, version.line, version.name);
  const customization = find(root, 'CustomizationID');
  if (customization?.text.startsWith('urn:cen.eu:en16931:2017') !== true) {
    throw new InputFault(
      'this does not say to follow EN 16931 (urn:cen.eu:en16931:2017…), as EHF 3 does',
      (customization ?? root).line,
      'CustomizationID',
    );
  }
}

function readSeller(root: XmlElement): { id: string; name: string } {
  const party = find(root, 'AccountingSupplierParty', 'Party');
  const legal = party && find(party, 'PartyLegalEntity');
  const id = (legal && textOf(legal, 'CompanyID')) ?? (party && textOf(party, 'EndpointID'));
  if (!party || !id) throw new InputFault('the seller has no organisation number', (legal ?? party ?? root).line, 'CompanyID');
  return { id: id.slice(0, 60), name: (legal && textOf(legal, 'RegistrationName')) ?? textOf(party, 'PartyName', 'Name') ?? id };
}

function readBuyer(root: XmlElement): Buyer {
  const party = find(root, 'AccountingCustomerParty', 'Party');
  if (party === undefined) throw new InputFault('the customer is missing', root.line, 'AccountingCustomerParty');
  const name = textOf(party, 'PartyLegalEntity', 'RegistrationName') ?? textOf(party, 'PartyName', 'Name') ?? '';
  return {
    name,
    endpointId: textOf(party, 'EndpointID'),
    partyIds: childrenOf(party, 'PartyIdentification').flatMap((one) => textOf(one, 'ID') ?? []),
    reference: textOf(root, 'BuyerReference'),
    contract: textOf(root, 'ContractDocumentReference', 'ID'),
    order: textOf(root, 'OrderReference', 'ID'),
    accountingCost: textOf(root, 'AccountingCost'),
  };
}

function readPeriod(parent: XmlElement): Period | null {
  const period = find(parent, 'InvoicePeriod');
  const from = period && find(period, 'StartDate');
  const to = period && find(period, 'EndDate');
  if (!from || !to) return null;
  const read = { from: dateOf(from), to: dateOf(to) };
  if (read.to < read.from) throw new InputFault('the period ends before it begins', to.line, 'EndDate');
  return read;
}

function readPayment(root: XmlElement): { kid: string | null; account: string | null } {
  const all = childrenOf(root, 'PaymentMeans');
  const means = all.find((one) => find(one, 'PayeeFinancialAccount') !== undefined) ?? all[0];
  const written = means && find(means, 'PayeeFinancialAccount', 'ID');
  const kid = means && find(means, 'PaymentID');
  const account = written && readAccount(written.text);
  if (written && account === undefined)
    throw new InputFault('the account number has a wrong check digit', written.line, 'PayeeFinancialAccount/ID');
  if (kid?.text && !isKid(kid.text)) throw new InputFault('the KID has a wrong check digit, or not 2 to 25 digits', kid.line, 'PaymentID');
  return { kid: kid?.text || null, account: account ?? null };
}

function readSums(root: XmlElement, lines: readonly XmlElement[]): Pick<InvoiceDocument, 'totals' | 'vat'> {
  const sums = find(root, 'LegalMonetaryTotal');
  if (sums === undefined) throw new InputFault('is missing', root.line, 'LegalMonetaryTotal');
  // The second, where there is one, says the same in the currency of the tax office.
  const taxTotals = childrenOf(root, 'TaxTotal');
  const taxTotal = taxTotals.find((one) => childrenOf(one, 'TaxSubtotal').length > 0) ?? taxTotals[0];
  const vat = (taxTotal ? childrenOf(taxTotal, 'TaxSubtotal') : []).map((one) => ({
    category: needed(one, 'TaxCategory', 'ID').text,
    percent: textOf(one, 'TaxCategory', 'Percent'),
    taxableOre: oreOf(needed(one, 'TaxableAmount')),
    taxOre: oreOf(needed(one, 'TaxAmount')),
  }));
  const totals: Totals = {
    linesOre: oreOf(needed(sums, 'LineExtensionAmount')),
    allowancesOre: oreAt(sums, 'AllowanceTotalAmount'),
    chargesOre: oreAt(sums, 'ChargeTotalAmount'),
    netOre: oreOf(needed(sums, 'TaxExclusiveAmount')),
    vatOre: taxTotal ? oreOf(needed(taxTotal, 'TaxAmount')) : 0,
    grossOre: oreOf(needed(sums, 'TaxInclusiveAmount')),
    prepaidOre: oreAt(sums, 'PrepaidAmount'),
    roundingOre: oreAt(sums, 'PayableRoundingAmount'),
    payableOre: oreOf(needed(sums, 'PayableAmount')),
  };
  const changes = childrenOf(root, 'AllowanceCharge').map((one) => ({
    isCharge: needed(one, 'ChargeIndicator').text === 'true',
    ore: oreOf(needed(one, 'Amount')),
  }));
  const fault = sumFault(totals, {
    lines: lines.map((line) => oreOf(needed(line, 'LineExtensionAmount'))),
    allowances: changes.filter(({ isCharge }) => !isCharge).map(({ ore }) => ore),
    charges: changes.filter(({ isCharge }) => isCharge).map(({ ore }) => ore),
    vat: vat.map(({ taxOre }) => taxOre),
  });
  if (fault !== undefined) {
    const place = find(sums, fault.element) ?? (taxTotal && find(taxTotal, fault.element)) ?? sums;
    throw new InputFault(fault.message, place.line, fault.element);
  }
  return { totals, vat };
}

function readLine(line: XmlElement, quantityName: 'InvoicedQuantity' | 'CreditedQuantity'): InvoiceLine {
  const item = find(line, 'Item');
  const price = find(line, 'Price');
  const quantity = needed(line, quantityName);
  const base = price && find(price, 'BaseQuantity');
  return {
    id: needed(line, 'ID').text.slice(0, 60),
    fileLine: line.line,
    name: (item && textOf(item, 'Name')) ?? '',
    description: (item && textOf(item, 'Description')) ?? textOf(line, 'Note'),
    quantity: decimalOf(quantity),
    unit: quantity.attributes['unitCode'] ?? '',
    price: decimalOf(needed(price ?? line, 'PriceAmount')),
    baseQuantity: base ? decimalOf(base) : null,
    netOre: oreOf(needed(line, 'LineExtensionAmount')),
    vatPercent: item ? textOf(item, 'ClassifiedTaxCategory', 'Percent') : null,
    period: readPeriod(line),
    properties: (item ? childrenOf(item, 'AdditionalItemProperty') : []).map((one) => ({
      name: needed(one, 'Name').text,
      value: textOf(one, 'Value') ?? '',
    })),
  };
}
