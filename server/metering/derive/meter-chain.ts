const registers = { energy: 'energy_kwh', volume: 'volume_m3', flow: 'flow_m3c', return: 'return_m3c' };

/** SQL: the meters, of whose registers at a swap only those count that their readings don't contradict. */
const countedSql = `select metering_point_id, serial, installed_at, installed_by, removed_at, removed_by, ${['opening', 'closing']
  .flatMap((end) =>
    Object.values(registers).map((column) => `case when ${end}_reason is null then ${end}_${column} end as ${end}_${column}`),
  )
  .join(', ')} from meter`;

/**
 * SQL: the common table expression `meters`, the meters of the metering points in `points`, in their order (`ordinal`).
 * Of a swap on a date the moment is not known: it lies between the old meter's last reading and the new one's first. Where the
 * closing and opening registers are told, the two are one `chain`, and `over_*` is what the new register is ahead by when the
 * old one goes on in it; without them each meter is a chain of its own. A register told for one date without such a neighbour
 * stands at the day's end or beginning, as an estimate.
 */
export const metersSql = (points: string) => `
  meter_order as not materialized (
    select m.*, row_number() over w as ordinal,
      m.installed_by is not null and (lag(removed_at) over w, lag(removed_by) over w) is not distinct from (m.installed_at, m.installed_by) as swapped_in,
      m.removed_by is not null and (lead(installed_at) over w, lead(installed_by) over w) is not distinct from (m.removed_at, m.removed_by) as swapped_out,
      ${Object.entries(registers)
        .map(([name, column]) => `lag(closing_${column}) over w - opening_${column} as over_${name}`)
        .join(', ')}
    from (${countedSql}) m join (select distinct metering_point_id from ${points}) p using (metering_point_id)
    window w as (partition by m.metering_point_id order by m.installed_at, m.serial)),
  meters as not materialized (
    select *, installed_at as begins, coalesce(removed_by, removed_at) as ends,
      case when not swapped_in then installed_at end as opens_at, case when installed_by is null then 'm' else 'e' end as opening_quality,
      case when not swapped_out then coalesce(removed_by, removed_at) end as closes_at, case when removed_by is null then 'm' else 'e' end as closing_quality,
      count(*) filter (where not (swapped_in and over_energy is not null)) over (partition by metering_point_id order by ordinal) as chain
    from meter_order)`;

/** SQL: what was used of a register until the next reading of the chain `w`; unknown over a swap whose registers were not told. */
export const differenceSql = (name: keyof typeof registers) => `
  lead(${registers[name]}) over w - ${registers[name]} +
    case when lead(ordinal) over w = ordinal then 0 when lead(ordinal) over w = ordinal + 1 then lead(over_${name}) over w end as ${name}`;
