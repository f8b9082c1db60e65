import { test } from 'vitest';
import { channelName, type Answer, type Question } from './messages.ts';
import { runAll, runMutant } from './tests-in-thread.ts';

// Not one of the project's tests: where Stryker's questions are answered, in the thread that has read them all.
test('answers for one mutant after another', { timeout: 0 }, async () => {
  const channel = new BroadcastChannel(channelName);
  const tell = (answer: Answer) => channel.postMessage(answer);
  await new Promise<void>((end) => {
    channel.addEventListener('message', async ({ data: question }: MessageEvent<Question>) => {
      if (question.ask === 'all') tell({ tell: 'all', ...(await runAll()) });
      else if (question.ask === 'mutant') tell({ tell: 'mutant', outcome: await runMutant(question.id, question.tests) });
      else end();
    });
    tell({ tell: 'ready' });
  });
  channel.close();
});
