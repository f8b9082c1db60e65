import { availableParallelism } from 'node:os';
import type { Log } from '../ground/log.ts';
import { HashPlaces, type Asker } from './hash-places.ts';
import { HashProcess } from './hash-process.ts';

/** scrypt's N = 2^logN and p (r is 8), and how many may wait for a place. */
export interface HashSettings {
  readonly scryptLogN: number;
  readonly scryptP: number;
  readonly hashQueue: number;
}

export interface PasswordHashes {
  /** scrypt in scrypt-kdf's own format (parameters and salt inside), base64. For people who have proved who they are. @throws Failure busy */
  hash(password: string): Promise<string>;
  /**
   * Whether the password fits, and whether its hash is weaker than today's parameters and should be made anew.
   * A null or malformed hash fits nothing and takes as long as a real one. @throws Failure busy
   */
  check(stored: string | null, password: string, asker?: Asker): Promise<{ fits: boolean; renew: boolean }>;
  /** Ends the process that hashes. */
  stop(): void;
}

/** Hashes in a process of its own at low priority, on at most all cores but one: whoever reads their consumption goes before. */
export function createPasswordHashes({ scryptLogN, scryptP, hashQueue }: HashSettings, log?: Log): PasswordHashes {
  const params = { logN: scryptLogN, r: 8, p: scryptP };
  const atOnce = Math.max(1, availableParallelism() - 1);
  const places = new HashPlaces({ atOnce, queue: hashQueue });
  const process = new HashProcess(atOnce, log);
  return {
    hash: (password) => places.inTurn({ known: true }, () => process.hash(normalise(password), params)),
    check: (stored, password, asker = { known: true }) => places.inTurn(asker, () => process.check(stored, normalise(password), params)),
    stop: () => process.stop(),
  };
}

/** The same password typed on a Mac and on Windows may differ in how "å" is composed. */
function normalise(password: string): string {
  return password.normalize('NFKC');
}
