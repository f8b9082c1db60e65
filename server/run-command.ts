import { Command, CommanderError } from 'commander';
import type { Knex } from 'knex';
import { readDatabaseUrl } from './database/settings.ts';
import { EnvironmentReader, type Environment } from './settings/environment-reader.ts';
import { ConfigFaults } from './settings/config.ts';
import type { CommandContext } from './ground/command-context.ts';
import { sentenceOf } from './ground/command-fault.ts';
import { openDatabaseForWork } from './database/connection.ts';
import type { Room } from './room.ts';
import { rooms } from './rooms.ts';

/** Where a command's answer goes, line by line. */
export interface Terminal {
  print(line: string): void;
  complain(line: string): void;
}

/** Runs one of the operator's commands, which each room brings. Returns the exit code; never throws. */
export async function runCommand(args: readonly string[], environment: Environment, terminal: Terminal): Promise<number> {
  const asJson = args.includes('--json');
  let exitCode = 0;

  const context: CommandContext = {
    async withDatabase<Result, Settings>(
      work: (database: Knex, settings: Settings) => Promise<Result>,
      alsoRead: (reader: EnvironmentReader) => Settings = () => undefined as Settings,
      flags: Environment = {},
    ) {
      const reader = new EnvironmentReader({ ...environment, ...flags });
      const url = readDatabaseUrl(reader);
      const settings = alsoRead(reader);
      if (reader.faults.length > 0) throw new ConfigFaults(reader.faults);
      const database = openDatabaseForWork(url);
      try {
        return await work(database, settings);
      } finally {
        await database.destroy();
      }
    },
    reportPart(result, sentences) {
      exitCode ||= 3;
      context.report(result, sentences);
    },
    refuse(result, sentences) {
      exitCode = 1;
      context.report(result, sentences);
    },
    report(result, sentences) {
      if (asJson) terminal.print(JSON.stringify(result));
      else for (const sentence of sentences) terminal.print(sentence);
    },
  };

  /** With --json a failure too is JSON on standard output. */
  function fail(sentence: string): void {
    if (asJson) terminal.print(JSON.stringify({ error: sentence }));
    else terminal.complain(sentence);
  }

  const program = new Command('min-side')
    .description('Min side: what an operator does')
    .option('--json', 'answer with JSON, one line a result, for machines')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.print(text.trimEnd()),
      writeErr: (text) => terminal.complain(text.trimEnd()),
      outputError: (text) => fail(text.replace(/^error: /, '').trim()),
    });

  const imports = program.command('import').description('take in files');
  const readings = program.command('readings').description('look after the readings');
  const takesBack = Object.assign({}, ...rooms.map((room) => room.takesBack)) as NonNullable<Room['takesBack']>;
  for (const { commands } of rooms) commands?.({ program, imports, readings, takesBack }, context);

  try {
    await program.parseAsync([...args], { from: 'user' });
    return exitCode;
  } catch (error) {
    // Help, and what is wrong with the command line itself, has been said by then.
    if (error instanceof CommanderError) return error.exitCode;
    // What the operator can mend is said in a sentence; the trace is for whoever asks for it.
    if (environment['DEBUG']) terminal.complain(String((error as Error).stack));
    else fail(sentenceOf(error));
    return 1;
  }
}
