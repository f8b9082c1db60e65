import { DatabaseTimeout } from '../ground/database-away.ts';

/** The few connections of the pool that strangers' log-ins may hold at once: whoever is signed in has the rest. */
export class StrangersPlaces {
  #free: number;
  readonly #queue: number;
  readonly #waiting: (() => void)[] = [];

  constructor({ places, queue }: { places: number; queue: number }) {
    this.#free = places;
    this.#queue = queue;
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  /** @throws DatabaseTimeout where too many wait already, or none came free in time. */
  async take(milliseconds: number): Promise<void> {
    if (this.#free > 0) {
      this.#free -= 1;
      return;
    }
    if (this.#waiting.length >= this.#queue) throw new DatabaseTimeout('a connection');
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#waiting.push(resolve);
    const timer = setTimeout(() => {
      const place = this.#waiting.indexOf(resolve);
      if (place === -1) return;
      this.#waiting.splice(place, 1);
      reject(new DatabaseTimeout('a connection'));
    }, milliseconds);
    await promise.finally(() => clearTimeout(timer));
  }

  /** The longest waiting gets the place. */
  giveBack(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#free += 1;
    else next();
  }
}
