import { createReadStream, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Knex } from 'knex';
import { importCustomersFile } from '../server/customers/import-file.ts';
import { openDatabaseForWork } from '../server/database/connection.ts';
import { migrate } from '../server/database/migrate.ts';
import { importMeters } from '../server/metering/meters/import-meters.ts';
import { importReadings } from '../server/metering/import-readings.ts';
import { weatherText } from '../server/weather/weather-commands.ts';
import { readWeatherFile } from '../server/weather/weather-file.ts';
import { loadWeatherProfile } from '../server/weather/weather-profile.ts';
import { storeTemperatures } from '../server/weather/weather-store.ts';
import { loadProfile } from '../server/metering/files/load-profile.ts';

import { importInvoices } from '../server/invoices/import-invoices.ts';
import { loadInvoiceProfile } from '../server/invoices/profile.ts';
import { importPriceIndex, importPriceLists } from '../server/prices/import-prices.ts';
import { readPriceIndex } from '../server/prices/price-index-file.ts';
import { readPriceList } from '../server/prices/read-price-list.ts';
import { exampleInvoices } from './example-invoices.ts';

const data = join(import.meta.dirname, 'data');

/** What `min-side import readings` is given, in this order; `profile` is a shipped one's name or a file of ours. */
const deliveries = [
  { file: 'aalborg-660.csv.gz', profile: join(data, 'aalborg.json') },
  { file: 'synthetic-746100-house.csv.gz', profile: 'own' },
  { file: 'synthetic-746100-annex.csv.gz', profile: 'own' },
  { file: 'synthetic-300200.csv.gz', profile: 'kamstrup' },
];

/** Examples: no utility's own. */
const priceLists = ['price-list-spot-2018.json', 'price-list-spot-2020.json', 'price-list-fixed.json'];

/** Brings the schema up to date and imports what is not there yet, by the code of the operator's commands. */
export async function fillDatabase(url: string): Promise<void> {
  const database = openDatabaseForWork(url);
  try {
    await migrate(database);
    await importCustomersFile(database, join(data, 'customers.csv'), { now: new Date() });
    await importMeters(database, 'meters.csv', readFileSync(join(data, 'meters.csv')), { now: new Date() });
    for (const { file, profile } of deliveries) await fillReadings(database, file, profile);
    await fillPrices(database);
    await fillInvoices(database);
    await fillWeather(database);
  } finally {
    await database.destroy();
  }
}

async function fillPrices(database: Knex): Promise<void> {
  const lists = priceLists.map((file) => readPriceList(readFileSync(join(data, file), 'utf8')));
  await importPriceLists(database, lists, new Date());
  await importPriceIndex(database, 'NO1', readPriceIndex(readFileSync(join(data, 'no1-monthly-spot.csv'))), 25);
}

/** Made from the meters that were imported just now, and taken in as the utility's own files would be. */
async function fillInvoices(database: Knex): Promise<void> {
  if (await database('invoice').first('invoice_id')) return;
  const { added } = await importInvoices(database, exampleInvoices(database), { profile: loadInvoiceProfile('ehf'), now: new Date() });
  await database.raw(`
    insert into invoice_payment (seller_id, number, state, paid_on, amount_ore)
    select seller_id, number, case when issued_on < '2021-01-01' then 'paid' else 'unpaid' end,
      case when issued_on < '2021-01-01' then due_on - 2 end, amount_ore from invoice where kind = 'invoice' on conflict do nothing`);
  console.log(`Made ${added} example invoices.`);
}

/** The weather at the real house: of 2018 and 2019, there is no more of it. */
async function fillWeather(database: Knex): Promise<void> {
  if (await database('weather_station').where({ station: 'Demo' }).first()) return;
  const profile = loadWeatherProfile(join(data, 'weather-aalborg.json'));
  const { temperatures } = readWeatherFile(weatherText(readFileSync(join(data, 'weather-aalborg.csv.gz')), profile.encoding), profile);
  await storeTemperatures(database, temperatures);
}

async function fillReadings(database: Knex, fileName: string, profileName: string): Promise<void> {
  // The import would find out itself that it has had the file, but only at the file's end.
  if (await database('source_file').where({ name: fileName }).first()) return;
  const input = createReadStream(join(data, fileName));
  const profile = loadProfile(profileName);
  const { stored, rejected } = await importReadings({ database, fileName, profileName, profile, input, now: new Date() });
  console.log(`Imported ${stored} readings from ${fileName}${rejected > 0 ? `, ${rejected} set aside` : ''}.`);
}
