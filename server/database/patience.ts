import { AsyncLocalStorage } from 'node:async_hooks';

/** Whose work a statement is: a stranger's log-in gets few of the connections, so that a flood of them leaves customers theirs. */
export type Lane = 'customer' | 'stranger';

/** How long whoever asks still waits for the database. One for a request, however many statements it makes. */
export interface Patience {
  /** On `performance.now()`'s clock, in milliseconds. */
  until: number;
  lane: Lane;
}

const patience = new AsyncLocalStorage<Patience>();

/** All that `work` asks of the database must be answered within so many milliseconds from now, together. */
export function withPatience<Result>(milliseconds: number, lane: Lane, work: () => Result): Result {
  return patience.run({ until: performance.now() + milliseconds, lane }, work);
}

/** For what goes on after its request was answered: that request's patience is not its own. */
export function withoutPatience<Result>(work: () => Result): Result {
  return patience.exit(work);
}

/** From now on the request takes as long as it takes, e.g. a download. */
export function endPatience(): void {
  const current = patience.getStore();
  if (current !== undefined) current.until = Infinity;
}

/** Milliseconds that whoever asks still waits; Infinity for jobs and commands. */
export function patienceLeft(): number {
  const current = patience.getStore();
  return current === undefined ? Infinity : current.until - performance.now();
}

/** Does what is not the database's to answer for, and takes time of its own: a password's hash. */
export async function besidePatience<Result>(work: () => Promise<Result>): Promise<Result> {
  const started = performance.now();
  try {
    return await work();
  } finally {
    const current = patience.getStore();
    if (current !== undefined) current.until += performance.now() - started;
  }
}

/** The request turned out to be a customer's, or a known device's. */
export function changeLane(lane: Lane): void {
  const current = patience.getStore();
  if (current !== undefined) current.lane = lane;
}

export function currentLane(): Lane {
  return patience.getStore()?.lane ?? 'customer';
}
