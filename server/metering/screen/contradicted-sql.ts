/** SQL: readings of that register and day are set aside since others contradict them. What comes for such a day may replace them, and is judged. */
export const hasContradicted = (row: string) =>
  `exists (select from reading_beside c where c.metering_point_id = ${row}.metering_point_id and c.day = ${row}.day and c.serial = ${row}.serial
     and c.interval_seconds = 0 and ${row}.interval_seconds = 0 and c.reason in ('register-drop', 'implausible'))`;
