import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ehfFile, type EhfInvoice } from '../../../demo/ehf-file.ts';
import { invoicePdf } from '../../../demo/invoice-pdf.ts';
import { readEhf } from '../../../server/invoices/document/read-ehf.ts';
import { InputFault } from '../../../server/ground/input-fault.ts';

const pdf = invoicePdf(['Faktura 1001', 'Fjernvarme januar 2020']);
const invoice: EhfInvoice = {
  number: '1001',
  issuedOn: '2020-02-03',
  dueOn: '2020-02-24',
  period: { from: '2020-01-01', to: '2020-01-31' },
  seller: { id: '923000709', name: 'Fredrikstad Fjernvarme' },
  buyerName: 'Kari Nordmann & sønn',
  plantNumber: '660100',
  kid: '2345676',
  account: '12345678903',
  lines: [
    {
      name: 'Energi',
      quantity: '1608.9',
      unit: 'KWH',
      price: '0.8123',
      netOre: 130_691,
      properties: { 'Målepunkt-ID': '707057500000006601' },
    },
    { name: 'Fastledd', quantity: '1', unit: 'MON', price: '260', netOre: 26_000 },
  ],
  pdf,
};
const bytes = (text: string) => new TextEncoder().encode(text);
const read = (changes: Partial<EhfInvoice> = {}) => readEhf(bytes(ehfFile({ ...invoice, ...changes })));

/** What the file is refused with after an edit, as line, column and sentence. */
function refusal(
  edit: (xml: string) => string,
  from: EhfInvoice = invoice,
): { line: number | undefined; column: string | undefined; message: string } {
  const xml = ehfFile(from);
  const edited = edit(xml);
  expect(edited).not.toBe(xml);
  try {
    readEhf(bytes(edited));
  } catch (error) {
    if (error instanceof InputFault) return { line: error.line, column: error.column, message: error.message };
    throw error;
  }
  throw new Error('It was taken');
}
const lineOf = (part: string, from: EhfInvoice = invoice) => ehfFile(from).slice(0, ehfFile(from).indexOf(part)).split('\n').length;

