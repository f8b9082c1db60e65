import { describeError } from './ground/log.ts';
import type { Job, Room } from './room.ts';
import type { Services } from './services.ts';

/** What runs beside the requests, each job again and again with a pause between; a failure is told and tried again. */
export function startJobs(services: Services, rooms: readonly Room[]): { stop(): Promise<void> } {
  const stopped = new AbortController();
  const running = rooms.flatMap(({ jobs = [] }) => jobs).map((job) => repeat(job, services, stopped.signal));
  return {
    async stop() {
      stopped.abort();
      await Promise.all(running);
    },
  };
}

async function repeat({ name, everyMs, run }: Job, services: Services, stopped: AbortSignal): Promise<void> {
  const { log } = services;
  while (!stopped.aborted) {
    await pause(everyMs, stopped);
    if (stopped.aborted) return;
    try {
      log.info('job', { job: name, count: await run(services) });
    } catch (error) {
      log.error('A job failed', { job: name, ...describeError(error) });
    }
  }
}

function pause(ms: number, stopped: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  stopped.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true });
  return promise;
}
