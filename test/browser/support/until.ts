import { waitUntil } from '@open-wc/testing';

/** Waits until it is so, on a busy machine too. */
export const until = (isSo: () => unknown, otherwise?: string): Promise<void> =>
  waitUntil(isSo as () => boolean, otherwise, { timeout: 60_000, interval: 20 });
