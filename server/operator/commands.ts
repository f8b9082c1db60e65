import { userInfo } from 'node:os';
import type { Command } from 'commander';
import type { CommandContext } from '../ground/command-context.ts';
import { localTime } from '../ground/local-time.ts';
import { readLoginKey } from '../login/settings.ts';
import { Failure } from '../failure.ts';
import { readMobile } from '../ground/typed-mobile.ts';
import { endSessionsByOperator, lookUp, unlinkByOperator, unlock, type CustomerNumber, type OperatorDesk } from './operator.ts';

/**
 * What an operator needs when somebody can't log in. Only here, at a terminal with the database's and the log-in's keys;
 * nothing of it is reachable over HTTP, and each use leaves a line in the audit.
 */
export function addAccountCommands(program: Command, context: CommandContext): void {
  const customer = program.command('customer').description('answer "I can\'t log in"; every use is written into the audit');

  customer
    .command('find')
    .description('relationships, account, log-ins and failures, SMS and locks of a mobile or a plant number')
    .argument('<number>', 'a mobile (94059810 or +47…) or a plant number')
    .action((number: string) =>
      atDesk(context, async (desk) => {
        const asked = read(number);
        const found = await lookUp(desk, asked);
        context.report(found, sentences(found));
      }),
    );

  customer
    .command('unlock')
    .description('forget the wrong tries and codes counted against a mobile or a plant number')
    .argument('<number>', 'a mobile or a plant number')
    .action((number: string) =>
      atDesk(context, async (desk) => {
        const cleared = await unlock(desk, read(number));
        context.report({ cleared }, [`${cleared} counters cleared.`]);
      }),
    );

  customer
    .command('unlink')
    .description("take a plant number away from a mobile's account")
    .argument('<mobile>')
    .argument('<plant-number>')
    .option('--check', 'say whether they are linked, and change nothing')
    .action((mobile: string, plantNumber: string, { check = false }: { check?: boolean }) =>
      atDesk(context, async (desk) => {
        const removed = await unlinkByOperator(desk, requireMobile(mobile), requirePlantNumber(plantNumber), check);
        const did = check ? 'Would be unlinked.' : 'Unlinked.';
        context.report({ removed }, [removed === 0 ? 'They were not linked.' : did]);
      }),
    );

  customer
    .command('end-sessions')
    .description('log a mobile out everywhere')
    .argument('<mobile>')
    .action((mobile: string) =>
      atDesk(context, async (desk) => {
        const ended = await endSessionsByOperator(desk, requireMobile(mobile));
        context.report({ ended }, [`${ended} sessions ended.`]);
      }),
    );
}

function atDesk(context: CommandContext, work: (desk: OperatorDesk) => Promise<void>): Promise<void> {
  return context.withDatabase((database, key) => work({ database, key, now: new Date(), operator: userInfo().username }), readLoginKey);
}

/** A Norwegian mobile has eight digits and begins with 4 or 9; everything else that is digits is a plant number. */
function read(number: string): CustomerNumber {
  try {
    return { mobile: readMobile(number, 'any') };
  } catch (error) {
    if (error instanceof Failure && /^\d{1,18}$/.test(number)) return { plantNumber: number };
    throw new Error(`"${number}" is neither a mobile nor a plant number.`, { cause: error });
  }
}

function requireMobile(number: string): string {
  const asked = read(number);
  if (!('mobile' in asked)) throw new Error(`"${number}" is not a mobile number.`);
  return asked.mobile;
}

function requirePlantNumber(number: string): string {
  if (!/^\d{1,18}$/.test(number)) throw new Error(`"${number}" is not a plant number.`);
  return number;
}

function sentences(found: Awaited<ReturnType<typeof lookUp>>): string[] {
  const { relationships, account, events, messages, counters } = found;
  return [
    ...relationships.map(
      (each) =>
        `Relationship ${each.plantNumber}, ${each.customer}, registered mobile ${each.registeredMobile ?? 'none'}, ` +
        `from ${localTime(each.validFrom)} to ${each.validTo ? localTime(each.validTo) : 'now'}, linked to ${each.linkedAccounts} accounts`,
    ),
    account === null
      ? 'No account by this number.'
      : `Account ${account.mobile}, linked to ${account.linked.join(', ') || 'nothing'}, last used ${localTime(account.lastUsedAt)}, ${account.openSessions} open sessions`,
    ...counters.map((each) => `Counter ${each.what}: ${each.hits}, last ${localTime(each.last)}`),
    ...messages.map(
      (each) =>
        `${localTime(each.at)} SMS ${each.purpose}: ${each.state}${each.failure ? ` (${each.failure})` : ''}${each.report ? `, ${each.report}` : ''}`,
    ),
    ...events.map((each) => `${localTime(each.at)} ${each.what}${each.from ? ` from ${each.from}` : ''}${inWords(each.details)}`),
  ];
}

/** Such as " (sends 2, operator root)"; nothing where there are none. */
function inWords(details: object): string {
  const parts = Object.entries(details).map(
    ([name, value]) => `${name} ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`,
  );
  return parts.length > 0 ? ` (${parts.join(', ')})` : '';
}
