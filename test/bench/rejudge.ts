import { join } from 'node:path';
import type { Knex } from 'knex';
import { readFileBytes } from '../../server/metering/files/file-bytes.ts';
import { loadProfile } from '../../server/metering/files/load-profile.ts';
import { importReadings } from '../../server/metering/import-readings.ts';
import { firstDay, writeDelivery } from './metering/delivery.ts';
import { withBase } from './metering/base.ts';
import { compare, type Row } from './row.ts';
import { readFile, writeFile } from 'node:fs/promises';

const years = Number(process.env.BENCH_YEARS ?? 20);
const nights = 9;
/** kWh: a register is above zero at its beginning, too. */
const add = years * 20_000;

/** A night of a meter of twenty years in which one reading contradicts the others, against nights in which none does; the median of nine each, in turn. */
export async function run(): Promise<Row[]> {
  return withBase(1, async (database, folder) => {
    const days = years * 365;
    const from = firstDay - days;
    const life = join(folder, 'life.csv');
    await writeDelivery(life, { points: 1, firstDay: from, days, alike: true, add });
    await take(database, life);
    await database.raw('vacuum analyze');
    const measured: { plain: number; contradicted: number }[] = [];
    for (let night = 0; night < nights; night++) {
      const [plain, contradicted] = [join(folder, `plain-${night}.csv`), join(folder, `contradicted-${night}.csv`)];
      await writeDelivery(plain, { points: 1, firstDay: from + days + 2 * night, days: 1, alike: true, add });
      await writeDelivery(contradicted, { points: 1, firstDay: from + days + 2 * night + 1, days: 1, alike: true, add });
      const lines = (await readFile(contradicted, 'utf8')).split('\n');
      const cells = lines[12]!.split(';');
      lines[12] = [...cells.slice(0, 3), '0', ...cells.slice(4)].join(';');
      await writeFile(contradicted, lines.join('\n'));
      measured.push({ plain: await take(database, plain), contradicted: await take(database, contradicted, 1) });
    }
    const median = (values: number[]) => values.toSorted((left, right) => left - right)[values.length >> 1]!;
    return [
      compare({
        name: `rejudge: a night with a contradicted reading in a meter of ${years} years`,
        ours: median(measured.map((one) => one.contradicted)) * 1000,
        reference: median(measured.map((one) => one.plain)) * 1000,
        unit: 'ms',
        atMost: 2,
      }),
    ];
  });
}

/** Seconds that an import takes of which so many readings are set aside. */
async function take(database: Knex, file: string, rejected = 0): Promise<number> {
  const begin = performance.now();
  const report = await importReadings({
    database,
    profile: loadProfile('own'),
    profileName: 'own',
    fileName: file,
    input: readFileBytes(file),
    now: new Date(),
  });
  if (report.rejected !== rejected) throw new Error(`${report.rejected} readings of the bench's file were set aside, and not ${rejected}.`);
  return (performance.now() - begin) / 1000;
}
