import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { readCustomersFile } from '../../../../server/customers/customers-file.ts';
import { loadProfile } from '../../../../server/metering/files/load-profile.ts';
import { readProfile, settingNames, type Profile } from '../../../../server/metering/files/profile.ts';
import { readMeterFile } from '../../../../server/metering/meters/meter-file.ts';
import { reasonTexts } from '../../../../server/metering/screen/set-aside.ts';
import { readRows } from './reading.ts';

const root = join(import.meta.dirname, '../../../..');
const page = readFileSync(join(root, 'docs/importing.md'), 'utf8');

interface Block {
  kind: string;
  name: string;
  content: string;
}
const blocks: Block[] = [...page.matchAll(/^```(\w+) ?(\w*)\n([^]*?)^```$/gm)].map(([, kind, name, content]) => ({
  kind: kind!,
  name: name!,
  content: content!,
}));

/** The samples of readings, each with the profile above it or named beside it, and what is said to be read. */
const samples = blocks.flatMap(({ kind, name, content }, index) => {
  if (kind !== 'csv') return [];
  const profile: Profile = name ? loadProfile(name) : readProfile(JSON.parse(blocks[index - 1]!.content), 'the page');
  return [{ content, profile, reads: blocks[index + 1]?.kind === 'reads' ? blocks[index + 1]!.content : undefined }];
});

/** What takes files in: its sentences are the operator's. */
const sources = [
  'server/ground',
  'server/metering',
  'server/metering/files',
  'server/metering/meters',
  'server/metering/pack',
  'server/metering/stage',
  'server/metering/store',
  'server/metering/ways-in',
  'server/customers',
]
  .flatMap((folder) => readdirSync(join(root, folder)).map((name) => join(root, folder, name)))
  .filter((path) => path.endsWith('.ts') && !path.endsWith('-settings.ts'))
  .map((path) => readFileSync(path, 'utf8'));

describe('the page on importing', () => {
  it('has samples', () => {
    expect(samples.length).toBeGreaterThanOrEqual(7);
  });

  it.each(samples)('shows $content, which reads as it says', async ({ content, profile, reads }) => {
    const { rows } = await readRows(content, profile);
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.filter(({ missing }) => missing)).toEqual([]);
    if (reads === undefined) return;
    const told = rows.map(({ line, point, serial, seconds, intervalSeconds, values }) => {
      const time = DateTime.fromSeconds(seconds, { zone: 'Europe/Oslo' }).toFormat("yyyy-MM-dd'T'HH:mm:ssZZ");
      return `line ${line}: ${point || serial} ${time} ${intervalSeconds ? `${intervalSeconds / 3600} h ` : ''}${values[0]} kWh\n`;
    });
    expect(told.join('')).toBe(reads);
  });

  it('shows files of customers and meters that are taken', () => {
    for (const { content } of blocks.filter(({ kind }) => kind === 'customers')) expect(readCustomersFile(content).faults).toEqual([]);
    const meters = blocks.filter(({ kind }) => kind === 'meters').map(({ content }) => readMeterFile(Buffer.from(content)));
    expect(meters.map((lines) => lines.length)).toEqual([2, 2]);
  });

  it('names every reason for which readings are set aside, and every setting of a profile', () => {
    for (const reason of Object.keys(reasonTexts)) expect(page).toContain(`\`${reason}\``);
    for (const name of settingNames) expect(page).toContain(`\`${name}\``);
  });

  const table = page.slice(page.indexOf('| it says |'), page.indexOf('A last line without a line end'));
  const quoted = [...table.matchAll(/^\| `(.+?)` \|/gm)].map(([, words]) => words!.split('…').map((part) => part.trim()));

  it('quotes refusals as they are said', () => {
    expect(quoted.length).toBeGreaterThan(20);
    const parts = quoted.flat().filter((part) => part.length > 3);
    expect(parts.filter((part) => !sources.join('\n').includes(part))).toEqual([]);
  });

  it('has every refusal that a file may meet, with its remedy', () => {
    const literal = String.raw`(\`(?:[^\`\\]|\\.)*\`|'(?:[^'\\]|\\.)*')`;
    const said = new RegExp(
      String.raw`(?:new (?:InputFault|ColumnsMissing)\(|fault\((?:'\w+'|column), |[, ]message: |Workbook = )\s*${literal}`,
      'g',
    );
    const refusals = sources.flatMap((source) =>
      [...source.replace(/\/\*[^]*?\*\//g, '').matchAll(said)].map(([, words]) => words!.slice(1, -1)),
    );
    expect(refusals.length).toBeGreaterThan(60);
    const isTold = (refusal: string) => quoted.some((parts) => parts.every((part) => refusal.includes(part)));
    expect(refusals.filter((refusal) => !isTold(refusal))).toEqual([]);
  });

  it('leads every link of its own to a heading', () => {
    const headings = [...page.matchAll(/^#+ (.+)$/gm)].map(([, words]) =>
      words!
        .toLowerCase()
        .replaceAll(/[^\w\s-]/g, '')
        .replaceAll(' ', '-'),
    );
    for (const [, link] of page.matchAll(/\]\(#([^)]+)\)/g)) expect(headings).toContain(link);
  });
});
