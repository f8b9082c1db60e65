import { formatOre } from '../server/ground/ore.ts';

/** One line of an invoice to be written. The amount is øre without VAT. */
export interface EhfLine {
  name: string;
  quantity: string;
  unit: string;
  price: string;
  netOre: number;
  vatPercent?: number;
  properties?: Record<string, string>;
}

/** What an invoice to be written says. Dates are `YYYY-MM-DD`, both days of the period included. */
export interface EhfInvoice {
  number: string;
  credit?: boolean;
  typeCode?: string;
  issuedOn: string;
  dueOn?: string;
  period?: { from: string; to: string };
  note?: string;
  refersTo?: string;
  seller: { id: string; name: string };
  buyerName: string;
  /** Goes into the buyer reference. */
  plantNumber: string;
  kid?: string;
  account: string;
  lines: EhfLine[];
  prepaidOre?: number;
  roundingOre?: number;
  pdf?: Uint8Array;
}

/** VAT by EN 16931: of each rate's sum, rounded to the øre, halves away from zero. */
export function vatOf(lines: readonly EhfLine[]): { percent: number; taxableOre: number; taxOre: number }[] {
  const rates = Map.groupBy(lines, ({ vatPercent = 25 }) => vatPercent);
  return [...rates].map(([percent, own]) => {
    const taxableOre = own.reduce((sum, { netOre }) => sum + netOre, 0);
    return { percent, taxableOre, taxOre: Math.sign(taxableOre) * Math.round((Math.abs(taxableOre) * percent) / 100) };
  });
}

