import type { Command } from 'commander';
import type { Knex } from 'knex';
import type { CommandContext } from './ground/command-context.ts';
import type { Delivery } from './http/deliveries.ts';
import type { Endpoint } from './http/endpoint.ts';
import type { Language, Spoken } from './ground/language.ts';
import type { PackedFile } from './ground/zip-stream.ts';
import type { Services } from './services.ts';
import type { SettingsReaders } from './settings/config.ts';

/**
 * The face of a room: all that it gives to the whole. A new subject is one folder with such an object in its `room.ts`, one line in
 * `rooms.ts`, its texts and a migration. Rooms below this file (database, http, sms) have the same face without naming the type.
 */
export interface Room {
  readonly name: string;
  /** Its part of the configuration, by name. */
  readonly settings?: SettingsReaders;
  /** Its lines of the API. `rooms` are all of them, for the one room that hands out what the others hold. */
  readonly endpoints?: (services: Services, rooms: readonly Room[]) => readonly Endpoint[];
  readonly jobs?: readonly Job[];
  /** The kinds of file that other systems deliver over HTTP. */
  readonly deliveries?: readonly Delivery[];
  /** Adds what an operator can do. */
  readonly commands?: (places: CommandPlaces, context: CommandContext) => void;
  readonly ownData?: OwnData;
  /** How what its kinds of file brought is undone, by the kind. */
  readonly takesBack?: Readonly<Record<string, TakeBack>>;
}

/**
 * Undoes what came in a file that is marked as withdrawn by now, or does it again once it is restored, as part of a transaction. Returns what
 * changed, in sentences for the operator. @throws InputFault where the rest doesn't fit together then.
 */
export type TakeBack = (transaction: Knex.Transaction, fileId: number, now: Date) => Promise<string[]>;

/** What runs beside the requests, again and again. */
export interface Job {
  readonly name: string;
  readonly everyMs: number;
  /** Returns how many rows it changed, for the log. */
  readonly run: (services: Services) => Promise<number>;
}

/** Where commands hang: the program itself, and those that every kind of file has in common. */
export interface CommandPlaces {
  readonly program: Command;
  /** `import KIND FILE` */
  readonly imports: Command;
  /** `readings WHAT` */
  readonly readings: Command;
  /** Of every room, by the kind of file. */
  readonly takesBack: Readonly<Record<string, TakeBack>>;
}

/** Whose data "Mine data" are. */
export interface AccountHolder {
  readonly accountId: string;
  /** E.164. */
  readonly mobile: string;
}

/** What a room holds of an account holder, for the download of everything that is stored about them. */
export interface OwnData {
  readonly tables?: readonly OwnTable[];
  /** Files of their own, with the line about them in LES-MEG.txt. */
  readonly files?: {
    readonly explained: Spoken;
    readonly read: (services: Services, whose: AccountHolder, language: Language) => AsyncIterable<PackedFile>;
  };
}

/** One table: an entry of `min-side.json` and a CSV file with the columns named, and no others. */
export interface OwnTable {
  /** Its name in `min-side.json`. */
  readonly key: string;
  readonly file: `${string}.csv`;
  /** What it is, in LES-MEG.txt. */
  readonly explained: Spoken;
  /** Machine-readable name and heading. */
  readonly columns: Readonly<Record<string, Spoken>>;
  /** There is one row, not a list of them. */
  readonly single?: boolean;
  /** Codes in words, by column: for people the CSV says them, for machines the JSON keeps the codes. */
  readonly words?: Readonly<Record<string, Readonly<Record<string, Spoken>> | ((value: string, language: Language) => string)>>;
  readonly read: (services: Services, whose: AccountHolder) => Promise<readonly Readonly<Record<string, unknown>>[]>;
}
