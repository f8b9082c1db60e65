import type { Knex } from 'knex';

/** How pg hands over what is of a type; `bigint` comes as text, so that no digit is lost. */
const types: Record<string, string> = {
  bigint: 'string',
  boolean: 'boolean',
  bytea: 'Buffer',
  date: 'Date',
  'double precision': 'number',
  real: 'number',
  integer: 'number',
  jsonb: 'unknown',
  numeric: 'string',
  smallint: 'number',
  text: 'string',
  'timestamp with time zone': 'Date',
  uuid: 'string',
};

/** The tables of a database as the types that knex's query builder is held to. */
export async function describeTables(database: Knex): Promise<string> {
  const { rows } = await database.raw<{ rows: { table: string; column: string; type: string; required: boolean; filled: boolean }[] }>(
    `select relname as table, attname as column, format_type(atttypid, null) as type, attnotnull as required, atthasdef or attidentity <> '' as filled
     from pg_class c join pg_attribute on attrelid = c.oid and attnum > 0 and not attisdropped
     where relkind in ('r', 'p', 'v') and not relispartition and relnamespace = 'public'::regnamespace and relname not like 'knex%' order by relname, attnum`,
  );
  const tables = Map.groupBy(rows, ({ table }) => table);
  const typeOf = ({ type, required }: (typeof rows)[number]) => {
    const one = types[type.replace('[]', '')];
    if (one === undefined) throw new Error(`describe-tables.ts doesn't know what a ${type} comes as`);
    return `${type.endsWith('[]') ? `(${one} | null)[]` : one}${required ? '' : ' | null'}`;
  };
  const interfaces = [...tables].map(
    ([table, columns]) =>
      `export interface ${nameOf(table)} {\n${columns.map((each) => `  ${each.column}: ${typeOf(each)};`).join('\n')}\n}`,
  );
  const entries = [...tables].map(([table, columns]) => {
    const optional = columns.filter(({ required, filled }) => !required || filled).map(({ column }) => `'${column}'`);
    return `    ${table}: Knex.CompositeTableType<${nameOf(table)}, RowToInsert<${nameOf(table)}, ${optional.join(' | ') || 'never'}>, Partial<ValuesToWrite<${nameOf(table)}>>>;`;
  });
  return `// Made from a migrated database by \`npm run snapshots\`; not edited by hand.
import type { Knex } from 'knex';

/** What PostgreSQL takes for what it gives: instants and dates as ISO 8601 or 'infinity' too, whole numbers as numbers too. */
type ValuesToWrite<Row> = {
  [Column in keyof Row]: Date extends Row[Column] ? Row[Column] | string : string extends Row[Column] ? Row[Column] | number : Row[Column];
};

/** A row to be inserted: what may be null or has a default may be left out. */
type RowToInsert<Row, Optional extends keyof Row> = Omit<ValuesToWrite<Row>, Optional> & Partial<Pick<ValuesToWrite<Row>, Optional>>;

${interfaces.join('\n\n')}

declare module 'knex/types/tables.js' {
  interface Tables {
${entries.join('\n')}
  }
}
`;
}

function nameOf(table: string): string {
  return `${table.replace(/(^|_)([a-z])/g, (_, __, letter: string) => letter.toUpperCase())}Row`;
}
