import { createReadStream, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Knex } from 'knex';
import { importCustomersFile } from '../server/customers/import-file.ts';
import { openDatabaseForWork } from '../server/database/connection.ts';
import { migrate } from '../server/database/migrate.ts';
import { importMeters } from '../server/metering/meters/import-meters.ts';
import { importReadings } from '../server/metering/import-readings.ts';
import { loadProfile } from '../server/metering/files/load-profile.ts';

const data = join(import.meta.dirname, 'data');

/** What `min-side import readings` is given, in this order; `profile` is a shipped one's name or a file of ours. */
const deliveries = [
  { file: 'aalborg-660.csv.gz', profile: join(data, 'aalborg.json') },
  { file: 'synthetic-746100-house.csv.gz', profile: 'own' },
  { file: 'synthetic-746100-annex.csv.gz', profile: 'own' },
  { file: 'synthetic-300200.csv.gz', profile: 'kamstrup' },
];

/** Brings the schema up to date and imports what is not there yet, by the code of the operator's commands. */
export async function fillDatabase(url: string): Promise<void> {
  const database = openDatabaseForWork(url);
  try {
    await migrate(database);
    await importCustomersFile(database, join(data, 'customers.csv'));
    await importMeters(database, 'meters.csv', readFileSync(join(data, 'meters.csv')));
    for (const { file, profile } of deliveries) await fillReadings(database, file, profile);
  } finally {
    await database.destroy();
  }
}

async function fillReadings(database: Knex, fileName: string, profileName: string): Promise<void> {
  // The import would find out itself that it has had the file, but only at the file's end.
  if (await database('source_file').where({ name: fileName }).first()) return;
  const input = createReadStream(join(data, fileName));
  const { stored, rejected } = await importReadings({ database, fileName, profileName, profile: loadProfile(profileName), input });
  console.log(`Imported ${stored} readings from ${fileName}${rejected > 0 ? `, ${rejected} set aside` : ''}.`);
}
