// A process of its own for the strangers, at a low priority: in life they work on machines of theirs, not on the server's.
import { randomBytes } from 'node:crypto';
import { Agent } from 'node:http';
import { constants, setPriority } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { ask } from './ask.ts';

/** So many bad log-ins a second at the server, for so many milliseconds. */
export interface Flood {
  url: string;
  rate: number;
  ms: number;
}

/** How many were sent in that time, and how many answers had which status. */
export interface Flooded {
  sent: number;
  statuses: Record<number, number>;
}

setPriority(constants.priority.PRIORITY_LOW);
const agent = new Agent({ keepAlive: true, maxSockets: 400 });
process.on('disconnect', () => process.exit(0));
process.on('message', (wish: Flood) => void flood(wish).then((flooded) => process.send?.(flooded)));

async function flood({ url, rate, ms }: Flood): Promise<Flooded> {
  const statuses: Record<number, number> = {};
  const started = performance.now();
  const open: Promise<void>[] = [];
  let sent = 0;
  for (; performance.now() < started + ms; sent += 1) {
    await sleep(Math.max(0, started + (sent * 1000) / rate - performance.now()));
    const address = `${11 + (sent % 200)}.${Math.floor(Math.random() * 256)}.${Math.floor(Math.random() * 256)}.7`;
    const mobile = String(90_000_000 + Math.floor(Math.random() * 9_999_999));
    const [path, body] =
      sent % 2 === 0
        ? ['password', { mobile, password: randomBytes(9).toString('hex') }]
        : sent % 4 === 1
          ? ['challenge', { plantNumber: String(sent), meteringPointId: String(sent), mobile, termsVersion: '1.0' }]
          : ['code', { code: '123456' }];
    open.push(
      ask(agent, `${url}/api/login/${path}`, 'POST', address, body).then(
        ({ status }) => void (statuses[status] = (statuses[status] ?? 0) + 1),
      ),
    );
  }
  await Promise.all(open);
  return { sent, statuses };
}
