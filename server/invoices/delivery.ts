import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { InputFault } from '../ground/input-fault.ts';
import { BadDelivery, type Delivery } from '../http/deliveries.ts';
import { importInvoices } from './import-invoices.ts';
import { loadInvoiceProfile, shippedProfiles } from './profile.ts';

const mostBytes = 20_000_000;

/**
 * `POST /ingest/invoices?profile=ehf&name=FILE`: one EHF file. PDFs with an index come through a folder, where they lie side by
 * side.
 */
export const invoicesDelivery: Delivery = {
  kind: 'invoices',
  async take({ fileName, input, check, query }, { config, database, now }) {
    const profileName = query['profile'] ?? 'ehf';
    const path = profilePath(profileName, config.ingest.profileFolder);
    if (!path) throw new BadDelivery(`There is no profile "${profileName.slice(0, 40)}"`);
    const files = [{ name: fileName, bytes: await readWhole(input) }];
    const report = await importInvoices(database, files, { profile: loadInvoiceProfile(path), now: now(), check });
    const [refused] = report.refused;
    if (refused !== undefined) throw new InputFault(refused.message, refused.line, refused.column);
    return report;
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
