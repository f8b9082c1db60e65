import type { Knex } from 'knex';
import { dateOf, localDayOf } from '../pack/local-day.ts';
import { countOf } from '../stage/packed-sql.ts';
import type { RejectReason } from '../pack/reject-reason.ts';
import type { DaySpan, Evidence, Series } from './evidence.ts';
import { readEvidence } from './read-evidence.ts';
import { knownReadings } from './usual-power.ts';
import { resolve, type Resolution, type Terms } from './resolve.ts';
import { storeDays, type JudgedDay } from './store-days.ts';
import { readTold, storeToldReasons, type ToldRegister } from './told-registers.ts';

/** Some days of a series that is too long to be held in memory. */
export interface Stretch {
  /** Readings that are held at most, or little more: what is disputed beyond them can't speak here. */
  most: number;
  /** Local date with which the first of the stretches begins: from there on to these days others have judged, seeing further back. */
  first: string;
  /** What lies after another's days is the next one's to say. */
  isLast: boolean;
}

export interface JudgeOptions {
  series: Series;
  /** Local dates between which something has changed. */
  days: { first: string; last: string };
  terms: Terms;
  /** What a file delivers just now, in the staging table. */
  fresh?: { staging: string; fileId: number };
  stretch?: Stretch;
}

/** What a judgement changed. Counts are of what is delivered just now. */
export interface Judgement {
  stored: number;
  unchanged: number;
  corrected: number;
  superseded: number;
  rejected: number;
  /** Local dates that were written anew. */
  days: string[];
  /** What was shown before, and is set aside now. */
  overruled: (Evidence & Partial<Series> & { reason: RejectReason })[];
  /** Registers told at a swap that are set aside now, and were not before. */
  overruledTold: ToldRegister[];
  /** Registers that went over their end, seen by what is delivered just now. */
  rolledOver: { series: Series; before: Evidence; after: Evidence }[];
}

/** Readings on each side that are looked at first. */
const firstLook = 48;
/** Days that are written in one go. */
const daysAtOnce = 100;
/** Days beside a stretch that are looked at first. */
const firstDays = 48;

/**
 * Judges a series anew around some days, from all that was ever delivered of it. How far around: until more readings that nothing
 * contradicts lie on each side than contradict each other anywhere, and as many as tell what the house usually uses, for then no judgement further away can come out otherwise. Only days in
 * which something changes are written.
 */
export async function judgeSeries(transaction: Knex.Transaction, options: JudgeOptions): Promise<Judgement> {
  const { series, days, terms, fresh, stretch } = options;
  const told = series.intervalSeconds === 0 ? await readTold(transaction, series) : [];
  let isFull = series.intervalSeconds > 0;
  let span = stretch ? widenByDays(days, firstDays) : await widen(transaction, series, days, isFull ? 0 : firstLook);
  for (;;) {
    const read = await readEvidence(transaction, series, span, fresh);
    const evidence = withTold(read, told, span);
    const resolution = resolve(evidence, stretch ? { ...terms, isSettled: settledBefore(days.first, stretch) } : terms);
    if (isFull || (await isFarEnough(transaction, series, span, evidence, resolution)))
      return write(transaction, options, evidence, resolution);
    isFull = stretch !== undefined;
    span = stretch
      ? widenByDays(days, await daysThatHold(transaction, options, stretch.most))
      : await widen(transaction, series, days, Math.max(evidence.length, firstLook) * 4);
  }
}

/** What a stretch before this one has set aside stays so: seen from here it may outnumber the rest of what it contradicts. */
function settledBefore(first: string, stretch: Stretch): Terms['isSettled'] {
  return (one) => {
    const day = dateOf(localDayOf(one.at));
    return day >= stretch.first && day < first;
  };
}

/** What is only staged can't be counted as what is shown: so many days further. */
function widenByDays({ first, last }: { first: string; last: string }, around: number): DaySpan {
  const moved = (day: string, by: number) => new Date(Date.parse(day) + by * 86_400_000).toISOString().slice(0, 10);
  return { first: moved(first, -around), last: moved(last, around) };
}

