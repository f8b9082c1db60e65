import { readAccountsConfig, type AccountsConfig } from '../account/settings.ts';
import { readDatabaseConfig, type DatabaseConfig } from '../database/settings.ts';
import { readIngestConfig, type IngestConfig } from '../metering/ways-in/ingest-settings.ts';
import { readHttpConfig, type HttpConfig } from '../http/settings.ts';
import { readLoginConfig, type LoginConfig } from '../login/settings.ts';
import { readRetentionConfig, type RetentionConfig } from '../metering/store/retention-settings.ts';
import { readSmsConfig, type SmsConfig } from '../sms/settings.ts';
import { gsm7Length } from '../sms/gsm7.ts';
import { codeText } from '../sms/texts.ts';
import { EnvironmentReader, type Environment } from './environment-reader.ts';

/** Everything the server is told from outside. docs/configuration.md says what each name means. */
export interface Config {
  readonly utility: {
    /** As customers know it; stands in the log-in window and in every SMS. */
    readonly name: string;
    /** Version of the terms that must be accepted; the text is the widget's. */
    readonly termsVersion: string;
  };
  readonly http: HttpConfig;
  readonly database: DatabaseConfig;
  readonly login: LoginConfig;
  readonly accounts: AccountsConfig;
  readonly sms: SmsConfig;
  readonly ingest: IngestConfig;
  readonly retention: RetentionConfig;
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
}

/** All that is wrong with the environment, one line a fault, each naming its variable. */
export class ConfigFaults extends Error {
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(`The configuration has ${faults.length} fault(s):\n${faults.map((fault) => `  - ${fault}`).join('\n')}`);
    this.name = 'ConfigFaults';
    this.faults = faults;
  }
}

/**
 * Reads the environment into a frozen configuration.
 * @throws ConfigFaults with every fault at once, so that one start tells them all.
 */
export function readConfig(environment: Environment): Config {
  const reader = new EnvironmentReader(environment);
  const http = readHttpConfig(reader);
  const config: Config = {
    utility: {
      name: reader.text('UTILITY_NAME', { fallback: 'Fredrikstad Fjernvarme', longest: 40 }),
      termsVersion: reader.text('TERMS_VERSION', { fallback: '1.0', longest: 20 }),
    },
    http,
    database: readDatabaseConfig(reader),
    login: readLoginConfig(reader),
    accounts: readAccountsConfig(reader),
    sms: readSmsConfig(reader, http),
    ingest: readIngestConfig(reader),
    retention: readRetentionConfig(reader),
    logLevel: reader.choice('LOG_LEVEL', ['debug', 'info', 'warn', 'error', 'silent'], 'info'),
  };
  if ((gsm7Length(codeText(config.utility.name, '0000 0000 0000', config.sms.domain, '000000000000')) ?? Infinity) > 160) {
    reader.fault('SMS_DOMAIN', 'and UTILITY_NAME are together too long for one SMS of 160 characters');
  }
  if (reader.faults.length > 0) throw new ConfigFaults(reader.faults);
  return deepFreeze(config);
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Buffer.isBuffer(value)) {
    for (const part of Object.values(value)) deepFreeze(part);
    Object.freeze(value);
  }
  return value;
}
