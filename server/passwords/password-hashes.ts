import * as scrypt from 'scrypt-kdf';
import { Failure } from '../failure.ts';

// The package's types name one by one what its JavaScript exports as a single default.
const { kdf, verify, viewParams } = (scrypt as unknown as { default: typeof scrypt }).default;

/** scrypt's N = 2^logN and p (r is 8), and how many may wait for a place. */
export interface HashSettings {
  readonly scryptLogN: number;
  readonly scryptP: number;
  readonly hashQueue: number;
}

export interface PasswordHashes {
  /** scrypt in scrypt-kdf's own format (parameters and salt inside), base64. @throws Failure busy */
  hash(password: string): Promise<string>;
  /**
   * Whether the password fits, and whether its hash is weaker than today's parameters and should be made anew.
   * A null or malformed hash fits nothing and takes as long as a real one. @throws Failure busy
   */
  check(stored: string | null, password: string): Promise<{ fits: boolean; renew: boolean }>;
}

/** Each takes 32 MB and some 100 ms of a core: two at a time, a few in line, the rest are told to come back. */
const atOnce = 2;

export function createPasswordHashes({ scryptLogN, scryptP, hashQueue }: HashSettings): PasswordHashes {
  const params = { logN: scryptLogN, r: 8, p: scryptP };
  const waiting: (() => void)[] = [];
  let running = 0;

  async function inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (running >= atOnce) {
      if (waiting.length >= hashQueue) throw new Failure('busy', { retryAfterSeconds: 2 });
      const turn = Promise.withResolvers<void>();
      waiting.push(turn.resolve);
      await turn.promise;
    } else {
      running += 1;
    }
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) running -= 1;
      else next(); // the place is handed on
    }
  }

  return {
    hash: (password) => inTurn(async () => Buffer.from(await kdf(normalise(password), params)).toString('base64')),

    check: (stored, password) =>
      inTurn(async () => {
        const key = readable(stored);
        if (key === null) {
          await kdf(normalise(password), params);
          return { fits: false, renew: false };
        }
        const fits = await verify(key, normalise(password)).catch(() => false);
        const { logN, r, p } = viewParams(key);
        return { fits, renew: fits && (logN < params.logN || r < params.r || p < params.p) };
      }),
  };
}

/** The same password typed on a Mac and on Windows may differ in how "å" is composed. */
function normalise(password: string): string {
  return password.normalize('NFKC');
}

function readable(stored: string | null): Buffer | null {
  if (stored === null) return null;
  const key = Buffer.from(stored, 'base64');
  try {
    const { logN, r, p } = viewParams(key);
    // A damaged row must not make the server work for minutes.
    return logN <= 20 && r <= 16 && p <= 16 ? key : null;
  } catch {
    return null;
  }
}
