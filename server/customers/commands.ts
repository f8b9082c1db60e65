import { basename } from 'node:path';
import type { Command } from 'commander';
import type { Knex } from 'knex';
import { CustomerFaults } from './import-customers.ts';
import { importCustomersFile } from './import-file.ts';

/** What the operator's commands are given by cli.ts. */
export interface CommandContext {
  /** Opens the database for as long as the work takes. */
  withDatabase<T>(work: (database: Knex) => Promise<T>): Promise<T>;
  json(): boolean;
}

/** Adds `customers FILE` to `import`. */
export function addCustomerCommands(importCommand: Command, context: CommandContext): void {
  importCommand
    .command('customers')
    .description('import customer relationships, their metering points and meters from CSV; all of the file or nothing')
    .argument('<file>', 'CSV, one line per metering point')
    .action(async (file: string) => {
      try {
        const summary = await context.withDatabase((database) => importCustomersFile(database, file));
        if (context.json()) console.log(JSON.stringify({ file: basename(file), ...summary }));
        else
          console.log(
            `${basename(file)}: ${summary.read} lines read; relationships: ${summary.added} added, ${summary.changed} changed, ` +
              `${summary.unchanged} unchanged; new: ${summary.meteringPoints} metering points, ${summary.meters} meters`,
          );
      } catch (error) {
        if (!(error instanceof CustomerFaults)) throw error;
        if (context.json()) console.log(JSON.stringify({ file: basename(file), faults: error.faults }));
        else
          for (const { line, column, message } of error.faults)
            console.error([basename(file), `line ${line}`, column && `column ${column}`].filter(Boolean).join(', ') + `: ${message}`);
        if (!context.json()) console.error('Nothing was imported.');
        process.exitCode = 1;
      }
    });
}
