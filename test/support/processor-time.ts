import { readdirSync, readFileSync } from 'node:fs';

/**
 * How long a process, and those that it started, have stood in line for a processor so far, in milliseconds: their main threads, which
 * wait for each other. What is promised in seconds is meant of the time that a process has. 0 where there is no Linux to ask.
 */
export function processorWaitMs(pid: number): number {
  try {
    const ownNs = Number(readFileSync(`/proc/${pid}/task/${pid}/schedstat`, 'utf8').split(' ')[1]);
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean);
    return ownNs / 1e6 + children.reduce((sum, child) => sum + processorWaitMs(Number(child)), 0);
  } catch {
    return 0; // ended meanwhile
  }
}

/** How long a process, and those that it started, have had a processor so far, in milliseconds, all threads together: what work cost, however busy the machine is. */
export function processorMs(pid: number): number {
  const ofThread = (thread: string) => {
    const read = (name: string) => readFileSync(`/proc/${pid}/task/${thread}/${name}`, 'utf8').trim().split(' ');
    const children = read('children').filter(Boolean);
    return children.reduce((sum, child) => sum + processorMs(Number(child)), Number(read('schedstat')[0]) / 1e6);
  };
  return readdirSync(`/proc/${pid}/task`).reduce((sum, thread) => sum + ofThread(thread), 0);
}
