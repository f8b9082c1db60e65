/** When a meter hung at a metering point: instants in Unix seconds, infinite where unbounded. */
export interface MeterTime {
  serial: string;
  installedAt: number;
  /** Where only the date is known: installed between `installedAt` and this. Else the same. */
  installedBy: number;
  removedAt: number;
  removedBy: number;
}

/** The meter may have hung there at this moment; its registers at both ends count. */
export const mayHang = ({ installedAt, removedBy }: MeterTime, seconds: number) => seconds >= installedAt && seconds <= removedBy;

/** The meter hung there at this moment beyond doubt. */
export const surelyHangs = ({ installedBy, removedAt }: MeterTime, seconds: number) => seconds >= installedBy && seconds < removedAt;

/** Both surely hung at the same moment, which one meter at two metering points can't. */
export const atTheSameTime = (one: MeterTime, other: MeterTime) =>
  Math.max(one.installedBy, other.installedBy) < Math.min(one.removedAt, other.removedAt);

/** SQL: the columns of `meter` as those of a `MeterTime`. */
export const meterTimeColumns = `serial, extract(epoch from installed_at)::float8 as "installedAt",
  extract(epoch from coalesce(installed_by, installed_at))::float8 as "installedBy", extract(epoch from removed_at)::float8 as "removedAt",
  extract(epoch from coalesce(removed_by, removed_at))::float8 as "removedBy"`;
