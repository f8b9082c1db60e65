import type { Knex } from 'knex';

/**
 * knex's types take any text for a table or a column: `.where('mobil', …)` compiles, and PostgreSQL refuses it when a customer asks. So each
 * method that takes a name gets one reading more, which comes first and fits only a literal that names nothing. What it returns has neither
 * methods nor rows: the rest of the statement does not compile. It is deprecated, so that the linter sees it where nothing follows.
 * Rows of tables under another name (`relationship as r`) are held by the columns of all tables.
 */
declare module 'knex' {
  /** Where a name that the schema lacks ends up. */
  interface NoSuchName<Name> {
    readonly thereIsNo: Name;
  }

  type ColumnOf<TRecord> = keyof Knex.ResolveTableType<TRecord> & string;
  type ColumnOfAny = { [Table in Knex.TableNames]: ColumnOf<Knex.TableType<Table>> }[Knex.TableNames];

  /** The literals among `Name` that are no column of the row, nor of any table where the row is not known. */
  type NoColumn<Name, TRecord> = string extends Name
    ? never
    : Name extends '*' | `${string}.*`
      ? never
      : Name extends `${infer Column} as ${string}`
        ? NoColumn<Column, TRecord>
        : Name extends `${string}.${infer Column}`
          ? Exclude<Column, ColumnOfAny>
          : Exclude<Name, TRecord extends Knex.TableType<Knex.TableNames> ? ColumnOf<TRecord> : ColumnOfAny>;
  type NoTable<Name> = string extends Name
    ? never
    : Name extends `${infer Table} as ${string}`
      ? NoTable<Table>
      : Exclude<Name, Knex.TableNames>;

  /** `Name` where it is one of nothing; else never, so that knex's own readings are tried. */
  type IfNoColumn<Name, TRecord> = [NoColumn<Name, TRecord>] extends [never] ? never : Name;
  type IfNoTable<Name> = [NoTable<Name>] extends [never] ? never : Name;
  type OneNoColumn<Names extends readonly string[], TRecord> = [NoColumn<Names[number], TRecord>] extends [never] ? never : Names;

  interface Knex<TRecord extends {} = any, TResult = any[]> {
    /** @deprecated There is no such table. */
    <const Name extends string>(table: IfNoTable<Name>): NoSuchName<Name>;
  }

  namespace Knex {
    interface Where<TRecord extends {} = any, TResult = unknown> {
      /** @deprecated There is no such column. */
      <const Name extends string>(column: IfNoColumn<Name, TRecord>, ...more: unknown[]): NoSuchName<Name>;
    }
    interface WhereNull<TRecord extends {} = any, TResult = unknown[]> {
      /** @deprecated There is no such column. */
      <const Name extends string>(column: IfNoColumn<Name, TRecord>, ...more: unknown[]): NoSuchName<Name>;
    }
    interface WhereIn<TRecord extends {} = any, TResult = unknown[]> {
      /** @deprecated There is no such column. */
      <const Name extends string>(column: IfNoColumn<Name, TRecord>, ...more: unknown[]): NoSuchName<Name>;
    }
    interface WhereBetween<TRecord extends {} = any, TResult = unknown[]> {
      /** @deprecated There is no such column. */
      <const Name extends string>(column: IfNoColumn<Name, TRecord>, ...more: unknown[]): NoSuchName<Name>;
    }
    interface OrderBy<TRecord extends {} = any, TResult = unknown[]> {
      /** @deprecated There is no such column. */
      <const Name extends string>(column: IfNoColumn<Name, TRecord>, ...more: unknown[]): NoSuchName<Name>;
      /** @deprecated There is no such column. */
      <const Names extends readonly string[]>(columns: OneNoColumn<Names, TRecord>): NoSuchName<NoColumn<Names[number], TRecord>>;
    }
    interface Select<TRecord extends {} = any, TResult = unknown[]> {
      /** @deprecated There is no such column. */
      <const Names extends readonly string[]>(...columns: OneNoColumn<Names, TRecord>): NoSuchName<NoColumn<Names[number], TRecord>>;
      /** @deprecated There is no such column. */
      <const Names extends readonly string[]>(columns: OneNoColumn<Names, TRecord>): NoSuchName<NoColumn<Names[number], TRecord>>;
    }
    interface GroupBy<TRecord extends {} = any, TResult = unknown[]> {
      /** @deprecated There is no such column. */
      <const Names extends readonly string[]>(...columns: OneNoColumn<Names, TRecord>): NoSuchName<NoColumn<Names[number], TRecord>>;
      /** @deprecated There is no such column. */
      <const Names extends readonly string[]>(columns: OneNoColumn<Names, TRecord>): NoSuchName<NoColumn<Names[number], TRecord>>;
    }
    interface AsymmetricAggregation<TRecord extends {} = any, TResult = unknown[], TValue = any> {
      /** @deprecated There is no such column. */
      <const Name extends string>(column: IfNoColumn<Name, TRecord>, ...more: unknown[]): NoSuchName<Name>;
    }
    interface TypePreservingAggregation<TRecord extends {} = any, TResult = unknown[], TValue = any> {
      /** @deprecated There is no such column. */
      <const Name extends string>(column: IfNoColumn<Name, TRecord>, ...more: unknown[]): NoSuchName<Name>;
    }
    interface Join<TRecord extends {} = any, TResult = unknown[]> {
      /** @deprecated There is no such table. */
      <const Name extends string>(table: IfNoTable<Name>, ...on: unknown[]): NoSuchName<Name>;
      /** @deprecated There is no such column. */
      <const Names extends readonly string[]>(table: string, ...on: OneNoColumn<Names, {}>): NoSuchName<NoColumn<Names[number], {}>>;
    }
    interface Table<TRecord extends {} = any, TResult = any> {
      /** @deprecated There is no such table. */
      <const Name extends string>(table: IfNoTable<Name>): NoSuchName<Name>;
    }
    interface QueryInterface<TRecord extends {} = any, TResult = any> {
      /** @deprecated There is no such column. */
      pluck<const Name extends string>(column: IfNoColumn<Name, TRecord>): NoSuchName<Name>;
      /** @deprecated There is no such column. */
      returning<const Names extends readonly string[]>(columns: OneNoColumn<Names, TRecord>): NoSuchName<NoColumn<Names[number], TRecord>>;
      /** @deprecated There is no such column. */
      returning<const Name extends string>(column: IfNoColumn<Name, TRecord>): NoSuchName<Name>;
      /** @deprecated There is no such column. */
      onConflict<const Names extends readonly string[]>(columns: OneNoColumn<Names, TRecord>): NoSuchName<NoColumn<Names[number], TRecord>>;
      /** @deprecated There is no such column. */
      onConflict<const Name extends string>(column: IfNoColumn<Name, TRecord>): NoSuchName<Name>;
      /** @deprecated There is no such column. */
      increment<const Name extends string>(column: IfNoColumn<Name, TRecord>, by?: number): NoSuchName<Name>;
    }
  }
}
