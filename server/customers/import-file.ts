import { readFile } from 'node:fs/promises';
import type { Knex } from 'knex';
import { readCustomersFile } from './customers-file.ts';
import { CustomerFaults, importCustomers, type CustomersSummary } from './import-customers.ts';

/**
 * `import customers FILE`: all of the file or nothing of it; with `check` nothing, and what it would be.
 * @throws CustomerFaults naming line and column of everything that is wrong.
 */
export async function importCustomersFile(database: Knex, path: string, check = false): Promise<CustomersSummary> {
  const { lines, faults } = readCustomersFile(decode(await readFile(path)));
  if (faults.length > 0) throw new CustomerFaults(faults);
  return importCustomers(database, lines, check);
}

function decode(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    // "Å" in ISO-8859-1 is no UTF-8; guessing the encoding would put wrong names on letters.
    const good = new TextDecoder('utf-8').decode(bytes);
    const line = good.slice(0, good.indexOf('\ufffd')).split('\n').length;
    throw new CustomerFaults([{ line, column: null, message: 'is not UTF-8; save the file as "CSV UTF-8"' }]);
  }
}
