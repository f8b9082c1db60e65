import type { Command } from 'commander';
import type { CommandContext } from '../ground/command-context.ts';
import { migrate, stepBack } from './migrate.ts';
import { readDatabaseConfig } from './settings.ts';

/** The database: where it is, and the command that brings it up to date. */
export const databaseRoom = {
  name: 'database',
  settings: { database: readDatabaseConfig },
  commands({ program }: { program: Command }, context: CommandContext): void {
    program
      .command('migrate')
      .description('bring the database up to date')
      .option('--back', 'take the newest step back instead, with the data that only it holds')
      .action(({ back }: { back?: boolean }) =>
        context.withDatabase(async (database) => {
          if (back) {
            const name = await stepBack(database);
            return context.report({ back: name }, [name === null ? 'There is no step to take back.' : `Taken back: ${name}`]);
          }
          const names = await migrate(database);
          context.report({ migrated: names }, names.length ? names.map((name) => `Done: ${name}`) : ['The database is up to date.']);
        }),
      );
  },
};
