import { pseudonym } from '../ground/pseudonym.ts';
import type { Room } from '../room.ts';
import { cleanUpChallenges } from './clean-up.ts';
import { loginEndpoints } from './endpoints.ts';
import { readLoginConfig } from './settings.ts';

/** The ways in. */
export const loginRoom = {
  name: 'login',
  settings: { login: readLoginConfig },
  endpoints: loginEndpoints,
  jobs: [{ name: 'clean-up-challenges', everyMs: 10 * 60_000, run: cleanUpChallenges }],
  ownData: {
    tables: [
      {
        key: 'terms',
        file: 'vilkar.csv',
        explained: {
          nb: 'hvilke vilkår du har godtatt, og når',
          nn: 'kva vilkår du har godteke, og når',
          en: 'which terms you have accepted, and when',
        },
        columns: {
          version: { nb: 'Versjon', nn: 'Versjon', en: 'Version' },
          accepted_at: { nb: 'Tidspunkt', nn: 'Tidspunkt', en: 'Time' },
          channel: { nb: 'Kanal', nn: 'Kanal', en: 'Channel' },
          text_hash: { nb: 'Tekstens hash', nn: 'Hash av teksten', en: 'Hash of the text' },
          text: { nb: 'Tekst', nn: 'Tekst', en: 'Text' },
        },
        words: {
          channel: {
            'guest-login': { nb: 'innlogging', nn: 'innlogging', en: 'log-in' },
            account: { nb: 'profilen', nn: 'profilen', en: 'the profile' },
          },
        },
        // What the number's former owner accepted before this account was made is not this one's.
        read: ({ config, database }, { accountId, mobile }) =>
          database('terms_acceptance')
            .leftJoin('terms_text', 'terms_text.text_hash', 'terms_acceptance.text_hash')
            .join('account', 'account.account_id', database.raw('?::uuid', [accountId]))
            .where('terms_acceptance.subject', pseudonym(config.login.key, 'mobile', mobile))
            .whereRaw("terms_acceptance.accepted_at > account.created_at - interval '1 day'")
            .orderBy('accepted_at')
            .select('version', 'accepted_at', 'channel', 'terms_acceptance.text_hash', 'text'),
      },
    ],
  },
} satisfies Room;
