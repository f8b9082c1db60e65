import { unlinkEnded } from './account/unlink-ended.ts';
import { cleanUp } from './login/clean-up.ts';
import { describeError } from './ground/log.ts';
import type { Services } from './services.ts';

/** What runs beside the requests, each job again and again with a pause between; a failure is told and tried again. */
export function startJobs(services: Services): { stop(): Promise<void> } {
  const stopped = new AbortController();
  const running = [
    repeat('clean-up', 10 * 60_000, () => cleanUp(services), services, stopped.signal),
    repeat('unlink-ended', 60 * 60_000, () => unlinkEnded(services), services, stopped.signal),
  ];
  return {
    async stop() {
      stopped.abort();
      await Promise.all(running);
    },
  };
}

async function repeat(job: string, pauseMs: number, run: () => Promise<void>, { log }: Services, stopped: AbortSignal): Promise<void> {
  while (!stopped.aborted) {
    await pause(pauseMs, stopped);
    if (stopped.aborted) return;
    try {
      await run();
    } catch (error) {
      log.error('A job failed', { job, ...describeError(error) });
    }
  }
}

function pause(ms: number, stopped: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  stopped.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true });
  return promise;
}
