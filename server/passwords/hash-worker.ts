// A process of its own: hashes what its parent sends, at a low priority, and ends with it.
import { constants, setPriority } from 'node:os';
import * as scrypt from 'scrypt-kdf';

// The package's types name one by one what its JavaScript exports as a single default.
const { kdf, verify, viewParams } = (scrypt as unknown as { default: typeof scrypt }).default;

export interface ScryptParams {
  logN: number;
  r: number;
  p: number;
}

export type HashQuestion =
  | { id: number; what: 'hash'; password: string; params: ScryptParams }
  | { id: number; what: 'check'; stored: string | null; password: string; params: ScryptParams };

export interface HashAnswer {
  id: number;
  /** Base64. */
  hash?: string;
  fits?: boolean;
  renew?: boolean;
}

// Before the first hash: the threads that do the work take over the priority that this one has then.
setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
process.on('disconnect', () => process.exit(0));
process.on('message', (question: HashQuestion) => {
  void answer(question).then((found) => process.send?.({ id: question.id, ...found } satisfies HashAnswer));
});

async function answer(question: HashQuestion): Promise<Omit<HashAnswer, 'id'>> {
  const { password, params } = question;
  if (question.what === 'hash') return { hash: Buffer.from(await kdf(password, params)).toString('base64') };
  const key = readable(question.stored);
  if (key === null) {
    await kdf(password, params);
    return { fits: false, renew: false };
  }
  const fits = await verify(key, password).catch(() => false);
  const { logN, r, p } = viewParams(key);
  return { fits, renew: fits && (logN < params.logN || r < params.r || p < params.p) };
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
