import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { InputFault } from '../ground/input-fault.ts';
import { BadDelivery, type Delivery } from '../http/deliveries.ts';
import { isArchive } from './archive.ts';
import { invoicesWithin } from './file-source.ts';
import { importInvoices } from './import-invoices.ts';
import { loadInvoiceProfile, shippedProfiles } from './profile.ts';

const mostBytes = 20_000_000;

/** `POST /ingest/invoices?profile=ehf&name=FILE`: one EHF file, or a ZIP of such files and of indexes with their PDFs. All of it is taken, or nothing. */
export const invoicesDelivery: Delivery = {
  kind: 'invoices',
  async take({ fileName, input, check, query }, { config, database, now }) {
    const profileName = query['profile'] ?? 'ehf';
    const path = profilePath(profileName, config.ingest.profileFolder);
    if (!path) throw new BadDelivery(`There is no profile "${profileName.slice(0, 40)}"`);
    const bytes = await readWhole(input);
    const profile = loadInvoiceProfile(path);
    const run = async (only: { check: boolean }) => {
      const report = await importInvoices(database, invoicesWithin(fileName, bytes), { profile, now: now(), ...only });
      const [refused] = report.refused;
      if (refused === undefined) return report;
      const within = refused.file === fileName ? '' : `${refused.file.slice(fileName.length + 1)}: `;
      throw new InputFault(`${within}${refused.message}`, refused.line, refused.column);
    };
    // Whether one file of a ZIP is refused is known before another is stored.
    if (check || isArchive(bytes)) {
      const report = await run({ check: true });
      if (check) return report;
    }
    return run({ check: false });
  },
};

async function readWhole(input: AsyncIterable<Buffer>): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of input) {
    bytes += piece.length;
    if (bytes > mostBytes) throw new InputFault(`the file is larger than ${mostBytes / 1e6} MB`);
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

/** Only names: the path of a profile is never the caller's to say. */
function profilePath(name: string, folder: string | null): string | undefined {
  if (!/^[\w-]{1,40}$/.test(name)) return undefined;
  if (folder && existsSync(join(folder, `${name}.json`))) return join(folder, `${name}.json`);
  return existsSync(new URL(`${name}.json`, shippedProfiles)) ? name : undefined;
}
