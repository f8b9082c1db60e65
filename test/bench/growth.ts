import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { timeCopy, timeImport, withBase } from './metering/base.ts';
import { firstDay, writeDelivery } from './metering/delivery.ts';
import { fillAlike, fillPlainAlike } from './metering/many.ts';
import { compare, type Row } from './row.ts';

const points = Number(process.env.BENCH_POINTS ?? 300);
const bases = [0, 1, 2, 5];
/** A year comes in so many files, of other points each: of their ratios the middle one counts. */
const parts = 3;
const dailies = 9;
/** Registers that began years ago are above zero all the same. */
const add = 200_000;

/** A year's delivery, and the daily ones after it, into a base of no year to five: import : COPY must not depend on what is there already. */
export async function run(): Promise<Row[]> {
  const files = await mkdtemp(join(tmpdir(), 'min-side-growth-'));
  const found: { years: number; year: Pair; day: Pair }[] = [];
  try {
    for (const years of bases) found.push({ years, ...(await measure(years, files)) });
  } finally {
    await rm(files, { recursive: true });
  }
  const rows = found.flatMap(({ years, year, day }) => [
    compare({
      name: `growth: a year of ${points / parts} points into ${years} years, import, COPY`,
      ours: year.imported,
      reference: year.copied,
      unit: 's',
    }),
    compare({ name: `growth: a day of ${points} points after it, import, COPY`, ours: day.imported, reference: day.copied, unit: 's' }),
  ]);
  for (const what of ['year', 'day'] as const) {
    const ratios = found.map((one) => ratioOf(one[what]));
    rows.push(
      compare({
        name: `growth: ${what}, the worst of these ratios against the best`,
        ours: Math.max(...ratios),
        reference: Math.min(...ratios),
        unit: '×',
        atMost: 1.3,
      }),
    );
  }
  return rows;
}

/** Seconds. */
interface Pair {
  imported: number;
  copied: number;
}

const ratioOf = ({ imported, copied }: Pair) => imported / copied;

async function measure(years: number, files: string): Promise<{ year: Pair; day: Pair }> {
  return withBase(points + 1, async (database, folder) => {
    if (years > 0) {
      await fillAlike(database, folder, { points, days: years * 365, from: firstDay - years * 365, add });
      await fillPlainAlike(database, points);
    }
    const timed = async (from: number, days: number, fromPoint: number, count: number): Promise<Pair> => {
      const file = join(files, `${from}-${fromPoint}.csv`);
      if (!existsSync(file)) await writeDelivery(file, { points: count, fromPoint, firstDay: from, days, alike: true, add });
      await database.raw('checkpoint');
      const copied = await timeCopy(database, file);
      await database.raw('checkpoint');
      return { imported: await timeImport(database, file), copied };
    };
    // What every server and process does the first time is not measured.
    await timed(firstDay, 60, points, 1);
    const inPart = points / parts;
    const year: Pair[] = [];
    for (let part = 0; part < parts; part++) year.push(await timed(firstDay, 365, part * inPart, inPart));
    await database.raw('vacuum analyze');
    const day: Pair[] = [];
    for (let next = 0; next < dailies; next++) day.push(await timed(firstDay + 365 + next, 1, 0, points));
    return { year: middle(year), day: quickest(day) };
  });
}

const middle = (pairs: Pair[]) => pairs.toSorted((one, other) => ratioOf(one) - ratioOf(other))[pairs.length >> 1]!;

/** What takes some hundredths of a second is told by the one that nothing disturbed. */
const quickest = (pairs: Pair[]): Pair => ({
  imported: Math.min(...pairs.map(({ imported }) => imported)),
  copied: Math.min(...pairs.map(({ copied }) => copied)),
});
