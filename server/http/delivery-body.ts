import type { IncomingMessage } from 'node:http';

/** Why a delivery over HTTP did not arrive whole, with the status that tells the sender. */
export class DeliveryFault extends Error {
  override name = 'DeliveryFault';
  readonly status: 400 | 408 | 413;

  constructor(status: 400 | 408 | 413, message: string) {
    super(message);
    this.status = status;
  }
}

export interface DeliveryLimits {
  /** How long the sender may send nothing while the server is ready for more. */
  stallMs: number;
  /** Null: as long as it is. */
  mostBytes: number | null;
}

/**
 * A request's body as it arrives, for as long as it does. Throws a `DeliveryFault` when it stalls, breaks off or is too large. What its
 * reader does not want is still taken from the sender, who would else never come to read the answer.
 */
export async function* readDelivery(request: IncomingMessage, { stallMs, mostBytes }: DeliveryLimits): AsyncGenerator<Buffer> {
  const pieces: AsyncIterator<Buffer> = request[Symbol.asyncIterator]();
  let bytes = 0;
  try {
    for (;;) {
      const piece = await orStalled(pieces.next(), stallMs);
      if (piece.done) return;
      bytes += piece.value.length;
      if (mostBytes !== null && bytes > mostBytes) throw tooLarge(mostBytes);
      yield piece.value;
    }
  } finally {
    void discard(pieces);
  }
}

async function discard(pieces: AsyncIterator<Buffer>): Promise<void> {
  try {
    while (!(await pieces.next()).done);
  } catch {
    // The sender has gone.
  }
}

async function orStalled<T>(next: Promise<T>, ms: number): Promise<T> {
  const stalled = Promise.withResolvers<never>();
  const timer = setTimeout(() => stalled.reject(new DeliveryFault(408, `nothing came for ${ms / 1000} seconds`)), ms);
  const arrived = next.catch(() => {
    throw new DeliveryFault(400, 'the connection broke before all of the file was there');
  });
  try {
    return await Promise.race([arrived, stalled.promise]);
  } finally {
    clearTimeout(timer);
  }
}

const tooLarge = (mostBytes: number) => new DeliveryFault(413, `a file of more than ${mostBytes / 1e6} MB is not taken`);
