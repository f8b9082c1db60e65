import { test } from 'vitest';
import { openBrowser } from './browsers/engine.ts';

/** A test in front of an `engine`: one browser for all files of a run, as a browser takes seconds to start. */
// oxlint-disable-next-line no-empty-pattern -- vitest reads there what a fixture needs, and takes nothing but a pattern
export const walk = test.extend('engine', { scope: 'worker' }, async ({}, { onCleanup }) => {
  const engine = await openBrowser();
  onCleanup(() => engine.close());
  return engine;
});
