import { afterAll, describe, expect, it } from 'vitest';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Knex } from 'knex';
import { openDatabaseForWork } from '../../../server/database/connection.ts';
import { touchedDays } from '../../../server/metering/derive/derive.ts';
import { freshDatabase } from '../../support/database.ts';
import { refusedByCitus } from '../../support/refused-by-citus.ts';
import { sqlInSource } from '../../support/sql-in-source.ts';

// What tables and statements tell without a Citus; `npm run test:citus` asks a real one.

const metering = ['consumption_day', 'meter', 'meter_line', 'metering_point', 'reading_beside', 'reading_day', 'standstill'];

async function openFresh(): Promise<Knex> {
  const fresh = await freshDatabase();
  const database = openDatabaseForWork(fresh.url);
  afterAll(async () => {
    await database.destroy();
    await fresh.drop();
  });
  return database;
}

const column = async (database: Knex, sql: string, values: readonly string[] = []): Promise<string[]> =>
  (await database.raw(sql, values)).rows.map((row: Record<string, string>) => Object.values(row)[0]!);

describe('the metering tables can be spread by metering_point_id', async () => {
  const database = await openFresh();
  const among = `= any('{${metering.join(',')}}'::regclass[])`;

  it('are those that carry it, and the customers only know its number', async () => {
    const carriers = await column(
      database,
      `select c.oid::regclass::text from pg_attribute a join pg_class c on c.oid = a.attrelid
       where attname = 'metering_point_id' and relkind = 'r' and relnamespace = 'public'::regnamespace order by 1`,
    );
    expect(carriers).toEqual([...metering, 'reading_withdrawal', 'relationship_metering_point'].toSorted());
  });

  it.each([
    [
      'has it first in its primary key, or has none because it only grows',
      `select r::regclass::text from unnest('{${metering.join(',')}}'::regclass[]) r
       left join pg_constraint p on p.conrelid = r and p.contype = 'p'
       left join pg_attribute a on a.attrelid = r and a.attnum = p.conkey[1]
       where a.attname is distinct from 'metering_point_id' and not (p.oid is null and r::text = 'reading_beside')`,
    ],
    [
      'has it never null',
      `select attrelid::regclass::text from pg_attribute where attrelid ${among} and attname = 'metering_point_id' and not attnotnull`,
    ],
    [
      'has it in every unique index',
      `select indexrelid::regclass::text from pg_index i where indrelid ${among} and indisunique and not exists (
         select from pg_attribute a where a.attrelid = i.indrelid and a.attnum = any(i.indkey) and a.attname = 'metering_point_id')`,
    ],
    [
      'refers to no table and is referred to by none',
      `select conname from pg_constraint where contype = 'f' and (conrelid ${among} or confrelid ${among})`,
    ],
    ['excludes nothing', `select conname from pg_constraint where contype = 'x' and conrelid ${among}`],
    ['has no trigger', `select tgname from pg_trigger where tgrelid ${among}`],
    [
      'draws on no sequence, by identity, serial or default',
      `select attrelid::regclass::text from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
       where attrelid ${among} and (attidentity <> '' or pg_get_expr(d.adbin, d.adrelid) like '%nextval%')
       union select classid::regclass::text from pg_depend where refobjid ${among} and classid = 'pg_class'::regclass
         and objid in (select oid from pg_class where relkind = 'S')`,
    ],
  ])('each %s', async (_, offenders) => {
    expect(await column(database, offenders)).toEqual([]);
  });
});