/** Writes an invoice as an EHF file (Peppol BIS Billing 3.0). */
export function ehfFile(invoice: EhfInvoice): string {
  const { credit = false, lines, seller, period, pdf, prepaidOre = 0, roundingOre = 0 } = invoice;
  const root = credit ? 'CreditNote' : 'Invoice';
  const vat = vatOf(lines);
  const netOre = lines.reduce((sum, line) => sum + line.netOre, 0);
  const vatOre = vat.reduce((sum, { taxOre }) => sum + taxOre, 0);
  const payableOre = netOre + vatOre - prepaidOre + roundingOre;
  const optional = (value: unknown, xml: string) => (value === undefined ? '' : xml);
  return `<?xml version="1.0" encoding="UTF-8"?>
<${root} xmlns="urn:oasis:names:specification:ubl:schema:xsd:${root}-2"
  xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
  xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
  <cbc:CustomizationID>urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0</cbc:CustomizationID>
  <cbc:ProfileID>urn:fdc:peppol.eu:2017:poacc:billing:01:1.0</cbc:ProfileID>
  <cbc:ID>${escape(invoice.number)}</cbc:ID>
  <cbc:IssueDate>${invoice.issuedOn}</cbc:IssueDate>
  ${credit ? '' : optional(invoice.dueOn, `<cbc:DueDate>${invoice.dueOn}</cbc:DueDate>`)}
  <cbc:${root}TypeCode>${invoice.typeCode ?? (credit ? '381' : '380')}</cbc:${root}TypeCode>
  ${optional(invoice.note, `<cbc:Note>${escape(invoice.note ?? '')}</cbc:Note>`)}
  <cbc:DocumentCurrencyCode>NOK</cbc:DocumentCurrencyCode>
  <cbc:BuyerReference>${escape(invoice.plantNumber)}</cbc:BuyerReference>
  ${optional(period, `<cac:InvoicePeriod><cbc:StartDate>${period?.from}</cbc:StartDate><cbc:EndDate>${period?.to}</cbc:EndDate></cac:InvoicePeriod>`)}
  ${optional(invoice.refersTo, `<cac:BillingReference><cac:InvoiceDocumentReference><cbc:ID>${escape(invoice.refersTo ?? '')}</cbc:ID></cac:InvoiceDocumentReference></cac:BillingReference>`)}
  ${optional(
    pdf,
    `<cac:AdditionalDocumentReference><cbc:ID>${escape(invoice.number)}</cbc:ID><cac:Attachment>
    <cbc:EmbeddedDocumentBinaryObject mimeCode="application/pdf" filename="faktura-${escape(invoice.number)}.pdf">${pdf && Buffer.from(pdf).toString('base64')}</cbc:EmbeddedDocumentBinaryObject>
  </cac:Attachment></cac:AdditionalDocumentReference>`,
  )}
  <cac:AccountingSupplierParty><cac:Party>
    <cbc:EndpointID schemeID="0192">${seller.id}</cbc:EndpointID>
    <cac:PartyLegalEntity><cbc:RegistrationName>${escape(seller.name)}</cbc:RegistrationName><cbc:CompanyID>${seller.id}</cbc:CompanyID></cac:PartyLegalEntity>
  </cac:Party></cac:AccountingSupplierParty>
  <cac:AccountingCustomerParty><cac:Party>
    <cac:PartyLegalEntity><cbc:RegistrationName>${escape(invoice.buyerName)}</cbc:RegistrationName></cac:PartyLegalEntity>
  </cac:Party></cac:AccountingCustomerParty>
  <cac:PaymentMeans>
    <cbc:PaymentMeansCode>30</cbc:PaymentMeansCode>
    ${optional(invoice.kid, `<cbc:PaymentID>${invoice.kid}</cbc:PaymentID>`)}
    <cac:PayeeFinancialAccount><cbc:ID>${invoice.account}</cbc:ID></cac:PayeeFinancialAccount>
  </cac:PaymentMeans>
  <cac:TaxTotal>
    <cbc:TaxAmount currencyID="NOK">${formatOre(vatOre)}</cbc:TaxAmount>
    ${vat
      .map(
        ({ percent, taxableOre, taxOre }) => `<cac:TaxSubtotal>
      <cbc:TaxableAmount currencyID="NOK">${formatOre(taxableOre)}</cbc:TaxableAmount>
      <cbc:TaxAmount currencyID="NOK">${formatOre(taxOre)}</cbc:TaxAmount>
      <cac:TaxCategory><cbc:ID>${percent === 0 ? 'Z' : 'S'}</cbc:ID><cbc:Percent>${percent}</cbc:Percent><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:TaxCategory>
    </cac:TaxSubtotal>`,
      )
      .join('\n    ')}
  </cac:TaxTotal>
  <cac:LegalMonetaryTotal>
    <cbc:LineExtensionAmount currencyID="NOK">${formatOre(netOre)}</cbc:LineExtensionAmount>
    <cbc:TaxExclusiveAmount currencyID="NOK">${formatOre(netOre)}</cbc:TaxExclusiveAmount>
    <cbc:TaxInclusiveAmount currencyID="NOK">${formatOre(netOre + vatOre)}</cbc:TaxInclusiveAmount>
    ${prepaidOre === 0 ? '' : `<cbc:PrepaidAmount currencyID="NOK">${formatOre(prepaidOre)}</cbc:PrepaidAmount>`}
    ${roundingOre === 0 ? '' : `<cbc:PayableRoundingAmount currencyID="NOK">${formatOre(roundingOre)}</cbc:PayableRoundingAmount>`}
    <cbc:PayableAmount currencyID="NOK">${formatOre(payableOre)}</cbc:PayableAmount>
  </cac:LegalMonetaryTotal>
  ${lines.map((line, n) => lineXml(line, n + 1, credit)).join('\n  ')}
</${root}>
`;
}

function lineXml({ name, quantity, unit, price, netOre, vatPercent = 25, properties = {} }: EhfLine, id: number, credit: boolean): string {
  const root = credit ? 'CreditNote' : 'Invoice';
  const quantityName = credit ? 'CreditedQuantity' : 'InvoicedQuantity';
  return `<cac:${root}Line>
    <cbc:ID>${id}</cbc:ID>
    <cbc:${quantityName} unitCode="${unit}">${quantity}</cbc:${quantityName}>
    <cbc:LineExtensionAmount currencyID="NOK">${formatOre(netOre)}</cbc:LineExtensionAmount>
    <cac:Item>
      <cbc:Name>${escape(name)}</cbc:Name>
      <cac:ClassifiedTaxCategory><cbc:ID>${vatPercent === 0 ? 'Z' : 'S'}</cbc:ID><cbc:Percent>${vatPercent}</cbc:Percent><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:ClassifiedTaxCategory>
      ${Object.entries(properties)
        .map(
          ([key, value]) =>
            `<cac:AdditionalItemProperty><cbc:Name>${escape(key)}</cbc:Name><cbc:Value>${escape(value)}</cbc:Value></cac:AdditionalItemProperty>`,
        )
        .join('\n      ')}
    </cac:Item>
    <cac:Price><cbc:PriceAmount currencyID="NOK">${price}</cbc:PriceAmount></cac:Price>
  </cac:${root}Line>`;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
