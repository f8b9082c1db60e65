import type Koa from 'koa';
import { DateTime } from 'luxon';
import type { ConsumptionLevel, PointChoice } from '../../contract/consumption.ts';
import { spokenLanguage } from '../../ground/language.ts';
import type { Services } from '../../services.ts';
import { keptFrom } from '../data-span.ts';
import { readDays, withoutBefore } from '../read-days.ts';
import { downloadCsv, downloadExcel } from './download-file.ts';
import { downloadLines } from './download-lines.ts';

/** What is asked for: a year, a month or a day, or without it everything that is kept. */
export interface DownloadWish {
  point?: PointChoice | undefined;
  at?: string | undefined;
  level: ConsumptionLevel;
  format: 'csv' | 'xlsx';
}

const types = { csv: 'text/csv; charset=utf-8', xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' };
const words: Record<ConsumptionLevel, string> = { hour: 'timer', day: 'dogn', month: 'maneder', year: 'ar' };
/** Coarser ones come along in a workbook. */
const levels: readonly ConsumptionLevel[] = ['hour', 'day', 'month', 'year'];

/** Sends what the reader may see as a file. @throws Failure as `readDays`. */
export async function sendDownload(services: Services, ctx: Koa.Context, { point, at, level, format }: DownloadWish): Promise<void> {
  const now = services.now();
  const [from, to] = at === undefined ? ['1990-01-01', '2099-12-31'] : spanOf(at);
  const read = await readDays(services, ctx, point, { from, to, ...withoutBefore });
  const language = spokenLanguage(ctx.get('Accept-Language'));
  const span = { from, to, all: at === undefined, language };
  const { rowsOf, wholeKwh } = downloadLines(read, span, now, keptFrom(services.config.retention, now));
  ctx.attachment(['forbruk', words[level], at].filter(Boolean).join('-') + `.${format}`);
  ctx.type = types[format];
  ctx.set('Cache-Control', 'no-store');
  ctx.body =
    format === 'csv'
      ? downloadCsv(level, rowsOf(level), { wholeKwh, language })
      : await downloadExcel(
          levels.slice(levels.indexOf(level)).map((one) => ({ level: one, rows: rowsOf(one) })),
          { wholeKwh, language },
        );
}

function spanOf(at: string): [from: string, to: string] {
  if (at.length === 4) return [`${at}-01-01`, `${at}-12-31`];
  if (at.length === 10) return [at, at];
  return [`${at}-01`, DateTime.fromISO(`${at}-01`, { zone: 'utc' }).endOf('month').toISODate()!];
}
