// npm run min-side -- <command>: what an operator does. Each room brings its own commands.
import { Command } from 'commander';
import { addAccountCommands } from './accounts/commands.ts';
import { readDatabaseConfig } from './config/database.ts';
import { EnvironmentReader } from './config/environment-reader.ts';
import type { CommandContext } from './command-context.ts';
import { addCustomerCommands } from './customers/commands.ts';
import { openDatabaseForWork } from './database/connection.ts';
import { migrate } from './database/migrate.ts';
import { addMeteringCommands } from './metering/commands.ts';

const context: CommandContext = {
  async withDatabase(work) {
    const reader = new EnvironmentReader(process.env);
    const { url } = readDatabaseConfig(reader);
    if (reader.faults.length > 0) throw new Error(reader.faults.join('\n'));
    const database = openDatabaseForWork(url);
    try {
      return await work(database);
    } finally {
      await database.destroy();
    }
  },
  report(result, sentences) {
    if (program.opts<{ json?: boolean }>().json) console.log(JSON.stringify(result));
    else for (const sentence of sentences) console.log(sentence);
  },
};

const program = new Command('min-side').description('Min side: what an operator does').option('--json', 'answer with JSON, for machines');

program
  .command('migrate')
  .description('bring the database up to date')
  .action(() =>
    context.withDatabase(async (database) => {
      const names = await migrate(database);
      context.report({ migrated: names }, names.length ? names.map((name) => `Done: ${name}`) : ['The database is up to date.']);
    }),
  );

const importCommand = program.command('import').description('take in files');
addMeteringCommands(program, importCommand, context);
addCustomerCommands(importCommand, context);
addAccountCommands(program, context);

try {
  await program.parseAsync();
} catch (error) {
  // What the operator can mend is said in a sentence; the trace is for whoever asks for it.
  console.error(process.env.DEBUG ? error : (error as Error).message);
  process.exitCode = 1;
}
