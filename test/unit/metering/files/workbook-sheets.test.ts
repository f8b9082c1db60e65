import { strToU8, zipSync, type Zippable } from 'fflate';
import { describe, expect, it } from 'vitest';
import type { Cell } from '../../../../server/ground/cell.ts';
import type { InputFault } from '../../../../server/ground/input-fault.ts';
import { loadProfile } from '../../../../server/metering/files/load-profile.ts';
import { openWorkbook } from '../../../../server/metering/files/workbook-sheets.ts';
import { brief, fault, profileOf } from './reading.ts';
import { writeWorkbook, type CellValue } from './workbook-file.ts';

const open = (content: Buffer) =>
  openWorkbook(
    (async function* () {
      yield content;
    })(),
  );

/** The rows of a workbook's first sheet, each with its number. */
async function rowsOf(content: Buffer): Promise<[line: number, ...cells: Cell[]][]> {
  const found: [number, ...Cell[]][] = [];
  const workbook = await open(content);
  await workbook.read(workbook.sheets[0]!, (cells, line) => void found.push([line, ...cells]));
  return found;
}

const refusal = (content: Buffer) =>
  rowsOf(content).then(
    () => 'read',
    (error: InputFault) => error.describe('file').replace(/^file, /, ''),
  );

const parts = {
  workbook: `<workbook xmlns:r="r"><sheets><sheet name="Ark1" sheetId="1" r:id="rId1"/></sheets></workbook>`,
  relations: `<Relationships><Relationship Id="rId1" Type="t/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
  sheet: '<worksheet><sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData></worksheet>',
};

/** A workbook of these parts; one that is undefined is not in it. */
function workbookOf(changes: Partial<Record<keyof typeof parts | 'texts', string | Uint8Array | undefined>>, more: Zippable = {}): Buffer {
  const { workbook, relations, sheet, texts } = { texts: undefined, ...parts, ...changes };
  const named = {
    'xl/workbook.xml': workbook,
    'xl/_rels/workbook.xml.rels': relations,
    'xl/worksheets/sheet1.xml': sheet,
    'xl/sharedStrings.xml': texts,
  };
  const files: Zippable = {};
  for (const [name, part] of Object.entries(named)) if (part !== undefined) files[name] = typeof part === 'string' ? strToU8(part) : part;
  return Buffer.from(zipSync({ ...files, ...more }));
}
const sheetOf = (rows: string) => `<worksheet><sheetData>${rows}</sheetData></worksheet>`;
const oneRow = (cells: string) => workbookOf({ sheet: sheetOf(`<row r="1">${cells}</row>`) });

describe('the cells of a sheet', () => {
  it('stand where their references say, with empty ones between', async () => {
    const value = (reference: string) => `<c r="${reference}"><v>7</v></c>`;
    expect(await rowsOf(oneRow(value('A1') + value('D1')))).toEqual([[1, 7, '', '', 7]]);
    expect(await rowsOf(oneRow(value('b1')))).toEqual([[1, '', 7]]);
    expect(
      (await rowsOf(oneRow(value('Z1') + value('AA1') + value('BC1'))))[0]!.flatMap((cell, at) => (cell === 7 ? [at - 1] : [])),
    ).toEqual([25, 26, 54]);
    expect((await rowsOf(oneRow(value('AAA1'))))[0]).toHaveLength(704);
    expect(await rowsOf(oneRow('<c r="A1"><v>1</v></c><c r="B1"/><c r="C1" t="s"/>'))).toEqual([[1, 1]]);
  });

  it('follow each other where they and their rows have no references', async () => {
    const row = '<row><c><v>1</v></c><c/><c><v>3</v></c></row>';
    expect(await rowsOf(workbookOf({ sheet: sheetOf(`${row}<row r="5">${row.slice(5)}${row}`) }))).toEqual([
      [1, 1, '', 3],
      [5, 1, '', 3],
      [6, 1, '', 3],
    ]);
  });

  it.each<[what: string, cell: string, value: Cell | undefined]>([
    ['a number', '<c r="A1"><v>12.5</v></c>', 12.5],
    ['a number by its type', '<c r="A1" t="n"><v>1E3</v></c>', 1000],
    ['0', '<c r="A1"><v>0</v></c>', 0],
    ['a number that is none', '<c r="A1"><v>1,5</v></c>', '1,5'],
    ['a number beyond all', '<c r="A1"><v>1E999</v></c>', '1E999'],
    ['text of a formula', '<c r="A1" t="str"><f>A2</f><v>5</v></c>', '5'],
    ['an error', '<c r="A1" t="e"><v>#N/A</v></c>', '#N/A'],
    ['text in the cell', '<c r="A1" t="inlineStr"><is><t>kWh</t></is></c>', 'kWh'],
    ['text in the cell, of several parts', '<c r="A1" t="inlineStr"><is><r><rPr/><t>k</t></r><r><t>Wh</t></r></is></c>', 'kWh'],
    ['a formula without a value', '<c r="A1"><f>A2*2</f></c>', '=A2*2'],
    ['a formula with an empty value', '<c r="A1"><f>A2*2</f><v></v></c>', '=A2*2'],
    ['a formula with a value', '<c r="A1"><f>A2*2</f><v>4</v></c>', 4],
    ['letters written otherwise', '<c r="A1" t="str"><v>a &lt; <![CDATA[<b>]]></v></c>', 'a < <b>'],
    ['a date', '<c r="A1" t="d"><v>2024-01-01</v></c>', 45_292],
    ['a time', '<c r="A1" t="d"><v>2024-01-01T06:00:00</v></c>', 45_292.25],
    ['a time with parts of a second', '<c r="A1" t="d"><v>2024-01-01T06:00:00.000</v></c>', 45_292.25],
    ['a time of UTC', '<c r="A1" t="d"><v>2024-01-01T06:00:00Z</v></c>', 45_292.25],
    ['a time with an offset', '<c r="A1" t="d"><v>2024-01-01T06:00:00+01:30</v></c>', 45_292.1875],
    ['a time with another offset', '<c r="A1" t="d"><v>2024-01-01T06:00:00-06:00</v></c>', 45_292.5],
    ['a date that is none', '<c r="A1" t="d"><v>i går</v></c>', 'i går'],
  ])('may be %s', async (_, cell, value) => {
    expect(await rowsOf(oneRow(cell))).toEqual([[1, value]]);
  });

  it('may be laid out over lines, in the workbook’s every part', async () => {
    const pretty = (xml: string) => xml.replaceAll('><', '>\n  <');
    const content = workbookOf({
      workbook: pretty(parts.workbook),
      relations: pretty(parts.relations),
      sheet: pretty(
        sheetOf(
          '<row r="1"><c r="A1" t="s"><v>1</v></c><c r="B1"><is></is></c><c r="C1" t="inlineStr"><is><t>a</t></is></c><c r="D1"><f>A2</f><v>2</v></c></row>',
        ),
      ),
      texts: pretty('<sst><si><t>nr</t></si><si><r><rPr></rPr><t>kW</t></r><r><t>h</t></r></si></sst>'),
    });
    expect(await rowsOf(content)).toEqual([[1, 'kWh', '', 'a', 2]]);
  });

  it('may have names with a prefix, in the workbook’s every part', async () => {
    const prefixed = (xml: string) => xml.replaceAll(/<(\/?)(\w+)/g, '<$1x:$2').replace(/<x:(\w+)/, '<x:$1 xmlns:x="x"');
    const content = workbookOf({
      workbook: prefixed(parts.workbook).replace('xmlns:r="r"', 'xmlns:other="r"').replace('r:id', 'other:id'),
      relations: prefixed(parts.relations),
      sheet: prefixed(sheetOf('<row r="1"><c r="A1" t="s"><v>0</v></c></row>')),
      texts: prefixed('<sst><si><t>kWh</t></si></sst>'),
    });
    expect(await rowsOf(content)).toEqual([[1, 'kWh']]);
  });

  it('have their texts from the table of texts, without how they are spoken', async () => {
    const texts =
      '<sst><si><t>kWh</t><rPh sb="0" eb="1"><t>キロ</t></rPh><phoneticPr/></si><si><t></t></si><si><t/></si><si><t xml:space="preserve"> MWh </t></si></sst>';
    const cell = (text: number) => `<c t="s"><v>${text}</v></c>`;
    const sheet = sheetOf(`<row r="1">${[3, 1, 2, 0, 4, 3].map(cell).join('')}</row>`);
    expect(await rowsOf(workbookOf({ sheet, texts }))).toEqual([[1, ' MWh ', '', '', 'kWh', '', ' MWh ']]);
    expect(await rowsOf(workbookOf({ sheet: sheetOf(`<row r="1">${cell(0)}<c><v>1</v></c></row>`) }))).toEqual([[1, '', 1]]);
  });

  it('are whole wherever the packed file is cut into pieces', async () => {
    for (const first of ['', 'a']) {
      const long = first + 'ø'.repeat(150_000);
      expect(await rowsOf(oneRow(`<c r="A1" t="str"><v>${long}</v></c>`))).toEqual([[1, long]]);
    }
  });

  it('may be many', async () => {
    const rows = Array.from(
      { length: 8000 },
      (_, n) => `<row r="${n + 1}"><c r="A${n + 1}"><v>${n}</v></c><c r="B${n + 1}"><v>1</v></c></row>`,
    );
    const content = workbookOf({ sheet: sheetOf(rows.join('')) });
    const found = await rowsOf(content);
    expect([found.length, found.at(-1)]).toEqual([8000, [8000, 7999, 1]]);
  });

  it('stand in 2000 columns at most, and each in one', async () => {
    expect((await rowsOf(oneRow('<c r="BXX1"><v>1</v></c>')))[0]).toHaveLength(2001);
    expect(await refusal(oneRow('<c r="BXY1"><v>1</v></c>'))).toBe('line 1: the sheet has more than 2000 columns.');
    expect(await refusal(oneRow('<c r="71"><v>1</v></c>'))).toBe('line 1: the workbook is damaged: "71" is no cell.');
    expect(await refusal(oneRow('<c r="$A$1"><v>1</v></c>'))).toBe('line 1: the workbook is damaged: "$A$1" is no cell.');
  });
});

describe('the sheets of a workbook', () => {
  const names = async (content: Buffer) => (await open(content)).sheets.map(({ name, path, isHidden }) => [name, path, isHidden]);
  const sheets = (list: string) =>
    `<workbook xmlns:r="r"><sheets>${list}</sheets><definedNames><definedName name="x"/></definedNames></workbook>`;

  it('are those that have a table, in their order, and hidden or not', async () => {
    const workbook = sheets(
      '<sheet name="Graf" r:id="rId2"/><sheet name="B" r:id="rId3" state="hidden"/><sheet name="A" r:id="rId1" state="visible"/><sheet name="C" r:id="rId4" state="veryHidden"/><sheet r:id="rId4"/><sheet name="Borte" r:id="rId5"/><sheet name="Uten"/><sheet name="Ukjent" r:id="rId9"/>',
    );
    const relations = `<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Target="chartsheets/sheet1.xml"/><Relationship Id="rId3" Target="/xl/worksheets/sheet2.xml"/><Relationship Id="rId4" Target="./worksheets/sheet3.xml"/><Relationship Id="rId5" Target="worksheets/sheet9.xml"/></Relationships>`;
    const part = strToU8(parts.sheet);
    const more = { 'xl/worksheets/sheet2.xml': part, 'xl/worksheets/sheet3.xml': part, 'xl/chartsheets/sheet1.xml': part };
    expect(await names(workbookOf({ workbook, relations }, more))).toEqual([
      ['B', 'xl/worksheets/sheet2.xml', true],
      ['A', 'xl/worksheets/sheet1.xml', false],
      ['C', 'xl/worksheets/sheet3.xml', true],
      ['', 'xl/worksheets/sheet3.xml', false],
    ]);
  });

  it('are only what is called a sheet', async () => {
    const workbook = parts.workbook.replace('</workbook>', '<externalReference name="x" r:id="rId1"/></workbook>');
    expect(await names(workbookOf({ workbook }))).toHaveLength(1);
  });

  it('have their texts where the workbook says', async () => {
    const relations = parts.relations.replace(
      '</R',
      '<Relationship Id="rId2" Type="t/sharedStrings" Target="/xl/other/texts.xml"/><Relationship Id="rId3" Target="x.xml"/></R',
    );
    const sheet = sheetOf('<row r="1"><c r="A1" t="s"><v>0</v></c></row>');
    const other = { 'xl/other/texts.xml': strToU8('<sst><si><t>kWh</t></si></sst>') };
    expect(await rowsOf(workbookOf({ relations, sheet }, other))).toEqual([[1, 'kWh']]);
  });

  it('count their dates from 1900 or, where the workbook says so, 1904', async () => {
    const since1904 = async (attribute: string) =>
      (await open(workbookOf({ workbook: parts.workbook.replace('<sheets>', `<workbookPr${attribute}/><sheets>`) }))).since1904;
    expect((await open(workbookOf({}))).since1904).toBe(false);
    expect([await since1904(''), await since1904(' date1904="0"'), await since1904(' date1904="false"')]).toEqual([false, false, false]);
    expect([await since1904(' date1904="1"'), await since1904(' date1904="true"')]).toEqual([true, true]);
  });

  it('are none where the workbook names none, or lacks where they are', async () => {
    for (const content of [workbookOf({ workbook: sheets('') }), workbookOf({ relations: undefined }), workbookOf({ sheet: undefined })]) {
      expect(await names(content)).toEqual([]);
      expect(await fault(content, profileOf())).toBe('line 1: the workbook has no sheet with a table.');
    }
  });

  it('are read until who asks has enough', async () => {
    const sheet = sheetOf('<row r="1"/><row r="2"/><row r="3"/><row r="4"><broken');
    const workbook = await open(workbookOf({ sheet }));
    const lines: number[] = [];
    await workbook.read(workbook.sheets[0]!, (_, line) => {
      lines.push(line);
      return line < 2;
    });
    expect(lines).toEqual([1, 2]);
  });

  it('are read no faster than who takes them says', async () => {
    const workbook = await open(workbookOf({}));
    let waited = 0;
    await workbook.read(
      workbook.sheets[0]!,
      () => undefined,
      () => Promise.resolve(waited++),
    );
    expect(waited).toBeGreaterThan(0);
  });

  it('do not tell a fault of ours as theirs', async () => {
    const workbook = await open(workbookOf({}));
    const ours = new TypeError('ours');
    await expect(workbook.read(workbook.sheets[0]!, () => { throw ours; })).rejects.toBe(ours); // prettier-ignore
    await expect(workbook.read(workbook.sheets[0]!, () => undefined, () => Promise.reject(ours))).rejects.toBe(ours); // prettier-ignore
  });
});

describe('a packed file', () => {
  const end = (content: Buffer) => content.lastIndexOf(Buffer.from('PK\u0005\u0006'));
  const entryOf = (content: Buffer, name: string) => content.lastIndexOf(Buffer.from(name)) - 46;
  const sizeAt = 24;
  const sheetName = 'xl/worksheets/sheet1.xml';

  it('that is no workbook says what it is', async () => {
    const packed = (name: string) => Buffer.from(zipSync({ [name]: strToU8('hello') }));
    expect(await refusal(packed('readings.csv'))).toBe(
      'line 1: this is a packed file, but no workbook; save it as .xlsx or CSV UTF-8, or unpack it first.',
    );
    expect(await refusal(packed('xl/workbook.bin'))).toBe(
      'line 1: this is a binary workbook (.xlsb); save it as .xlsx or CSV UTF-8, or unpack it first.',
    );
  });

  it('of more than 20 MB is not taken', async () => {
    const bytes = (size: number) => {
      const content = Buffer.alloc(size);
      workbookOf({}).copy(content);
      return content;
    };
    expect(await refusal(bytes(20_000_000))).toMatch(/^line 1: the workbook is damaged/);
    expect(await refusal(bytes(20_000_001))).toBe('line 1: a workbook of more than 20 MB is not taken; save the sheet as CSV UTF-8.');
    const inTwo = (async function* () {
      yield Buffer.alloc(12_000_000);
      yield Buffer.alloc(12_000_000);
    })();
    await expect(openWorkbook(inTwo)).rejects.toThrow('a workbook of more than 20 MB is not taken');
  });

  it('that would unpack to more than 800 MB, or has more than 10 000 parts, is not taken', async () => {
    const content = workbookOf({});
    const others = Object.values(parts).join('').length - parts.sheet.length;
    content.writeUInt32LE(800_000_000 - others, entryOf(content, sheetName) + sizeAt);
    expect(await refusal(content)).toMatch(/^line 1: the workbook is damaged/);
    content.writeUInt32LE(800_000_001 - others, entryOf(content, sheetName) + sizeAt);
    expect(await refusal(content)).toBe('line 1: the workbook would unpack to more than 800 MB; save the sheet as CSV UTF-8.');
    const many = workbookOf({});
    for (const [count, words] of [
      [10_000, 'the workbook is damaged'],
      [10_001, 'the workbook has more than 10000 parts; save the sheet as CSV UTF-8'],
    ] as const) {
      many.writeUInt16LE(count, end(many) + 10);
      expect(await refusal(many)).toContain(`line 1: ${words}`);
    }
  });

  it('whose texts are more than 24 MB is not taken', async () => {
    const content = workbookOf({ texts: '<sst/>' });
    const size = entryOf(content, 'xl/sharedStrings.xml') + sizeAt;
    content.writeUInt32LE(24_000_000, size);
    expect(await refusal(content)).toMatch(/^line 1: the workbook is damaged/);
    content.writeUInt32LE(24_000_001, size);
    expect(await refusal(content)).toBe("line 1: the workbook's texts are more than 24 MB; save the sheet as CSV UTF-8.");
  });

  const rows = '<row r="1"><c r="A1"><v>1</v></c></row>\n'.repeat(11);
  it.each<[what: string, content: () => Buffer, words: RegExp]>([
    [
      'XML that is none',
      () => workbookOf({ sheet: sheetOf('<row r="3"><c></d></row>') }),
      /^line 3: the workbook is damaged: unexpected close tag\.$/,
    ],
    [
      'XML that is none, far down',
      () => workbookOf({ sheet: sheetOf(`${rows}<row r="12"><c r="A12"></d></row>`) }),
      /^line 12: the workbook is damaged: unexpected close tag\.$/,
    ],
    [
      'XML that ends too early',
      () => workbookOf({ sheet: '<worksheet><sheetData><row r="4"><c>' }),
      /^line 4: the workbook is damaged: unclosed tag: c\.$/,
    ],
    ['a part of another kind', () => workbookOf({ workbook: 'hello' }), /^line 1: the workbook is damaged: /],
    ['texts that are no XML', () => workbookOf({ texts: '<sst><si></sst>' }), /^line 1: the workbook is damaged: unexpected close tag\.$/],
    [
      'letters that are none',
      () =>
        workbookOf({
          sheet: Buffer.concat([
            Buffer.from('<worksheet><sheetData><row r="2"><c t="str"><v>'),
            Buffer.from([0xff]),
            Buffer.from('</v></c></row></sheetData></worksheet>'),
          ]),
        }),
      /^line 1: the workbook is damaged: The encoded data was not valid/,
    ],
    [
      'half a letter at its end',
      () => workbookOf({ sheet: Buffer.concat([Buffer.from(parts.sheet), Buffer.from([0xc3])]) }),
      /^line 1: the workbook is damaged: The encoded data was not valid/,
    ],
    [
      'a document type',
      () => workbookOf({ sheet: `<!DOCTYPE a>${parts.sheet}` }),
      /^line 1: the workbook has a document type, which none has\.$/,
    ],
    [
      'a cell without end',
      () => workbookOf({ sheet: `<worksheet><sheetData><row r="5"><c t="str"><v>${'x'.repeat(1_100_000)}` }),
      /^line 5: a cell of the workbook has no end\.$/,
    ],
  ])('with %s is refused', async (_, content, words) => {
    expect(await refusal(content())).toMatch(words);
  });

  it('whose bytes were changed is refused', async () => {
    const content = workbookOf({
      sheet: sheetOf(Array.from({ length: 500 }, (_, n) => `<row r="${n + 1}"><c><v>${n * 7919}</v></c></row>`).join('')),
    });
    const data = content.indexOf(Buffer.from(sheetName)) + sheetName.length;
    const damaged = Buffer.from(content);
    damaged.fill(0xff, data + 200, data + 260);
    expect(await refusal(damaged)).toMatch(/^line \d+: the workbook is damaged: (invalid|too|incorrect)/);
    const header = Buffer.from(content);
    header.writeUInt32LE(0, content.indexOf(Buffer.from(sheetName)) - 30);
    expect(await refusal(header)).toMatch(/^line 1: the workbook is damaged: [Ii]nvalid local file header/);
    const checksum = Buffer.from(content);
    checksum.writeUInt32LE(1, entryOf(content, sheetName) + 16);
    expect(await refusal(checksum)).toBe('line 500: the workbook is damaged: the checksum of xl/worksheets/sheet1.xml is wrong.');
  });
});

describe('a workbook', () => {
  const head: CellValue[] = ['id', 't', 'kwh', 'merknad'];
  const row = (hour: number, kwh: CellValue): CellValue[] => ['17', `01.01.2024 0${hour}:00`, kwh];

  it('may have rows that end before the header does', async () => {
    expect(await brief(writeWorkbook({ A: [head, row(0, 5), [...row(1, 6), 'x']] }), profileOf())).toEqual([
      '2023-12-31T23:00Z 5',
      '2024-01-01T00:00Z 6',
    ]);
  });

  it('has its sheets known by their headers alone', async () => {
    expect(await fault(writeWorkbook({ A: [head, row(0, 'feil')], B: [head, row(0, 5)] }), profileOf())).toBe(
      'line 1: the sheets "A", "B" have these columns: say which in the profile, as "sheet".',
    );
  });

  it('is none of GS2', async () => {
    expect(await fault(workbookOf({}), loadProfile('gs2'))).toBe('line 1: this is a workbook and not GS2.');
  });

  it('tells of several sheets without the columns what the first lacks', async () => {
    expect(await fault(writeWorkbook({ A: [['id', 'tid']], B: [['nr']] }), profileOf())).toBe(
      'line 1, column "t": this column is missing; the file has id, tid.',
    );
  });
});
