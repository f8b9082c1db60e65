import { InputFault } from '../../ground/input-fault.ts';
import { mayHang, surelyHangs, type MeterTime } from './meter-time.ts';

export interface KnownPoint {
  id: bigint;
  maxPowerKw: number;
  meters: MeterTime[];
}

/** Metering points that one file may register: bounds memory. */
const mostRegistered = 200_000;

/** The metering points and meters that readings may be for, by the numbers that files use. */
export interface Directory {
  points: Map<string, KnownPoint>;
  /** Mostly one; more where a meter has moved. */
  bySerial: Map<string, KnownPoint | KnownPoint[]>;
  /** Points without a meter that got one by its first reading: to be stored. */
  registered: { id: bigint; serial: string }[];
  /** Else it holds what was looked up. */
  isWhole: boolean;
}

/** Makes a point findable by a meter's serial. */
export function nameBySerial({ bySerial }: Directory, point: KnownPoint, serial: string): void {
  if (!serial) return;
  const others = bySerial.get(serial);
  // A meter that came back hangs at one metering point all the same.
  if (others === point || (Array.isArray(others) && others.includes(point))) return;
  bySerial.set(serial, others === undefined ? point : [others, point].flat());
}

/** Where the meter hung at that moment: the metering point, undefined for a serial that nobody knows, or that it hung nowhere or may have hung at two. */
export function findPoint({ bySerial }: Directory, serial: string, seconds: number): KnownPoint | 'outside-meter-time' | undefined {
  const known = bySerial.get(serial);
  if (known === undefined) return undefined;
  return whereHung(serial, [known].flat(), seconds) ?? 'outside-meter-time';
}

/** The one of the metering points at which the meter hung at that moment; undefined where it hung at none, or may have hung at two. */
export function whereHung<Point extends Pick<KnownPoint, 'meters'>>(
  serial: string,
  points: readonly Point[],
  seconds: number,
): Point | undefined {
  const fits = (point: Point, hangs: typeof mayHang) => point.meters.some((meter) => meter.serial === serial && hangs(meter, seconds));
  const possible = points.filter((point) => fits(point, mayHang));
  if (possible.length === 1) return possible[0];
  const sure = possible.filter((point) => fits(point, surelyHangs));
  return sure.length === 1 ? sure[0] : undefined;
}

/**
 * The meter that a reading is of; undefined when the point has others, or the meter hangs elsewhere. The first reading of a point without
 * one registers it.
 */
export function findMeter(
  directory: Directory,
  point: KnownPoint,
  serial: string,
  seconds: number,
): MeterTime | 'outside-meter-time' | undefined {
  const known = point.meters.filter((meter) => meter.serial === serial);
  if (known.length > 0) return known.find((meter) => mayHang(meter, seconds)) ?? 'outside-meter-time';
  if (point.meters.length === 0) {
    if (directory.bySerial.has(serial)) return undefined;
    // What is cut out of a text may keep all of that text in memory.
    const copy = Buffer.from(serial).toString();
    if (directory.registered.length >= mostRegistered)
      throw new InputFault(`this file is the first of more than ${mostRegistered} metering points; import their meters before it`);
    const first = { serial: copy, installedAt: -Infinity, installedBy: -Infinity, removedAt: Infinity, removedBy: Infinity };
    point.meters.push(first);
    nameBySerial(directory, point, copy);
    directory.registered.push({ id: point.id, serial: copy });
    return first;
  }
  if (serial) return undefined;
  return point.meters.find((meter) => seconds >= meter.installedAt && seconds < meter.removedAt);
}