/** How each such statement begins, and why it may stand. */
const known: [start: RegExp, why: string][] = [
  [
    /^with own as materialized \(/,
    'asks who reads in the same round; where the tables are spread that is a round of its own (selected-points.ts)',
  ],
  [/^with derived as \(\s*insert into consumption_day/, 'where the tables are spread the days go through a work table (derive.ts)'],
  [/^insert into consumption_day \([^)]*\)[^;]*\bshare as \(/, 'where the tables are spread the shares lie in a work table (any-day.ts)'],
  [/^insert into \w+_…_day select/, 'looks for the day before in another way where the tables are spread (derive.ts)'],
  [/^with changed as \(\s*(?:insert into|delete from) standstill/, 'of one series, a few rows'],
  [/^with fresh as \([^;]*updated as \(\s*update reading_day/, 'changes rows where they lie; two counts a day come back'],
];

describe('what is sent is taken by Citus, and carried out where the metering point lies', () => {
  const folder = join(import.meta.dirname, '../../sql');
  const sent = ['metering.sql', 'consumption.sql'].flatMap((file) =>
    readFileSync(join(folder, file), 'utf8')
      .split(/;\n/)
      .map((text) => text.replace(/^\s*(?:--[^\n]*\n\s*)*/, ''))
      .filter((text) => /^(?:select|insert|update|delete|with)\s/i.test(text)),
  );

  it('as far as the statements of test/sql tell', async () => {
    expect(sent.length).toBeGreaterThan(120);
    const faults: string[] = [];
    for (const sql of sent) {
      if (known.some(([start]) => start.test(sql))) continue;
      for (const fault of await refusedByCitus(sql)) faults.push(`${fault}: ${sql.replace(/\s+/g, ' ').slice(0, 100)}`);
    }
    expect(faults).toEqual([]);
    expect(known.filter(([start]) => !sent.some((sql) => start.test(sql))).map(([, why]) => why)).toEqual([]);
  });

  it('as far as the statement tells that finds the touched days where the tables are spread', async () => {
    expect(await refusedByCitus(touchedDays('import_x_staging', undefined, true))).toEqual([]);
  });

  it('as far as those tell that stand whole in the source', async () => {
    const faults: string[] = [];
    for (const { at, parts } of sqlInSource()) {
      const [text] = parts as [string];
      if (parts.length > 1 || !/^\s*(?:select|insert|update|delete|with)\s/i.test(text)) continue;
      const numbered = text
        .replaceAll('??', '"name"')
        .replace(/(?<!:):[a-z]\w*/gi, '$1')
        .replace(/(?<!\\)\?/g, '$1');
      for (const fault of await refusedByCitus(numbered)) faults.push(`${at}: ${fault}`);
    }
    expect(faults).toEqual([]);
  });

  it.each([
    [
      'insert into meter (metering_point_id) select id from unnest($1::bigint[]) id where not exists (select from meter m where m.metering_point_id = id)',
      'holds a query',
    ],
    ["update reading_day d set line = case d.quality when 'm' then 1 else 2 end where d.day < $1", 'case x when'],
    ['with fresh as (select * from import_x_staging) insert into reading_day select * from fresh', '"with" before "insert"'],
    ['select * from reading_day d full join import_x_staging s using (metering_point_id)', 'joins fully'],
    [
      'with a as (select * from reading_day) select * from a join meter m using (metering_point_id) union all select * from a',
      'asks 2 times for a',
    ],
    ["select * from reading_day d cross join lateral generate_series(d.first_at, d.first_at, interval '1 hour') h", 'generate_series'],
    ["delete from reading_day where day < date_trunc('year', now())", 'now()'],
    ['select f.name from reading_day d join source_file f using (file_id)', 'reads source_file'],
    [
      'select d.day from reading_day d cross join lateral (select array(select n from generate_series(1, 2) n) as a offset 0) a',
      'holds a query',
    ],
    ['with gone as (delete from reading_day returning day) select count(*) from gone', 'changes rows in'],
    ['select d.day from reading_day d cross join lateral (select 1 as n union all select d.line) l', 'unites a query'],
  ])('refuses %s', async (sql, why) => {
    expect((await refusedByCitus(sql)).join()).toContain(why);
  });

  it('takes what reads one metering point in any words', async () => {
    const sql = 'with a as (select day from reading_day where metering_point_id = $1) select * from a full join a b using (day)';
    expect(await refusedByCitus(sql)).toEqual([]);
  });
});
