import { registerAtBefore } from './018-packed-registers.ts';
import type { Migration } from './migration.ts';

/** The same values out of packed registers, in words that Citus can send on: it takes `case x when 1` for something that it can reckon out before. */
export const registerAt: Migration = {
  name: '022-register-at',

  async up(database) {
    const width = 'get_byte(packed, 0) & 3';
    const decimals = 'get_byte(packed, 0) >> 2';
    await database.raw(`create or replace function register_at(packed bytea, n integer) returns double precision language sql immutable parallel safe as $$
      select (('x' || encode(substring(packed from 2 for 5), 'hex'))::bit(40)::bigint
        + case when ${width} = 1 then get_byte(packed, 5 + n) when ${width} = 2 then get_byte(packed, 4 + 2 * n) * 256 + get_byte(packed, 5 + 2 * n)
          when ${width} = 3 then (get_byte(packed, 3 + 3 * n) * 256 + get_byte(packed, 4 + 3 * n)) * 256 + get_byte(packed, 5 + 3 * n) else 0 end)
        / case when ${decimals} = 0 then 1::float8 when ${decimals} = 1 then 10 when ${decimals} = 2 then 100 when ${decimals} = 3 then 1000 else 10000 end
    $$`);
  },

  async down(database) {
    await database.raw(registerAtBefore);
  },
};
