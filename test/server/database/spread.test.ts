import { afterAll, describe, expect, it } from 'vitest';
import { Readable } from 'node:stream';
import type { Knex } from 'knex';
import { openDatabaseForWork } from '../../../server/database/connection.ts';
import { migrate } from '../../../server/database/migrate.ts';
import { importMeters } from '../../../server/metering/meters/import-meters.ts';
import { importReadings } from '../../../server/metering/import-readings.ts';
import { loadProfile } from '../../../server/metering/files/load-profile.ts';
import { freshDatabase } from '../../support/database.ts';
import { hourly, ownCsv, point } from '../metering/fixture.ts';

// There is no citus here. What its documentation asks of a table is read out of the catalogue, and a stand-in for the extension
// takes down what would be spread, and refuses what citus would refuse.

const metering = ['consumption_day', 'meter', 'meter_line', 'metering_point', 'reading_beside', 'reading_day', 'standstill'];

async function openFresh({ migrated }: { migrated: boolean }): Promise<Knex> {
  const fresh = await freshDatabase({ migrated });
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
  const database = await openFresh({ migrated: true });
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

/** A row in the catalogue and a function of the extension's name, which takes what citus's takes. */
const standIn = `
  insert into pg_extension (oid, extname, extowner, extnamespace, extrelocatable, extversion)
    values (99999, 'citus', 10, 'public'::regnamespace, false, 'stand-in');
  create table spread (spread_table text, by_column text, was_empty boolean, beside text);
  create function create_reference_table(which regclass) returns void language sql as 'select';
  create function create_distributed_table(which regclass, by_column text, colocate_with text default null) returns void language plpgsql as $$
    declare
      empty boolean;
    begin
      if exists (select from pg_index i where indrelid = which and indisunique and not exists (
           select from pg_attribute a where a.attrelid = which and a.attnum = any(i.indkey) and a.attname = by_column)) then
        raise exception 'cannot create constraint on "%": a unique index must include the distribution column', which;
      end if;
      if exists (select from pg_constraint where contype = 'f' and (conrelid = which or confrelid = which)) then
        raise exception 'cannot create foreign key constraint on "%"', which;
      end if;
      if exists (select from pg_trigger where tgrelid = which) then
        raise exception 'cannot distribute relation "%" because it has triggers', which;
      end if;
      if exists (select from pg_class where oid = which and relpersistence = 't') then
        raise exception 'cannot distribute a temporary table "%"', which;
      end if;
      execute format('select not exists (select from %s)', which) into empty;
      insert into spread values (which::text, by_column, empty, colocate_with);
    end
  $$`;

/** A table of the stand-in alone, which the query builder knows nothing of. */
const standInTable: string = 'spread';

describe('where the database has the extension', async () => {
  const database = await openFresh({ migrated: false });
  await database.raw(standIn);
  const statements: string[] = [];
  database.on('query', ({ sql }: { sql: string }) => statements.push(sql));
  const spread = () =>
    database(standInTable).select('spread_table', 'by_column').whereRaw('to_regclass(spread_table) is not null').orderBy('spread_table');

  it('the migrations spread each metering table while it is empty, and no other', async () => {
    await migrate(database);
    expect(await spread()).toEqual(metering.map((table) => ({ spread_table: table, by_column: 'metering_point_id' })));
    expect(await database(standInTable).where({ was_empty: false })).toEqual([]);
  });

  it('an import spreads the tables it works in alike, and comes to the same numbers', async () => {
    await database(standInTable).delete();
    statements.length = 0;
    await database('metering_point').insert({ metering_point_id: point });
    const deliver = (text: string) =>
      importReadings({
        database,
        profile: loadProfile('own'),
        profileName: 'own',
        fileName: 'x',
        input: Readable.from([Buffer.from(text)]),
      });
    const registers = hourly('2019-02-01T00:00', 49).filter((_, index) => index !== 5);
    await deliver(ownCsv(registers));
    await deliver(ownCsv([...registers.slice(2, 30), ['2019-02-01T20:30', 9000]]));
    await importMeters(database, 'm', Buffer.from(`metering_point_id;meter_serial;installed_at\n${point};B2;2019-02-04\n`));
    const { rows } = await database.raw('select sum(energy_kwh) as kwh, sum(estimated_hours)::int as estimated from consumption_day');
    expect(rows).toEqual([{ kwh: 96, estimated: 2 }]);
    const made = statements.flatMap((sql) => /^create unlogged table (\w+)/.exec(sql)?.[1] ?? []);
    expect(made.length).toBeGreaterThan(10);
    expect(await column(database, 'select spread_table from spread order by 1')).toEqual(made.toSorted());
    expect(await database(standInTable).whereNot({ by_column: 'metering_point_id' }).orWhere({ was_empty: false })).toEqual([]);
    // Whatever the number of shards is by now.
    expect(await database(standInTable).whereNot({ beside: 'reading_day' }).orWhereNull('beside')).toEqual([]);
  });

  it('no statement of an import has the files, which are not spread, beside what is', () => {
    const files = /\b(from|join|into|update|using) "?source_file\b/;
    const others = new RegExp(`\\b(from|join|into|update|using) "?(${metering.join('|')}|reading|(import|meters)_[0-9a-f]{12}_\\w+)\\b`);
    expect(statements.filter((sql) => files.test(sql)).length).toBeGreaterThan(3);
    expect(statements.filter((sql) => others.test(sql)).length).toBeGreaterThan(30);
    expect(statements.filter((sql) => files.test(sql) && others.test(sql))).toEqual([]);
  });
});
