import { join } from 'node:path';
import { timeCopy, timeImport, withBase } from './metering/base.ts';
import { firstDay, writeDelivery } from './metering/delivery.ts';
import { fillAlike, fillPlainAlike } from './metering/many.ts';
import { compare, type Row } from './row.ts';

const points = Number(process.env.BENCH_POINTS ?? 500);
const bases = [0, 1, 2, 5];
const dailies = 5;
/** Registers that began years ago are above zero all the same. */
const add = 200_000;

/** A year's delivery, and the daily one after it, into a base of no year to five: import : COPY must not depend on what is there already. */
export async function run(): Promise<Row[]> {
  const found: { years: number; year: number; day: number }[] = [];
  for (const years of bases) found.push({ years, ...(await measure(years)) });
  const rows = found.flatMap(({ years, year, day }) => [
    compare({ name: `growth: a year of ${points} points into ${years} years, import : COPY`, ours: year, reference: 1, unit: '×' }),
    compare({ name: `growth: the daily delivery after it, import : COPY`, ours: day, reference: 1, unit: '×' }),
  ]);
  for (const what of ['year', 'day'] as const) {
    const ratios = found.map((one) => one[what]);
    rows.push(
      compare({
        name: `growth: ${what}, the best of these ratios against the worst`,
        ours: Math.max(...ratios),
        reference: Math.min(...ratios),
        unit: '×',
        atMost: 1.3,
      }),
    );
  }
  return rows;
}

async function measure(years: number): Promise<{ year: number; day: number }> {
  return withBase(points, async (database, folder) => {
    if (years > 0) {
      await fillAlike(database, folder, { points, days: years * 365, from: firstDay - years * 365, add });
      await fillPlainAlike(database, points);
    }
    const timed = async (from: number, days: number) => {
      const file = join(folder, `${from}.csv`);
      await writeDelivery(file, { points, firstDay: from, days, alike: true, add });
      await database.raw('checkpoint');
      const copied = await timeCopy(database, file);
      await database.raw('checkpoint');
      return copied / (await timeImport(database, file));
    };
    const year = await timed(firstDay, 365);
    await database.raw('vacuum analyze');
    const daily: number[] = [];
    for (let day = 0; day < dailies; day++) daily.push(await timed(firstDay + 365 + day, 1));
    return { year, day: daily.toSorted((one, other) => one - other)[dailies >> 1]! };
  });
}
