import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { InvalidArgumentError, type Command } from 'commander';
import type { CommandContext } from '../ground/command-context.ts';
import { givenFile, givenFolder } from '../ground/given-path.ts';
import { InputFault } from '../ground/input-fault.ts';
import { watchFolder } from '../metering/ways-in/watch-folder.ts';
import { compareInvoices, invoicesToCompare, listDifferences } from './compare/compare-invoices.ts';
import { describeComparison, describeInvoices, describeSetAside } from './describe-report.ts';
import { invoiceFilesAt } from './file-source.ts';
import { importInvoices } from './import-invoices.ts';
import { importPayments } from './import-payments.ts';
import { loadInvoiceProfile } from './profile.ts';
import { readInvoicesConfig } from './settings.ts';
import { listSetAside, matchSetAside } from './store/match-set-aside.ts';
import { purgeInvoices } from './store/purge-invoices.ts';
import { withdrawInvoices } from './store/withdraw.ts';
import { watchedInvoices } from './watched-invoices.ts';

/** `import invoices`, `import payments` and `invoices …`. */
export function addInvoiceCommands(program: Command, imports: Command, context: CommandContext): void {
  const invoices = program.command('invoices').description('look after the invoices');

  imports
    .command('invoices')
    .description('take in EHF files, indexes of PDFs (CSV) that lie beside them, or ZIPs of these')
    .argument('<files...>')
    .option('-p, --profile <name>', 'ehf, or the path of a profile', 'ehf')
    .option('--check', 'say what would happen and change nothing')
    .action((files: string[], { profile, check = false }: { profile: string; check?: boolean }) =>
      context.withDatabase(async (database) => {
        const read = loadInvoiceProfile(profile);
        for (const file of files) await givenFile(file);
        const report = await importInvoices(database, invoiceFilesAt(files), { profile: read, now: new Date(), check });
        const taken = report.setAside.length > 0 ? context.reportPart : context.report;
        const say = report.refused.length > 0 ? context.refuse : taken;
        say(report, describeInvoices(report, check));
      }),
    );

  imports
    .command('payments')
    .description('take in what has been paid: number;state;paid_on;amount_nok;seller_id')
    .argument('<file>')
    .option('--check', 'say what would happen and change nothing')
    .action((file: string, { check = false }: { check?: boolean }) =>
      context.withDatabase(async (database) => {
        await givenFile(file);
        const report = await importPayments(database, await readFile(file), check).catch((error: unknown) => {
          throw error instanceof InputFault ? new Error(`${error.describe(basename(file))} Nothing was imported.`) : error;
        });
        const { read, changed, unchanged, unknown } = report;
        const tell = unknown.length > 0 ? context.reportPart : context.report;
        tell(report, [
          `${basename(file)}: ${read} payments read, ${changed} changed, ${unchanged} unchanged.`,
          ...unknown.map((number) => `There is no invoice ${number}.`),
        ]);
      }),
    );

  invoices
    .command('watch')
    .description('take in invoices as they arrive in a folder, and move them to done or failed with a report beside each')
    .argument('<folder>')
    .option('-p, --profile <name>', 'as for import invoices', 'ehf')
    .option('--every <seconds>', 'how long between two looks', Number, 5)
    .action((folder: string, { profile, every }: { profile: string; every: number }) =>
      context.withDatabase(async (database) => {
        await givenFolder(folder);
        const read = loadInvoiceProfile(profile);
        const stop = new AbortController();
        const now = () => new Date();
        for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
        await watchFolder({
          ...watchedInvoices(database, read, now),
          folder,
          now,
          signal: stop.signal,
          everyMs: every * 1000,
          say: (sentence) => context.report({ sentence }, [sentence]),
        });
      }),
    );

  invoices
    .command('compare')
    .description('compare the invoices with the meters, and list all that do not agree')
    .option('--since <date>', 'those issued from then on; without it all', date, '1900-01-01')
    .action(({ since }: { since: string }) =>
      context.withDatabase(async (database) => {
        await compareInvoices(database, await invoicesToCompare(database, since), new Date());
        const found = (await listDifferences(database)).filter(({ issuedOn }) => issuedOn >= since);
        const sentences = found.map(
          ({ number, plantNumber, comparison }) => `${plantNumber}, invoice ${number}, ${describeComparison(comparison)}`,
        );
        context.report(found, found.length > 0 ? sentences : ['All invoices agree with the meters.']);
      }),
    );

  invoices
    .command('set-aside')
    .description('look once more at the invoices that belonged to nobody, and list those that still do not')
    .action(() =>
      context.withDatabase(async (database) => {
        const matched = await matchSetAside(database);
        await compareInvoices(database, matched, new Date());
        const left = await listSetAside(database);
        const sentences = left.map(
          ({ file, number, plantNumber, reason }) =>
            `${file}, invoice ${number}, plant number ${plantNumber ?? '–'}: ${describeSetAside(reason)}`,
        );
        if (matched.length > 0) sentences.unshift(`${matched.length} belong to somebody now.`);
        context.report({ matched: matched.length, setAside: left }, sentences.length > 0 ? sentences : ['Nothing is set aside.']);
      }),
    );

  invoices
    .command('withdraw')
    .description('take back what came in a file; where it had replaced an older version, that one stands again')
    .requiredOption('--file <name>', 'its name as it was imported')
    .option('--check', 'say what would go, and change nothing')
    .action(({ file, check = false }: { file: string; check?: boolean }) =>
      context.withDatabase(async (database) => {
        const numbers = await withdrawInvoices(database, file, new Date(), check);
        if (numbers.length === 0) throw new Error(`No invoice came in a file named ${file}.`);
        context.report({ file, withdrawn: numbers }, [`${check ? 'Would be taken' : 'Taken'} back: ${numbers.join(', ')}.`]);
      }),
    );

  invoices
    .command('purge')
    .description('remove invoices that are no longer kept')
    .option('--years <n>', 'full calendar years beside the current one, instead of KEEP_INVOICE_YEARS', wholeYears)
    .option('--check', 'say what would be removed, and remove nothing')
    .action(({ years, check = false }: { years?: string; check?: boolean }) =>
      context.withDatabase(
        async (database, { keepYears }) => {
          const report = await purgeInvoices(database, keepYears, new Date(), check);
          context.report(report, [`Invoices issued before ${report.before}: ${report.invoices} ${check ? 'would be ' : ''}removed.`]);
        },
        readInvoicesConfig,
        years ? { KEEP_INVOICE_YEARS: years } : {},
      ),
    );
}

function date(written: string): string {
  if (!/^\d{4}-\d\d-\d\d$/.test(written)) throw new InvalidArgumentError('It must be a date such as 2024-01-31.');
  return written;
}

function wholeYears(written: string): string {
  if (!/^[1-9]\d?$/.test(written)) throw new InvalidArgumentError('It must be a whole number from 1 to 99.');
  return written;
}
