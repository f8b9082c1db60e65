import { parse } from 'csv-parse/sync';
import { InputFault } from '../ground/input-fault.ts';
import { compileTimeFormat, readTime } from '../metering/files/time-format.ts';
import { createWallClock, readZone } from '../metering/files/wall-clock.ts';
import { isPlausible, type Temperature } from './temperature.ts';
import type { WeatherProfile } from './weather-profile.ts';

/** What a file of temperatures holds, and how many of its rows say nothing. */
export interface WeatherFile {
  temperatures: Temperature[];
  read: number;
  /** Without a value. */
  empty: number;
  /** With a quality code that the profile doesn't call good. */
  doubtful: number;
  /** Lines of times that the clock skipped: set aside, and never moved. */
  skipped: number[];
}

/** Reads a CSV file by its profile. @throws InputFault with line and column of the first thing that can't be read. */
export function readWeatherFile(text: string, profile: WeatherProfile): WeatherFile {
  const rows = rowsOf(text, profile);
  const header = profile.columns ?? rows.shift()?.cells.map((name) => name.trim());
  if (header === undefined) throw new InputFault('the file is empty');
  const place = (name: string): number => {
    const at = header.indexOf(name);
    if (at < 0) throw new InputFault(`there is no such column; the file has ${header.join(', ')}`, 1, name);
    return at;
  };
  const station = 'name' in profile.station ? null : place(profile.station.column);
  const [time, temperature] = [place(profile.time.column), place(profile.temperature.column)];
  const quality = profile.quality && { at: place(profile.quality.column), good: new Set(profile.quality.good) };
  const format = compileTimeFormat(profile.time.format);
  const instantOf = createWallClock(readZone(profile.time.zone));
  const file: WeatherFile = { temperatures: [], read: 0, empty: 0, doubtful: 0, skipped: [] };
  const autumn = new Set<string>();
  for (const { cells, line } of rows) {
    const cell = (at: number): string => (cells[at] ?? '').trim();
    file.read += 1;
    const written = cell(temperature);
    if (written === '' || profile.noValue.includes(written)) {
      file.empty += 1;
      continue;
    }
    if (quality && !quality.good.has(cell(quality.at))) {
      file.doubtful += 1;
      continue;
    }
    const celsius = Number(profile.decimal === ',' ? written.replace('−', '-').replace(',', '.') : written.replace('−', '-'));
    if (!Number.isFinite(celsius))
      throw new InputFault(`"${written}" is no number with a decimal ${profile.decimal}`, line, profile.temperature.column);
    if (!isPlausible(celsius)) throw new InputFault(`${written} °C is no outdoor temperature`, line, profile.temperature.column);
    const wall = readTime(format, cell(time), 0, cell(time).length);
    if (Number.isNaN(wall))
      throw new InputFault(`"${cell(time)}" is not a time of the form ${profile.time.format}`, line, profile.time.column);
    const name = station === null ? (profile.station as { name: string }).name : cell(station);
    if (name === '') throw new InputFault('the station is missing', line, (profile.station as { column: string }).column);
    const { seconds, missing, ambiguous } = format.offset ? { seconds: wall, missing: false, ambiguous: false } : instantOf(wall);
    if (missing) {
      file.skipped.push(line);
      continue;
    }
    // Of the hour that comes twice in October the later row is the later hour.
    const isLater = ambiguous && autumn.has(`${name} ${wall}`);
    if (ambiguous) autumn.add(`${name} ${wall}`);
    file.temperatures.push({ station: name, at: isLater ? seconds + 3600 : seconds, celsius });
  }
  if (file.temperatures.length === 0) throw new InputFault('the file has no temperatures');
  return file;
}

function rowsOf(text: string, { delimiter }: WeatherProfile): { cells: string[]; line: number }[] {
  try {
    const rows = parse(text, { delimiter, bom: true, relax_column_count: true, skip_empty_lines: true, info: true });
    return (rows as unknown as { record: string[]; info: { lines: number } }[]).map(({ record, info }) => ({
      cells: record,
      line: info.lines,
    }));
  } catch (error) {
    const { lines, message } = error as Error & { lines?: number };
    throw new InputFault(message, lines);
  }
}
