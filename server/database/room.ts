import type { Command } from 'commander';
import type { CommandContext } from '../ground/command-context.ts';
import { migrate } from './migrate.ts';
import { readDatabaseConfig } from './settings.ts';

/** The database: where it is, and the command that brings it up to date. */
export const databaseRoom = {
  name: 'database',
  settings: { database: readDatabaseConfig },
  commands({ program }: { program: Command }, context: CommandContext): void {
    program
      .command('migrate')
      .description('bring the database up to date')
      .action(() =>
        context.withDatabase(async (database) => {
          const names = await migrate(database);
          context.report({ migrated: names }, names.length ? names.map((name) => `Done: ${name}`) : ['The database is up to date.']);
        }),
      );
  },
};
