import type { Command } from 'commander';
import type { Knex } from 'knex';
import type { CommandContext } from '../ground/command-context.ts';
import { pseudonym } from '../ground/pseudonym.ts';
import type { Config } from '../settings/config.ts';
import { cleanUpSms } from './clean-up.ts';
import { addSmsCommands } from './commands.ts';
import { settleSms } from './settle-sms.ts';
import { purposeWords, stateWords } from './sms-words.ts';
import { readSmsConfig } from './settings.ts';

/** SMS through the utility's gateway. */
export const smsRoom = {
  name: 'sms',
  settings: { sms: readSmsConfig },
  jobs: [
    { name: 'clean-up-sms', everyMs: 10 * 60_000, run: cleanUpSms },
    { name: 'settle-sms', everyMs: 60_000, run: settleSms },
  ],
  commands: ({ program }: { program: Command }, context: CommandContext) => addSmsCommands(program, context),
  ownData: {
    tables: [
      {
        key: 'messages',
        file: 'sms.csv',
        explained: {
          nb: 'SMS som er sendt til deg: hva de gjaldt, og hvordan det gikk',
          nn: 'SMS som er sende til deg: kva dei galdt, og korleis det gjekk',
          en: 'SMS sent to you: what they were about, and how it went',
        },
        columns: {
          purpose: { nb: 'Gjelder', nn: 'Gjeld', en: 'About' },
          state: { nb: 'Status', nn: 'Status', en: 'Status' },
          created_at: { nb: 'Tidspunkt', nn: 'Tidspunkt', en: 'Time' },
        },
        words: { purpose: purposeWords, state: stateWords },
        // The number's former owner may have had messages before the account was made: those are not this one's to read.
        read: ({ config, database }: { config: Config; database: Knex }, { accountId, mobile }: { accountId: string; mobile: string }) =>
          database('sms')
            .join('account', 'account.account_id', database.raw('?::uuid', [accountId]))
            .where('sms.subject', pseudonym(config.login.key, 'mobile', mobile))
            .whereRaw("sms.created_at > account.created_at - interval '1 day'")
            .orderBy('sms.created_at')
            .select('sms.purpose', 'sms.state', 'sms.created_at'),
      },
    ],
  },
} as const;