describe('an EHF file', () => {
  it('is read with its sums, lines, payment and attachment', () => {
    const taken = read();
    expect(taken).toMatchObject({
      document: 'Invoice',
      typeCode: '380',
      number: '1001',
      issuedOn: '2020-02-03',
      dueOn: '2020-02-24',
      period: { from: '2020-01-01', to: '2020-01-31' },
      seller: { id: '923000709', name: 'Fredrikstad Fjernvarme' },
      buyer: { name: 'Kari Nordmann & sønn', reference: '660100' },
      kid: '2345676',
      account: '12345678903',
      totals: { linesOre: 156_691, netOre: 156_691, vatOre: 39_173, grossOre: 195_864, payableOre: 195_864 },
    });
    expect(taken.lines[0]).toMatchObject({ name: 'Energi', quantity: '1608.9', unit: 'KWH', netOre: 130_691, vatPercent: '25' });
    expect(taken.lines[0]!.properties).toEqual([{ name: 'Målepunkt-ID', value: '707057500000006601' }]);
    expect(Buffer.from(taken.attachments[0]!.bytes)).toEqual(Buffer.from(pdf));
    expect(taken.attachments[0]).toMatchObject({ name: 'faktura-1001.pdf', mediaType: 'application/pdf' });
  });

  it('may be a credit note that names what it credits', () => {
    expect(read({ credit: true, refersTo: '1000' })).toMatchObject({
      document: 'CreditNote',
      typeCode: '381',
      refersTo: ['1000'],
      totals: { payableOre: 195_864 },
    });
  });

  it.each(['380', '383', '384', '393'])('may be an invoice of type %s', (typeCode) => expect(read({ typeCode }).typeCode).toBe(typeCode));

  it('may be paid in part, rounded, negative or zero', () => {
    expect(read({ prepaidOre: 100_000, roundingOre: 36 }).totals).toMatchObject({
      prepaidOre: 100_000,
      roundingOre: 36,
      payableOre: 95_900,
    });
    const back = [{ name: 'Tilbake', quantity: '-10', unit: 'KWH', price: '1.00', netOre: -1000 }];
    expect(read({ lines: back }).totals.payableOre).toBe(-1250);
    expect(read({ lines: [{ ...back[0]!, quantity: '0', netOre: 0 }] }).totals.payableOre).toBe(0);
  });

  it('adds up for any lines, prepaid amount and rounding', () => {
    const line = fc.record({ netOre: fc.integer({ min: -10_000_000, max: 10_000_000 }), vatPercent: fc.constantFrom(0, 12, 15, 25) });
    fc.assert(
      fc.property(
        fc.array(line, { minLength: 1, maxLength: 12 }),
        fc.nat(1_000_000),
        fc.integer({ min: -50, max: 50 }),
        (amounts, prepaidOre, roundingOre) => {
          const lines = amounts.map((amount) => ({ name: 'x', quantity: '1', unit: 'C62', price: '1', ...amount }));
          const { totals } = read({ lines, prepaidOre, roundingOre });
          expect(totals.payableOre).toBe(totals.linesOre + totals.vatOre - prepaidOre + roundingOre);
        },
      ),
      { numRuns: 50 },
    );
  });

  it('is refused by any sum that is an øre off, with the rule and the line', () => {
    const once = { ...invoice, prepaidOre: 5000 };
    for (const [name, rule] of [
      ['LineExtensionAmount currencyID="NOK">1566.91', 'BR-CO-10'],
      ['TaxExclusiveAmount currencyID="NOK">1566.91', 'BR-CO-13'],
      ['TaxInclusiveAmount currencyID="NOK">1958.64', 'BR-CO-15'],
      ['PrepaidAmount currencyID="NOK">50.00', 'BR-CO-16'],
    ] as const) {
      const off = refusal(
        (xml) =>
          xml.replace(
            name,
            name.replace(/\d$/, (digit) => String((Number(digit) + 1) % 10)),
          ),
        once,
      );
      expect(off.message).toContain(rule);
      expect(off.line).toBe(lineOf(rule === 'BR-CO-16' ? '<cbc:PayableAmount' : name, once));
    }
    expect(refusal((xml) => xml.replace('TaxAmount currencyID="NOK">391.73', 'TaxAmount currencyID="NOK">391.74')).message).toContain(
      'BR-CO-14',
    );
    const charge =
      '<cac:AllowanceCharge><cbc:ChargeIndicator>true</cbc:ChargeIndicator><cbc:Amount currencyID="NOK">10.00</cbc:Amount></cac:AllowanceCharge>';
    expect(refusal((xml) => xml.replace('<cac:TaxTotal>', `${charge}<cac:TaxTotal>`)).message).toContain('BR-CO-12');
    expect(refusal((xml) => xml.replace('<cac:TaxTotal>', `${charge.replace('true', 'false')}<cac:TaxTotal>`)).message).toContain(
      'BR-CO-11',
    );
  });

  it('is refused when it is cut, wherever', () => {
    const xml = ehfFile(invoice);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: xml.trimEnd().length - 1 }), (length) => {
        expect(() => readEhf(bytes(xml.slice(0, length)))).toThrow(InputFault);
      }),
      { numRuns: 100 },
    );
  });

  it('is refused when it is no XML, empty, in another encoding or larger than may be', () => {
    for (const text of ['', '%PDF-1.4', '{"invoice": 1}', '<a><b></a></b>', '<a/><b/>', '<a b="1" b="2"/>', '<a>&nbsp;</a>', '\ufeff']) {
      expect(() => readEhf(bytes(text))).toThrow(InputFault);
    }
    expect(() => readEhf(Buffer.from(ehfFile(invoice), 'latin1'))).toThrow('not UTF-8');
    expect(refusal((xml) => xml.replace('encoding="UTF-8"', 'encoding="ISO-8859-1"')).message).toContain('UTF-8');
    expect(() => readEhf(new Uint8Array(16_000_001))).toThrow('larger than 16 MB');
  });

  it('is refused with any document type: no entity is expanded, nothing is fetched', () => {
    const laughs = `<!DOCTYPE lolz [<!ENTITY lol "lol">${Array.from({ length: 9 }, (_, n) => `<!ENTITY lol${n} "${`&lol${n - 1 < 0 ? '' : n - 1};`.repeat(10)}">`).join('')}]>`;
    for (const type of [
      laughs,
      '<!DOCTYPE Invoice SYSTEM "http://127.0.0.1:9/x.dtd">',
      '<!DOCTYPE Invoice [<!ENTITY e SYSTEM "file:///etc/passwd">]>',
    ]) {
      const refused = refusal((xml) => xml.replace('?>\n', `?>\n${type}\n`).replace('Kari Nordmann', '&e; &lol8;'));
      expect(refused).toMatchObject({ line: 2, message: 'a document type (DOCTYPE) is not allowed' });
    }
    expect(refusal((xml) => xml.replace('Kari Nordmann', '&e;')).line).toBe(lineOf('Kari'));
  });

  it('is refused when elements lie deeper than any invoice has them', () => {
    expect(refusal((xml) => xml.replace('<cac:PaymentMeans>', `${'<cac:Party>'.repeat(100)}<cac:PaymentMeans>`)).message).toContain('deep');
  });

  it('is refused as what it is: CII, UBL 1, UBL 2.0, another document, another namespace', () => {
    const cii = '<rsm:CrossIndustryInvoice xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"/>';
    expect(() => readEhf(bytes(cii))).toThrow('CII');
    expect(refusal((xml) => xml.replaceAll(':Invoice-2"', ':Invoice-1.0"')).message).toContain('UBL 1');
    expect(
      refusal((xml) => xml.replaceAll(':Invoice-2"', ':Order-2"').replace('<Invoice ', '<Order ').replace('</Invoice>', '</Order>'))
        .message,
    ).toContain('the UBL document');
    expect(refusal((xml) => xml.replaceAll(':Invoice-2"', ':Invoice-3"')).message).toContain('namespace');
    expect(refusal((xml) => xml.replace('xsd:Invoice-2', 'http://example.no/')).line).toBe(4);
    expect(
      refusal((xml) => xml.replace('<cbc:CustomizationID>', '<cbc:UBLVersionID>2.0</cbc:UBLVersionID><cbc:CustomizationID>')).message,
    ).toContain('UBL 2.0');
    expect(refusal((xml) => xml.replace(/<cbc:CustomizationID>.*\n/, '')).message).toContain('EN 16931');
    expect(refusal((xml) => xml.replace('>380<', '>381<')).message).toContain('not a code of Peppol for Invoice');
  });

  it('is refused in another currency, with the line', () => {
    expect(refusal((xml) => xml.replace('>NOK<', '>EUR<'))).toMatchObject({
      line: lineOf('DocumentCurrencyCode'),
      message: 'the currency must be NOK, not "EUR"',
    });
    expect(refusal((xml) => xml.replace('PayableAmount currencyID="NOK"', 'PayableAmount currencyID="SEK"')).line).toBe(
      lineOf('PayableAmount'),
    );
  });

  it('is refused with a KID or account that was mistyped, a date that is none, or an amount with three decimals', () => {
    expect(refusal((xml) => xml.replace('2345676', '2345675'))).toMatchObject({ line: lineOf('PaymentID'), column: 'PaymentID' });
    expect(refusal((xml) => xml.replace('12345678903', '12345678904'))).toMatchObject({ line: lineOf('PayeeFinancialAccount') });
    expect(refusal((xml) => xml.replace('2020-02-24', '2020-02-30'))).toMatchObject({ line: lineOf('DueDate'), column: 'DueDate' });
    expect(refusal((xml) => xml.replace('EndDate>2020-01-31', 'EndDate>2019-12-31')).message).toContain('ends before it begins');
    expect(
      refusal((xml) => xml.replace('PayableAmount currencyID="NOK">1958.64', 'PayableAmount currencyID="NOK">1958.641')).message,
    ).toContain('two decimals');
  });

  it('is refused without what every invoice has', () => {
    for (const name of ['cbc:ID', 'cbc:IssueDate', 'cbc:InvoiceTypeCode', 'cbc:DocumentCurrencyCode']) {
      expect(refusal((xml) => xml.replace(new RegExp(`<${name}>.*?</${name}>`), '')).message).toContain('missing');
    }
    expect(refusal((xml) => xml.replaceAll(/<cac:InvoiceLine>[^]*<\/cac:InvoiceLine>/g, '')).message).toContain('InvoiceLine');
    expect(refusal((xml) => xml.replace(/<cac:LegalMonetaryTotal>[^]*<\/cac:LegalMonetaryTotal>/, '')).column).toBe('LegalMonetaryTotal');
    expect(refusal((xml) => xml.replace('<cbc:ID>1001</cbc:ID>', '<cbc:ID>1001</cbc:ID><cbc:ID>1002</cbc:ID>')).message).toContain('twice');
  });
});

