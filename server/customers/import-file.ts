import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Knex } from 'knex';
import { arrivalOf } from '../metering/store/source-file.ts';
import { readCustomersFile } from './customers-file.ts';
import { CustomerFaults, importCustomers, type CustomersSummary } from './import-customers.ts';

/**
 * `import customers FILE`: all of the file or nothing of it; with `check` nothing, and what it would be.
 * @throws CustomerFaults naming line and column of everything that is wrong.
 */
export async function importCustomersFile(
  database: Knex,
  path: string,
  options: { now: Date; check?: boolean },
): Promise<CustomersSummary> {
  const content = await readFile(path);
  const { lines, faults } = readCustomersFile(content);
  if (faults.length > 0) throw new CustomerFaults(faults);
  return importCustomers(database, arrivalOf('customers', basename(path), content), lines, options);
}
