/** One metering point's local day as it is stored. Hours are null where missing, and all of them once purged. */
export interface StoredDay {
  /** `YYYY-MM-DD` */
  day: string;
  hours: (number | null)[] | null;
  /** One letter an hour: m, c, h, e or -. Kept after the hours are gone. */
  status: string;
  energyKwh: number | null;
}

/** SQL: a row of `consumption_day` as a `StoredDay`; without its hours, which are most of its bytes, where `hours` says so. */
export const storedDaySql = (hours: 'hours' | 'null' = 'hours'): string =>
  `json_build_object('day', day, 'hours', ${hours}, 'status', status, 'energyKwh', energy_kwh)`;