describe('an attachment', () => {
  const withPdf = (content: Uint8Array) => ({ ...invoice, pdf: content });
  const refused = (content: string) => () => readEhf(bytes(ehfFile(withPdf(Buffer.from(content, 'latin1')))));

  it('is refused when it says to be a PDF and is HTML, empty or cut', () => {
    expect(refused('<html><script>alert(1)</script></html>')).toThrow('it says to be application/pdf and is something else');
    expect(refused('<!-- %PDF-1.4 --><html>%%EOF')).toThrow('something else');
    expect(refused('')).toThrow('empty');
    expect(refused(Buffer.from(pdf).toString('latin1').slice(0, -20))).toThrow('cut');
  });

  it('is refused when it is of a kind that could run, or base64 is broken', () => {
    expect(refusal((xml) => xml.replace('mimeCode="application/pdf"', 'mimeCode="text/html"')).message).toContain(
      '"text/html" are not taken',
    );
    expect(refusal((xml) => xml.replace('JVBERi', 'JVB*Ri')).message).toContain('base64');
    expect(refusal((xml) => xml.replace('JVBERi', 'JVB')).message).toContain('base64');
  });

  it('is taken with a remark when it is encrypted, since many only forbid changes so', () => {
    const encrypted = Buffer.from(Buffer.from(pdf).toString('latin1').replace('/Root', '/Encrypt 9 0 R /Root'), 'latin1');
    const taken = read({ pdf: encrypted });
    expect(taken.remarks).toEqual([expect.stringContaining('is encrypted')]);
    expect(taken.attachments).toHaveLength(1);
  });

  it('is not fetched from elsewhere', () => {
    const elsewhere =
      '<cac:AdditionalDocumentReference><cbc:ID>1</cbc:ID><cac:Attachment><cac:ExternalReference><cbc:URI>http://127.0.0.1:9/</cbc:URI></cac:ExternalReference></cac:Attachment></cac:AdditionalDocumentReference>';
    const taken = readEhf(bytes(ehfFile(invoice).replace('<cac:AccountingSupplierParty>', `${elsewhere}<cac:AccountingSupplierParty>`)));
    expect(taken.attachments).toHaveLength(1);
    expect(taken.remarks).toEqual([expect.stringContaining('not fetched')]);
  });

  it('may not come in hundreds, nor with more than 10 MB in all', () => {
    const one = /<cac:AdditionalDocumentReference>[^]*<\/cac:AdditionalDocumentReference>/.exec(ehfFile(invoice))![0];
    const many = refusal((xml) => xml.replace(one, one.repeat(200)));
    expect(many.message).toContain('more than 20 attachments');
    const large = Buffer.concat([Buffer.from('%PDF-1.4\n'), Buffer.alloc(10_000_000), Buffer.from('%%EOF')]);
    expect(() => readEhf(bytes(ehfFile(withPdf(large))))).toThrow('larger than 10 MB');
  });

  it('gets a name without folders and with the ending of what it is', () => {
    expect(refusedName('../../etc/passwd')).toBe('passwd.pdf');
    expect(refusedName('C:\\faktura.html')).toBe('faktura.pdf');
    expect(refusedName('a"\nb.exe')).toMatch(/^a__?b\.pdf$/);
    expect(refusedName('.htaccess')).toBe('vedlegg.pdf');
    expect(refusedName('')).toBe('vedlegg.pdf');
  });

  function refusedName(name: string): string {
    const escaped = name.replaceAll('"', '&quot;').replaceAll('\n', '&#10;');
    return readEhf(bytes(ehfFile(invoice).replace('filename="faktura-1001.pdf"', `filename="${escaped}"`))).attachments[0]!.name;
  }
});
