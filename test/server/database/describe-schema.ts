import type { Knex } from 'knex';

/** The schema of a database as SQL that reads like a dump: tables with columns, constraints, indexes and comments, views, functions, triggers. */
export async function describeSchema(database: Knex): Promise<string> {
  const rows = async (sql: string): Promise<Record<string, string | null>[]> => (await database.raw(sql)).rows;
  const own = `relnamespace = 'public'::regnamespace and relname not like 'knex%'`;
  const tables = await rows(
    `select c.oid::text as id, relname as name, obj_description(c.oid, 'pg_class') as comment,
       coalesce(' partition by ' || pg_get_partkeydef(c.oid), '') as parts,
       (select ' partition of ' || inhparent::regclass || ' ' || pg_get_expr(c.relpartbound, c.oid) from pg_inherits where inhrelid = c.oid) as part
     from pg_class c where relkind in ('r', 'p') and ${own} order by 2`,
  );
  const parts: string[] = [];
  for (const { id, name, comment, parts: partitioned, part } of tables) {
    const columns = await rows(
      `select attname || ' ' || format_type(atttypid, atttypmod)
          || case when attidentity <> '' then ' generated always as identity' else '' end
          || case when attnotnull then ' not null' else '' end || coalesce(' default ' || pg_get_expr(adbin, adrelid), '') as line,
        attname as column, col_description(attrelid, attnum) as comment
       from pg_attribute left join pg_attrdef on adrelid = attrelid and adnum = attnum
       where attrelid = ${id} and attnum > 0 and not attisdropped order by attnum`,
    );
    const constraints = await rows(
      `select pg_get_constraintdef(oid) as line from pg_constraint where conrelid = ${id} and contype <> 'n' order by contype = 'c', contype = 'f', 1`,
    );
    const indexes = await rows(
      `select pg_get_indexdef(indexrelid) || ';' as line from pg_index
       where indrelid = ${id} and not exists (select from pg_constraint where conindid = indexrelid) order by 1`,
    );
    const triggers = await rows(
      `select pg_get_triggerdef(oid) || ';' as line from pg_trigger where tgrelid = ${id} and not tgisinternal order by 1`,
    );
    const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`;
    parts.push(
      [
        `create table ${name} (`,
        [...columns, ...constraints].map(({ line }) => `  ${line}`).join(',\n'),
        `)${partitioned}${part ?? ''};`,
        ...[...indexes, ...triggers].map(({ line }) => line),
        ...(comment === null ? [] : [`comment on table ${name} is ${quoted(comment!)};`]),
        ...columns
          .filter((each) => each['comment'] !== null)
          .map((each) => `comment on column ${name}.${each['column']} is ${quoted(each['comment']!)};`),
      ].join('\n'),
    );
  }
  for (const { name, line } of await rows(
    `select relname as name, pg_get_viewdef(c.oid) as line from pg_class c where relkind in ('v', 'm') and ${own} order by 1`,
  ))
    parts.push(`create view ${name} as\n${line}`);
  for (const { line } of await rows(
    `select pg_get_functiondef(oid) as line from pg_proc where pronamespace = 'public'::regnamespace and prokind = 'f' order by proname`,
  ))
    parts.push(`${line!.trim()};`);
  return `${parts.join('\n\n')}\n`;
}
