import { quantityColumns, valueColumns } from '../files/quantity.ts';

/** SQL: how many readings a row of `reading_day` holds. */
export const countOf = (row: string) => `coalesce(${row}.count, cardinality(${row}.energy_kwh))`;

/** SQL: the n-th value of a quantity of a row of days, null where it has none. */
export const valueAt = (row: string, name: string, n: string) => `coalesce(${row}.${name}[${n}], register_at(${row}.${name}_packed, ${n}))`;

/** SQL: whether the n-th value and the next are the same: packed, their bytes are. */
export const isSameAsNext = (row: string, name: string, n: string) => {
  const packed = `${row}.${name}_packed`;
  const bytes = (index: string) => `substring(${packed} from 7 + (get_byte(${packed}, 0) & 3) * ${index} for get_byte(${packed}, 0) & 3)`;
  return `case when ${packed} is null then ${row}.${name}[${n}] = ${row}.${name}[${n} + 1] else ${bytes(`(${n} - 1)`)} = ${bytes(n)} end`;
};

/** SQL: whether a row has the quantity. */
export const isGiven = (row: string, name: string) => `num_nonnulls(${row}.${name}, ${row}.${name}_packed) > 0`;

/** SQL: whether two rows have the same values of a quantity; the same values always give the same bytes. */
export const sameValues = (row: string, other: string, name: string) =>
  `${row}.${name}_packed is not distinct from ${other}.${name}_packed and ${row}.${name} is not distinct from ${other}.${name}`;

/**
 * SQL: all values of a quantity as doubles, four times as fast as `register_at` for each. No query in it holds another: such a one a database that is spread
 * does not carry out beside the rows.
 */
export const valuesOf = (row: string, name: string) => {
  const packed = `${row}.${name}_packed`;
  const head = `(select ('x' || encode(substring(${packed} from 2 for 5), 'hex'))::bit(40)::bigint as base, power(10::float8, get_byte(${packed}, 0) >> 2) as scale offset 0) head`;
  const values = (offset: string) => `array(select (base + ${offset}) / scale from ${head}, generate_series(1, ${row}.count) n)`;
  const width = `get_byte(${packed}, 0) & 3`;
  return `case when ${packed} is null then ${row}.${name}
      when ${width} = 1 then ${values(`get_byte(${packed}, 5 + n)`)}
      when ${width} = 2 then ${values(`get_byte(${packed}, 4 + 2 * n) * 256 + get_byte(${packed}, 5 + 2 * n)`)}
      else array(select register_at(${packed}, n) from generate_series(1, ${row}.count) n) end`;
};

/** SQL: `valueColumns` of the rows that `rows` gives with doubles, for where they come out of a query; `more` are its other columns. */
export const packAll = (rows: string, more: string) => `
  select ${more}, ${quantityColumns.map((name) => `case when p.${name}_packed is null then u.${name} end as ${name}`).join(', ')},
    ${quantityColumns.map((name) => `p.${name}_packed`).join(', ')}
  from (${rows}) u cross join lateral (select ${quantityColumns.map((name) => `pack_registers(u.${name}) as ${name}_packed`).join(', ')} offset 0) p`;

/** SQL: the assignments that put the values of one row in the place of another's, of those quantities that it has. */
export const takeGiven = (from: string, old: string) =>
  quantityColumns
    .flatMap((name) =>
      [name, `${name}_packed`].map(
        (column) => `${column} = case when ${isGiven(from, name)} then ${from}.${column} else ${old}.${column} end`,
      ),
    )
    .join(', ');

/** SQL: the assignments that copy all values. */
export const takeAll = (from: string) => valueColumns.map((column) => `${column} = ${from}.${column}`).join(', ');
