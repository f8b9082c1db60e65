import { createReadStream, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Knex } from 'knex';
import { readCustomersFile } from '../server/customers/customers-file.ts';
import { importCustomers } from '../server/customers/import-customers.ts';
import { openDatabaseForWork } from '../server/database/connection.ts';
import { migrate } from '../server/database/migrate.ts';
import { importReadings } from '../server/metering/import-readings.ts';
import { loadProfile } from '../server/metering/profile.ts';

const data = join(import.meta.dirname, 'data');

/** What `min-side import readings` is given, in this order; `profile` is a shipped one's name or a file of ours. */
const deliveries = [{ file: 'aalborg-660.csv.gz', profile: join(data, 'aalborg.json') }];

/** Brings the schema up to date and imports what is not there yet, by the code of the operator's commands. */
export async function fillDatabase(url: string): Promise<void> {
  const database = openDatabaseForWork(url);
  try {
    await migrate(database);
    await fillCustomers(database);
    for (const { file, profile } of deliveries) await fillReadings(database, file, profile);
  } finally {
    await database.destroy();
  }
}

async function fillCustomers(database: Knex): Promise<void> {
  const { lines, faults } = readCustomersFile(readFileSync(join(data, 'customers.csv'), 'utf8'));
  if (faults.length > 0) throw new Error(faults.map(({ line, message }) => `customers.csv, line ${line}: ${message}`).join('\n'));
  const { added } = await importCustomers(database, lines);
  if (added > 0) console.log(`Imported ${added} customers.`);
}

async function fillReadings(database: Knex, fileName: string, profileName: string): Promise<void> {
  // The import would find out itself that it has had the file, but only at the file's end.
  if (await database('source_file').where({ name: fileName }).first()) return;
  const input = createReadStream(join(data, fileName));
  const { stored, rejected } = await importReadings({ database, fileName, profileName, profile: loadProfile(profileName), input });
  console.log(`Imported ${stored} readings from ${fileName}${rejected > 0 ? `, ${rejected} set aside` : ''}.`);
}
