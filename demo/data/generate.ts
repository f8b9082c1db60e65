// node demo/data/generate.ts: makes the files of the demo's synthetic metering points out of the real meter's series.
// The same every time: nothing in it is left to chance or to the clock.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { DateTime } from 'luxon';

interface Registers {
  at: DateTime;
  energy: number;
  volume: number;
  flow: number;
  return: number;
}

const folder = import.meta.dirname;
const zone = 'Europe/Oslo';

const real = gunzipSync(readFileSync(join(folder, 'aalborg-660.csv.gz')))
  .toString()
  .trim()
  .split('\n')
  .slice(1)
  .map((line): Registers => {
    const [, , time, energy, volume, flow, returned] = line.split(',');
    return { at: DateTime.fromISO(time!, { zone }), energy: +energy!, volume: +volume!, flow: +flow!, return: +returned! };
  });

/** The same house's rhythm, so much larger, a little more or less each hour: registers that start at `start`. */
function alike(factor: number, wave: number, start: number): Registers[] {
  const sums = { energy: start, volume: start / 45, flow: start * 1.5, return: start * 0.9 };
  return real.map((now, index) => {
    const before = real[Math.max(0, index - 1)]!;
    const share = factor * (1 + 0.25 * Math.sin(index / wave) + 0.15 * Math.sin(index / 5.3));
    for (const name of ['energy', 'volume', 'flow', 'return'] as const) sums[name] += (now[name] - before[name]) * share;
    return { at: now.at, ...sums };
  });
}

function write(name: string, lines: string[]): void {
  writeFileSync(join(folder, name), gzipSync(`${lines.join('\n')}\n`, { level: 9 }));
}

/** Our own CSV. */
function writeOwn(name: string, point: string, serial: string, rows: Registers[]): void {
  write(name, [
    'metering_point_id;meter_serial;time;energy_kwh;volume_m3;flow_m3c;return_m3c',
    ...rows.map((row) =>
      [point, serial, row.at.toUTC().toFormat("yyyy-MM-dd'T'HH:mm:ss'Z'"), row.energy.toFixed(2), row.volume.toFixed(3), row.flow.toFixed(1), row.return.toFixed(1)].join(';'),
    ),
  ]);
}

writeOwn('synthetic-746100-house.csv.gz', '707057500000007462', '74600146', alike(1.4, 211, 12_000));
writeOwn('synthetic-746100-annex.csv.gz', '707057500000018031', '80300231', alike(0.35, 97, 800));

// 300200: a Kamstrup-style export in local time without offset and in whole kWh, with 5 hours and 13 days that never came
// and a meter that was replaced. meters.csv has the registers at the swap.
const swap = DateTime.fromISO('2020-05-14T10:20', { zone });
const gaps = [
  [DateTime.fromISO('2019-11-20T09:00', { zone }), DateTime.fromISO('2019-11-20T13:00', { zone })],
  [DateTime.fromISO('2020-02-03T00:00', { zone }), DateTime.fromISO('2020-02-15T23:00', { zone })],
];
const rows = alike(1.1, 151, 30_000);
const closing = rows.findLast(({ at }) => at <= swap)!;
const kept = rows.filter(({ at }) => !gaps.some(([from, to]) => at >= from! && at <= to!));
write('synthetic-300200.csv.gz', [
  'Serial number,Time,Heat energy E1 [MWh],Volume V1 [m3],E8 [m3xC],E9 [m3xC],Hour counter [h],Power [kW],Flow [l/h],t1 [°C],t2 [°C],Info code',
  ...kept.map((row) => {
    const replaced = row.at > swap;
    const since = replaced ? closing : { energy: 0, volume: 0, flow: 0, return: 0 };
    const hours = Math.round(row.at.diff(replaced ? swap : rows[0]!.at, 'hours').hours) + (replaced ? 0 : 41_000);
    const before = rows[Math.max(0, rows.indexOf(row) - 1)]!;
    const [energy, volume] = [row.energy - before.energy, row.volume - before.volume];
    const warm = volume > 0.005;
    return [
      replaced ? '66120777' : '30020045',
      row.at.toFormat('dd.MM.yyyy HH:mm'),
      (Math.floor(row.energy - since.energy) / 1000).toFixed(3),
      (row.volume - since.volume).toFixed(2),
      Math.floor(row.flow - since.flow),
      Math.floor(row.return - since.return),
      hours,
      energy.toFixed(1),
      (volume * 1000).toFixed(0),
      warm ? ((row.flow - before.flow) / volume).toFixed(2) : '',
      warm ? ((row.return - before.return) / volume).toFixed(2) : '',
      0,
    ].join(',');
  }),
]);
writeFileSync(
  join(folder, 'meters.csv'),
  [
    'metering_point_id;meter_serial;installed_at;removed_at;opening_energy_kwh;closing_energy_kwh;opening_volume_m3;closing_volume_m3;opening_flow_m3c;closing_flow_m3c;opening_return_m3c;closing_return_m3c',
    `707057500000003006;30020045;;2020-05-14 10:20;;${Math.floor(closing.energy)};;${closing.volume.toFixed(2)};;${Math.floor(closing.flow)};;${Math.floor(closing.return)}`,
    '707057500000003006;66120777;2020-05-14 10:20;;0;;0;;0;;0;',
    '',
  ].join('\n'),
);
