import { accountRoom } from './account/room.ts';
import { auditRoom } from './audit/room.ts';
import { consumptionRoom } from './consumption/room.ts';
import { customersRoom } from './customers/room.ts';
import { dataKeysRoom } from './data-keys/room.ts';
import { databaseRoom } from './database/room.ts';
import { httpRoom } from './http/room.ts';
import type { Endpoint } from './http/endpoint.ts';
import { wholeApi } from './http/whole-api.ts';
import { invoicesRoom } from './invoices/room.ts';
import { loginRoom } from './login/room.ts';
import { meteringRoom } from './metering/room.ts';
import { metricsRoom } from './metrics/room.ts';
import { notesRoom } from './notes/room.ts';
import { operatorRoom } from './operator/room.ts';
import { ownDataRoom } from './own-data/room.ts';
import { pricesRoom } from './prices/room.ts';
import { profileRoom } from './profile/room.ts';
import { relationshipRoom } from './relationship/room.ts';
import type { Room } from './room.ts';
import type { Services } from './services.ts';
import { generalSettings, readSettings, type Config, type SettingsReaders } from './settings/config.ts';
import type { Environment } from './settings/environment-reader.ts';
import { smsRoom } from './sms/room.ts';
import { weatherRoom } from './weather/room.ts';

/** Every room, each once, the lower ones first (docs/decisions/rooms.md). Settings are read in this order. */
const list = [
  databaseRoom,
  httpRoom,
  smsRoom,
  auditRoom,
  accountRoom,
  meteringRoom,
  customersRoom,
  weatherRoom,
  consumptionRoom,
  invoicesRoom,
  pricesRoom,
  loginRoom,
  profileRoom,
  relationshipRoom,
  notesRoom,
  dataKeysRoom,
  ownDataRoom,
  operatorRoom,
  metricsRoom,
] as const satisfies readonly Room[];

export const rooms: readonly Room[] = list;

/** Every line of the API. A line of the contract without a handler, or with two, does not compile. */
export function endpointsOf(services: Services): readonly Endpoint[] {
  const all: readonly Endpoint[] = rooms.flatMap(({ endpoints }) => endpoints?.(services, rooms) ?? []);
  return wholeApi(all as unknown as AllEndpoints<typeof list>);
}

/** The endpoints of one room after another, as a tuple, so that the compiler can hold them against the contract. */
type AllEndpoints<List extends readonly unknown[]> = List extends readonly [infer First, ...infer Rest]
  ? [...(First extends { endpoints: (...given: never[]) => infer Given extends readonly Endpoint[] } ? Given : []), ...AllEndpoints<Rest>]
  : [];

/**
 * Reads the environment into a frozen configuration.
 * @throws ConfigFaults with every fault at once, so that one start tells them all.
 */
export function readConfig(environment: Environment): Config {
  return readSettings(environment, [generalSettings, ...rooms.map(({ settings }) => settings ?? {})]);
}

type SettingsOf<R> = R extends { settings: infer S extends SettingsReaders } ? keyof S : never;
type PartsRead = keyof typeof generalSettings | SettingsOf<(typeof list)[number]>;
/** A part of the configuration that no room reads does not compile. */
type UnreadPart = Exclude<keyof Config, PartsRead>;
const everyPartIsRead: [UnreadPart] extends [never] ? true : UnreadPart = true;
void everyPartIsRead;
