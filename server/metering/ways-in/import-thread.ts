import { once } from 'node:events';
import { basename } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { openDatabaseForWork } from '../../database/connection.ts';
import { sentenceOf } from '../../ground/command-fault.ts';
import { InputFault } from '../../ground/input-fault.ts';
import { readFileBytes } from '../files/file-bytes.ts';
import { loadProfile } from '../files/load-profile.ts';
import { importReadings } from '../import-readings.ts';
import type { ThreadOrder, ThreadWord } from './import-side-by-side.ts';

// One file's import, in a thread of its own: what it needs comes with it, and what becomes of it goes back as words.
const { file, url, profileName, now, check } = workerData as ThreadOrder;
const say = (word: ThreadWord) => parentPort!.postMessage(word);

class Left extends Error {}

const database = openDatabaseForWork(url);
try {
  say({
    report: await importReadings({
      database,
      profile: loadProfile(profileName),
      profileName,
      fileName: basename(file),
      input: readFileBytes(file),
      now,
      check,
      async beforeMerge(buckets) {
        say({ buckets });
        const [word] = await once(parentPort!, 'message');
        if (word === 'leave') throw new Left();
      },
    }),
  });
} catch (error) {
  if (!(error instanceof Left))
    say({ fault: error instanceof InputFault ? `${error.describe(file)} Nothing was imported.` : sentenceOf(error) });
} finally {
  await database.destroy();
  parentPort!.close();
}
