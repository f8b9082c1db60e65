import type { Knex } from 'knex';
import type { Config } from './settings/config.ts';
import type { Log } from './ground/log.ts';
import type { StrangersAudit } from './ground/strangers-audit.ts';
import type { PasswordHashes } from './passwords/password-hashes.ts';
import type { SmsSender } from './sms/sender.ts';

/** What main.ts puts together once and every room is given: the outside world, time included. */
export interface Services {
  readonly config: Config;
  readonly database: Knex;
  readonly sms: SmsSender;
  readonly hashes: PasswordHashes;
  /** Takes down what strangers try in vain. */
  readonly strangers: StrangersAudit;
  readonly log: Log;
  readonly now: () => Date;
}
