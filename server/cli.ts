// npm run min-side -- <command>: what an operator does.
import { runCommand } from './run-command.ts';

process.exitCode = await runCommand(process.argv.slice(2), process.env, { print: console.log, complain: console.error });
