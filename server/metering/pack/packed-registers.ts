/**
 * A day's values of one quantity in few bytes: what was delivered with so many decimals is whole once it is multiplied by a power of ten, and the
 * values of a day lie close together. First byte: four times the decimals, plus the width; then the lowest value in five bytes; then how far each
 * value lies above it, in `width` bytes. All are unsigned, the highest byte first. The same values always give the same bytes.
 */
const headBytes = 6;
const mostDecimals = 4;
const widest = 2 ** 24;
const highest = 2 ** 40;
const scales = Array.from({ length: mostDecimals + 1 }, (_, decimals) => 10 ** decimals);

/** More than that never come out. */
export const mostBytes = (count: number) => headBytes + 3 * count;

/**
 * Writes `count` values from `start` on into `to` at `at`, and returns how many bytes that takes: 0 where they don't come out again to their last
 * digit (more decimals, negative, missing, too far apart). Then they are kept as they are.
 */
export function packRegisters(values: ArrayLike<number>, start: number, count: number, to: Buffer, at: number): number {
  const decimals = decimalsOf(values, start, count);
  if (decimals < 0) return 0;
  const scale = scales[decimals]!;
  let lowest = Infinity;
  let top = -Infinity;
  for (let index = start; index < start + count; index++) {
    const value = values[index]!;
    if (value < lowest) lowest = value;
    if (value > top) top = value;
  }
  const base = Math.round(lowest * scale);
  const span = Math.round(top * scale) - base;
  if (!(lowest >= 0 && top * scale < highest && span < widest)) return 0;
  const width = span === 0 ? 0 : span < 2 ** 8 ? 1 : span < 2 ** 16 ? 2 : 3;
  to[at] = 4 * decimals + width;
  to.writeUIntBE(base, at + 1, 5);
  let next = at + headBytes;
  if (width === 0) return headBytes;
  for (let index = start; index < start + count; index++) {
    const above = Math.round(values[index]! * scale) - base;
    if (width === 3) to[next++] = above >>> 16;
    if (width >= 2) to[next++] = (above >>> 8) & 0xff;
    to[next++] = above & 0xff;
  }
  return next - at;
}

/** The fewest decimals with which all come out again; -1 where none do. */
function decimalsOf(values: ArrayLike<number>, start: number, count: number): number {
  if (count === 0) return -1;
  return scales.findIndex((scale) => {
    for (let index = start; index < start + count; index++) {
      const value = values[index]!;
      if (Math.round(value * scale) / scale !== value) return false;
    }
    return true;
  });
}

/** The bytes of some values, null where they don't come out again. */
export function packed(values: readonly (number | null)[]): Buffer | null {
  const to = Buffer.alloc(mostBytes(values.length));
  const bytes = packRegisters(
    values.map((value) => value ?? Number.NaN),
    0,
    values.length,
    to,
    0,
  );
  return bytes === 0 ? null : to.subarray(0, bytes);
}
