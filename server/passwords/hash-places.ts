import { besidePatience, patienceLeft } from '../database/patience.ts';
import { Failure } from '../failure.ts';

/** Whose password is looked at. */
export interface Asker {
  /** Signed in, or on a device that the account knows: goes before all others. */
  known: boolean;
  /** The address block of somebody unknown, so that one block does not fill the line. */
  block?: string;
  /** What to do first, once there is a place; whoever is refused as busy has not had it. */
  onTurn?(): Promise<void>;
}

interface HashRequest {
  readonly block: string | undefined;
  readonly go: () => void;
}

/** Longest wait in line. */
const longestMs = 2_000;
/** What a hash itself takes, and the reply. */
const neededMs = 500;

/** A few hashes at a time, a short line for those who are known and one for the rest; nobody else is kept waiting for nothing. */
export class HashPlaces {
  readonly #lines: { known: HashRequest[]; unknown: HashRequest[] } = { known: [], unknown: [] };
  readonly #queue: number;
  /** Places that rest, each by what ends that. */
  readonly #resting = new Set<() => void>();
  #free: number;

  constructor({ atOnce, queue }: { atOnce: number; queue: number }) {
    this.#free = atOnce;
    this.#queue = queue;
  }

  /** @throws Failure busy */
  async inTurn<Result>(asker: Asker, work: () => Promise<Result>): Promise<Result> {
    if (this.#free > 0) this.#free -= 1;
    else await this.#wait(asker);
    const started = performance.now();
    try {
      await asker.onTurn?.();
      return await besidePatience(work);
    } finally {
      if (asker.known || this.#lines.known.length > 0 || this.#lines.unknown.length === 0) this.#handOn();
      else this.#rest(performance.now() - started);
    }
  }

  #handOn(): void {
    const next = this.#lines.known.shift() ?? this.#lines.unknown.shift();
    if (next === undefined) this.#free += 1;
    else next.go();
  }

  /** While strangers stand in line, half of a place's time is nobody's but those who are known: a flood leaves the machine to customers. */
  #rest(milliseconds: number): void {
    const timer = setTimeout(end, milliseconds);
    const resting = this.#resting;
    const handOn = () => this.#handOn();
    function end(): void {
      clearTimeout(timer);
      resting.delete(end);
      handOn();
    }
    resting.add(end);
  }

  async #wait({ known, block }: Asker): Promise<void> {
    const line = known ? this.#lines.known : this.#lines.unknown;
    const ofBlock = block === undefined ? 0 : line.filter((each) => each.block === block).length;
    if (line.length >= this.#queue || ofBlock >= Math.max(1, this.#queue / 4)) throw busy();
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const place: HashRequest = { block, go: resolve };
    line.push(place);
    if (known) for (const end of [...this.#resting].slice(0, 1)) end();
    const timer = setTimeout(
      () => {
        const index = line.indexOf(place);
        if (index === -1) return;
        line.splice(index, 1);
        reject(busy());
      },
      Math.min(longestMs, Math.max(0, patienceLeft() - neededMs)),
    );
    await promise.finally(() => clearTimeout(timer));
  }
}

function busy(): Failure {
  return new Failure('busy', { retryAfterSeconds: 2 });
}
