import type { Command } from 'commander';
import type { CommandContext } from '../ground/command-context.ts';
import { localTime } from '../ground/local-time.ts';
import type { EnvironmentReader } from '../settings/environment-reader.ts';
import { readBudgetRules } from './settings.ts';
import { budgetOf, readBudget } from './sms-budget.ts';

/** What an operator sees of the SMS: the day's budget, and what became of those of the last 24 hours. */
export function addSmsCommands(program: Command, context: CommandContext): void {
  program
    .command('sms')
    .description("SMS sent today of the day's budget, and what became of those of the last 24 hours")
    .action(() =>
      context.withDatabase(
        async (database, rules) => {
          const at = new Date();
          const { sent, renewsAt } = await readBudget(database, at);
          const states = await database('sms')
            .where('created_at', '>', new Date(at.getTime() - 86_400_000))
            .groupBy('state')
            .orderBy('state')
            .select('state')
            .count<{ state: string; count: string }[]>('* as count');
          const found = {
            sent,
            dailyBudget: rules.dailyBudget,
            forNewMobiles: budgetOf(rules, 'general'),
            renewsAt: localTime(renewsAt),
            lastDay: Object.fromEntries(states.map(({ state, count }) => [state, Number(count)])),
          };
          context.report(found, [
            `${sent} of ${rules.dailyBudget} SMS sent today (${Math.round((100 * sent) / rules.dailyBudget)} %); mobiles that are not on record get codes up to ${found.forNewMobiles}. The next budget begins ${found.renewsAt}.`,
            ...states.map(({ state, count }) => `Last 24 hours, ${state}: ${count}`),
          ]);
        },
        (reader: EnvironmentReader) => readBudgetRules(reader),
      ),
    );
}
