import { type Agent, request } from 'node:http';

export const origin = 'http://127.0.0.1';

export interface Sample {
  at: number;
  ms: number;
  /** 0 where there was no answer. */
  status: number;
}

/** One call from an address, as a browser on the page would send it. */
export function ask(agent: Agent, url: string, method: string, address: string, body?: unknown, cookie?: string): Promise<Sample> {
  const { promise, resolve } = Promise.withResolvers<Sample>();
  const at = performance.now();
  const done = (status: number) => resolve({ at, ms: performance.now() - at, status });
  const headers = { Origin: origin, 'Sec-Fetch-Site': 'same-site', 'Content-Type': 'application/json', 'X-Forwarded-For': address };
  const asked = request(url, { agent, method, headers: { ...headers, ...(cookie && { Cookie: cookie }) }, timeout: 20_000 }, (answer) =>
    answer.resume().once('end', () => done(answer.statusCode ?? 0)),
  );
  asked.once('error', () => done(0)).once('timeout', () => asked.destroy());
  asked.end(body === undefined ? undefined : JSON.stringify(body));
  return promise;
}
