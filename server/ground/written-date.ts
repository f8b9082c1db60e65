const dayFirst = /^(\d{1,2})\.(\d{1,2})\.(\d{4})(?:[ T]+(\d{1,2}:\d\d(?::\d\d)?))?$/;

/** A date as a Norwegian spreadsheet writes it ("14.5.2020 9:20") in the form of ISO 8601 ("2020-05-14 09:20"); anything else as it is. */
export function isoDate(written: string): string {
  const [, day, month, year, time] = dayFirst.exec(written) ?? [];
  if (day === undefined || month === undefined) return written;
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}${time ? ` ${time.padStart(time.length + (time.indexOf(':') === 1 ? 1 : 0), '0')}` : ''}`;
}