/** So many days on both sides hold, with those between, so many readings at most, wherever they lie. */
async function daysThatHold(transaction: Knex.Transaction, { series, days, fresh }: JudgeOptions, most: number): Promise<number> {
  const counts = [
    ['reading_day d', countOf('d')],
    ['reading_beside d', 'd.count'],
    ...(fresh ? [[`${fresh.staging} d`, 'd.count']] : []),
  ].map(
    ([table, count]) =>
      `select greatest(cast(:first as date) - day, day - cast(:last as date), 0) as away, ${count} as count
       from ${table} where metering_point_id = :meteringPointId and serial = :serial and interval_seconds = :intervalSeconds`,
  );
  const { rows } = await transaction.raw<{ rows: { away: number }[] }>(
    `select coalesce(max(away), 0) as away from (select away, sum(sum(count)) over (order by away) as total from (${counts.join(' union all ')}) c group by away) t
     where total <= :most`,
    { ...series, ...days, most },
  );
  return Math.max(rows[0]!.away, firstDays);
}

/** So many shown readings further than the days on both sides. Null where there are not as many. */
async function widen(
  transaction: Knex.Transaction,
  series: Series,
  days: { first: string; last: string },
  around: number,
): Promise<DaySpan> {
  if (around === 0) return { first: days.first, last: days.last };
  const bindings = { id: series.meteringPointId, serial: series.serial, first: days.first, last: days.last, around };
  const side = (compare: string, order: string) => `
    select day::text from (select day, sum(count) over (order by day ${order}) as total
      from (select day, ${countOf('reading_day')} as count from reading_day where metering_point_id = :id and serial = :serial and interval_seconds = 0 and ${compare}
            order by day ${order} limit cast(:around as int)) d) d
    where total >= cast(:around as int) order by day ${order} limit 1`;
  const { rows } = await transaction.raw(
    `select (${side('day < cast(:first as date)', 'desc')}) as first, (${side('day > cast(:last as date)', '')}) as last`,
    bindings,
  );
  return rows[0];
}

function withTold(evidence: Evidence[], told: readonly ToldRegister[], { first, last }: DaySpan): Evidence[] {
  const inside = told.filter(({ at }) => {
    const day = dateOf(localDayOf(at));
    return (first === null || day >= first) && (last === null || day <= last);
  });
  if (inside.length === 0) return evidence;
  const all = evidence.concat(inside.map(({ evidence: one }) => one));
  return all.toSorted((one, other) => one.at - other.at || Number(other.place === 'told') - Number(one.place === 'told'));
}

/** More undisputed readings lie on each side than are disputed anywhere, or nothing lies further away. */
async function isFarEnough(
  transaction: Knex.Transaction,
  series: Series,
  span: DaySpan,
  evidence: readonly Evidence[],
  { verdicts }: Resolution,
): Promise<boolean> {
  const disputed = verdicts.map(
    (verdict, index) => isDisputed(verdict) || (verdict === 'superseded' && evidence[index]!.place !== 'beside'),
  );
  const start = disputed.indexOf(true);
  if (start < 0 || (span.first === null && span.last === null)) return true;
  const { rows } = await transaction.raw(
    `select coalesce(sum(count), 0)::int as count from reading_beside where metering_point_id = :id and serial = :serial and interval_seconds = 0
       and reason in ('register-drop', 'implausible')
       and (day < cast(:first as date) or day > cast(:last as date))`,
    { id: series.meteringPointId, serial: series.serial, first: span.first ?? '-infinity', last: span.last ?? 'infinity' },
  );
  const most = disputed.filter(Boolean).length + rows[0].count;
  const before = span.first === null ? Infinity : start;
  const after = span.last === null ? Infinity : evidence.length - 1 - disputed.lastIndexOf(true);
  return Math.min(before, after) > Math.max(most, knownReadings);
}

const isDisputed = (verdict: string) => verdict === 'register-drop' || verdict === 'implausible';

