import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { InvalidArgumentError, type Command } from 'commander';
import type { CommandContext } from '../ground/command-context.ts';
import { givenFile } from '../ground/given-path.ts';
import { InputFault } from '../ground/input-fault.ts';
import { importPriceIndex, importPriceLists } from './import-prices.ts';
import { readPriceIndex } from './price-index-file.ts';
import type { PriceList } from './price-list.ts';
import { PriceListFaults, readPriceList, versionFaults } from './read-price-list.ts';
import { workedMonth } from './worked-month.ts';

/** `prices check`, `import prices` and `import price-index`. */
export function addPriceCommands(program: Command, imports: Command, context: CommandContext): void {
  program
    .command('prices')
    .description('look after the price lists')
    .command('check')
    .description('say what is wrong with price lists, or work a month out; needs no database')
    .argument('<files...>')
    .action(async (files: string[]) => {
      const lists = await readLists(files);
      const faults = [...Map.groupBy(lists, ({ id }) => id).values()].flatMap((own) => versionFaults(own));
      if (faults.length > 0) throw new Error(faults.join('\n'));
      for (const list of lists) {
        const worked = workedMonth(list);
        context.report({ id: list.id, validFrom: list.validFrom, worked }, [`${list.id} from ${list.validFrom} is in order.`, ...worked]);
      }
    });

  imports
    .command('prices')
    .description('take in price lists (JSON), all or none')
    .argument('<files...>')
    .option('--check', 'say what would happen and change nothing')
    .action((files: string[], { check = false }: { check?: boolean }) =>
      context.withDatabase(async (database) => {
        const lists = await readLists(files);
        const outcomes = await naming(files.join(', '), () => importPriceLists(database, lists, new Date(), check));
        const told = lists.map(({ id, validFrom }, n) => ({ id, validFrom, outcome: outcomes[n]! }));
        context.report(
          told,
          told.map(({ id, validFrom, outcome }) => `${id} from ${validFrom}: ${outcome}.`),
        );
      }),
    );

  imports
    .command('price-index')
    .description('take in the monthly means of a series: month;ore_per_kwh_with_vat or month;ore_per_kwh_without_vat')
    .argument('<file>')
    .requiredOption('-s, --series <name>', 'the name that price lists call it by, such as NO1', seriesName)
    .option('--vat <percent>', 'the VAT within, where the values have it', percent, 25)
    .option('--check', 'say what would happen and change nothing')
    .action((file: string, { series, vat, check = false }: { series: string; vat: number; check?: boolean }) =>
      context.withDatabase(async (database) => {
        await givenFile(file);
        const report = await naming(file, async () => importPriceIndex(database, series, readPriceIndex(await readFile(file)), vat, check));
        context.report({ series, ...report }, [`${series}: ${report.read} months read, ${report.changed} new or changed.`]);
      }),
    );
}

async function readLists(files: readonly string[]): Promise<PriceList[]> {
  const lists: PriceList[] = [];
  for (const file of files) {
    await givenFile(file);
    lists.push(await naming(file, async () => readPriceList(await readFile(file, 'utf8'))));
  }
  return lists;
}

/** A fault is reported with the file's name. */
async function naming<Result>(file: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof PriceListFaults)
      throw new Error(`${basename(file)} has faults:\n${error.faults.map((fault) => `  ${fault}`).join('\n')}`);
    throw error instanceof InputFault ? new Error(`${error.describe(basename(file))} Nothing was imported.`) : error;
  }
}

function seriesName(written: string): string {
  if (!/^[\w-]{1,40}$/.test(written)) throw new InvalidArgumentError('It must be 1 to 40 letters, digits, _ or -.');
  return written;
}

function percent(written: string): number {
  if (!/^\d{1,2}(\.\d{1,2})?$/.test(written)) throw new InvalidArgumentError('It must be a number of percent, such as 25.');
  return Number(written);
}
