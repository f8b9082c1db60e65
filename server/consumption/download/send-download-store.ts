import type Koa from 'koa';
import { DateTime } from 'luxon';
import type { PointChoice } from '../../contract.ts';
import { zone } from '../../ground/zone.ts';
import type { Services } from '../../services.ts';
import { dataSpan, hourStart, keptFrom } from '../data-span.ts';
import { localDays } from '../local-days.ts';
import { readDays } from '../read-days.ts';
import { isWholeKwh } from '../whole-kwh.ts';
import { downloadCsv, downloadExcel } from './download-file.ts';
import { downloadRows, type DownloadLevel } from './download-rows.ts';

/** What is asked for: a year, a month or a day, or without it everything that is kept. */
export interface DownloadWish {
  point?: PointChoice | undefined;
  at?: string | undefined;
  level: DownloadLevel;
  format: 'csv' | 'xlsx';
}

const types = { csv: 'text/csv; charset=utf-8', xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' };
const words: Record<DownloadLevel, string> = { hour: 'timer', day: 'dogn', month: 'maneder', year: 'ar' };
/** Coarser ones come along in a workbook. */
const levels: readonly DownloadLevel[] = ['hour', 'day', 'month', 'year'];

/** Sends what the reader may see as a file. @throws Failure as `readDays`. */
export async function sendDownload(services: Services, ctx: Koa.Context, { point, at, level, format }: DownloadWish): Promise<void> {
  const now = services.now();
  const [from, to] = at === undefined ? ['1990-01-01', '2099-12-31'] : spanOf(at);
  // No days before to compare with.
  const read = await readDays(services, ctx, point, { from, to, fromBefore: '1990-01-02', toBefore: '1990-01-01' });
  const { dataUntil, overdue } = dataSpan(read.selected, read.points, now, keptFrom(services.config.retention, now));
  const firstWithValue = read.points.map(({ firstDay }) => firstDay).toSorted()[0];
  const first = [from, read.firstDay ?? from, ...(at === undefined && firstWithValue ? [firstWithValue] : [])].toSorted().at(-1)!;
  const last = [to, read.lastDay ?? to, DateTime.fromJSDate(now, { zone }).toISODate()!].toSorted()[0]!;
  const days = read.firstDay === null || read.points.length === 0 ? [] : localDays(first, last, read.points, { now, overdue });
  const wholeKwh = isWholeKwh(days);
  const since = overdue && dataUntil ? DateTime.fromISO(dataUntil, { zone }).minus({ milliseconds: 1 }).toFormat('dd.MM.yyyy') : '';
  const rowsOf = (one: DownloadLevel) => downloadRows(one, days, { wholeKwh, since, hourOf: hourStart });
  ctx.attachment(['forbruk', words[level], at].filter(Boolean).join('-') + `.${format}`);
  ctx.type = types[format];
  ctx.set('Cache-Control', 'no-store');
  ctx.body =
    format === 'csv'
      ? downloadCsv(level, rowsOf(level), wholeKwh)
      : await downloadExcel(
          levels.slice(levels.indexOf(level)).map((one) => ({ level: one, rows: rowsOf(one) })),
          wholeKwh,
        );
}

function spanOf(at: string): [from: string, to: string] {
  if (at.length === 4) return [`${at}-01-01`, `${at}-12-31`];
  if (at.length === 10) return [at, at];
  return [`${at}-01`, DateTime.fromISO(`${at}-01`, { zone: 'utc' }).endOf('month').toISODate()!];
}
