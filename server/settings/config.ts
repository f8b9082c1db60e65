import { readTerms, type Terms } from './terms.ts';
import { EnvironmentReader, type Environment } from './environment-reader.ts';

/**
 * All of the server's configuration. docs/configuration.md says what each name means. Each room adds its own part beside
 * the function that reads it (`declare module '../settings/config.ts' { interface Config { … } }`), so that no part is known here.
 */
export interface Config {
  readonly utility: Utility;
  readonly logLevel: LogLevel;
}

interface Utility {
  /** As customers know it; stands in the log-in window and in every SMS. */
  readonly name: string;
  /** What must be accepted. */
  readonly terms: Terms;
}

type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent';

/** What a room reads: by the name of its part, a function of the environment and of the parts that were read before. */
export type SettingsReaders = { readonly [Name in keyof Config]?: (reader: EnvironmentReader, before: Config) => Config[Name] };

/** What belongs to no room. */
export const generalSettings = {
  utility: (reader) => ({
    name: reader.text('UTILITY_NAME', { fallback: 'Fredrikstad Fjernvarme', longest: 40 }),
    terms: readTerms(reader),
  }),
  logLevel: (reader) => reader.choice('LOG_LEVEL', ['debug', 'info', 'warn', 'error', 'silent'], 'info'),
} satisfies SettingsReaders;

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
 * Reads the environment into a frozen configuration, part by part in the order given.
 * @throws ConfigFaults with every fault at once, so that one start tells them all.
 */
export function readSettings(environment: Environment, parts: readonly SettingsReaders[]): Config {
  const reader = new EnvironmentReader(environment);
  const config: Record<string, unknown> = {};
  for (const part of parts) for (const [name, read] of Object.entries(part)) config[name] = read(reader, config as unknown as Config);
  if (reader.faults.length > 0) throw new ConfigFaults(reader.faults);
  return deepFreeze(config as unknown as Config);
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Buffer.isBuffer(value)) {
    for (const part of Object.values(value)) deepFreeze(part);
    Object.freeze(value);
  }
  return value;
}