async function write(
  transaction: Knex.Transaction,
  { series, days, fresh, stretch }: JudgeOptions,
  evidence: readonly Evidence[],
  { verdicts, shown, rolledOver }: Resolution,
): Promise<Judgement> {
  const judgement: Judgement = {
    stored: 0,
    unchanged: 0,
    corrected: 0,
    superseded: 0,
    rejected: 0,
    days: [],
    overruled: [],
    overruledTold: [],
    rolledOver: rolledOver
      .filter(({ before, after }) => before.place === 'staged' || after.place === 'staged')
      .map((one) => ({ series, ...one })),
  };
  const dayOf = (one: Evidence) => dateOf(localDayOf(one.at));
  const byDay = Map.groupBy(evidence.keys(), (index) => dayOf(evidence[index]!));
  const shownByDay = Map.groupBy(shown, ({ evidence: one }) => dayOf(one));
  const written: JudgedDay[] = [];
  for (const [day, all] of byDay) {
    if (stretch && !stretch.isLast && day > days.last) continue;
    const indexes = all.filter((index) => evidence[index]!.place !== 'told');
    if (!indexes.some((index, n) => changes(evidence, verdicts, indexes, index, n))) continue;
    judgement.days.push(day);
    for (const index of indexes) count(judgement, evidence, verdicts, index);
    written.push({
      day,
      shown: shownByDay.get(day) ?? [],
      beside: indexes
        .filter((index) => verdicts[index] !== 'shown')
        .map((index) => ({ ...evidence[index]!, reason: reasonOf(verdicts[index]!) })),
    });
    if (written.length === daysAtOnce) await storeDays(transaction, series, written.splice(0), fresh?.staging);
  }
  await storeDays(transaction, series, written, fresh?.staging);
  judgement.overruledTold = await storeToldReasons(
    transaction,
    series,
    evidence.flatMap((one, index) => (one.place === 'told' ? { line: one.line, reason: reasonOf(verdicts[index]!) } : [])),
  );
  return judgement;
}

const reasonOf = (verdict: string) => (verdict === 'superseded' || verdict === 'shown' ? null : verdict);

/** Whether the day has to be written anew for this one; fresh ones of which nothing is to be said stay staged. */
function changes(
  evidence: readonly Evidence[],
  verdicts: readonly string[],
  indexes: readonly number[],
  index: number,
  n: number,
): boolean {
  const one = evidence[index]!;
  const verdict = verdicts[index]!;
  if (one.place === 'shown') return verdict !== 'shown';
  if (one.place === 'beside') return verdict === 'shown' || reasonOf(verdict) !== one.reason;
  const at = (other: number | undefined) => other !== undefined && evidence[other]!.at === one.at;
  return verdict !== 'shown' || at(indexes[n - 1]) || at(indexes[n + 1]);
}

function count(judgement: Judgement, evidence: readonly Evidence[], verdicts: readonly string[], index: number): void {
  const one = evidence[index]!;
  const verdict = verdicts[index]!;
  if (one.place === 'shown' && reasonOf(verdict) !== null && verdict !== 'withdrawn')
    judgement.overruled.push({ ...one, reason: verdict as RejectReason });
  if (one.place !== 'staged') return;
  if (verdict !== 'shown' && verdict !== 'superseded') return void judgement.rejected++;
  let before: Evidence | undefined;
  for (let n = index - 1; n >= 0 && evidence[n]!.at === one.at; n--) if (evidence[n]!.place === 'shown') before = evidence[n];
  for (let n = index + 1; n < evidence.length && evidence[n]!.at === one.at; n++) if (evidence[n]!.place === 'shown') before = evidence[n];
  const same =
    before !== undefined && one.values.every((value, quantity) => quantity > 3 || value === null || value === before.values[quantity]);
  if (same && (one.quality === before!.quality || before!.quality === 'c')) judgement.unchanged++;
  else if (verdict === 'superseded') judgement.superseded++;
  else if (before === undefined) judgement.stored++;
  else judgement.corrected++;
}
