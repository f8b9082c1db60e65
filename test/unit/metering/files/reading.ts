import { readFile } from '../../../../server/metering/files/read-file.ts';
import { readProfile, type Profile } from '../../../../server/metering/files/profile.ts';
import { InputFault } from '../../../../server/ground/input-fault.ts';
import type { ReadingRow } from '../../../../server/metering/files/reading-row.ts';

/** A profile of `id;t;kwh`, with changes; `time` is added to, the rest replaced. */
export function profileOf(changes: Record<string, unknown> = {}): Profile {
  const { time, ...rest } = changes;
  return readProfile(
    {
      format: 'csv',
      meteringPoint: { column: 'id' },
      values: { energy: { column: 'kwh', unit: 'kWh' } },
      ...rest,
      time: { column: 't', format: 'dd.MM.yyyy HH:mm', zone: 'Europe/Oslo', ...(time as object) },
    },
    'test',
  );
}

export interface Found {
  rows: (Omit<ReadingRow, 'values'> & { values: number[] })[];
  passed: string[];
}

/** Reads text or bytes, in pieces of `pieceBytes` that lie in the same memory. */
export async function readRows(content: string | Buffer, profile: Profile, pieceBytes = 1 << 16): Promise<Found> {
  const bytes = Buffer.from(content);
  const found: Found = { rows: [], passed: [] };
  async function* pieces() {
    const memory = Buffer.alloc(pieceBytes);
    for (let at = 0; at < bytes.length; at += pieceBytes) yield memory.subarray(0, bytes.copy(memory, 0, at, at + pieceBytes));
  }
  await readFile(pieces(), profile, {
    take: (row) => void found.rows.push({ ...row, values: [...row.values] }),
    pass: (line, what) => void found.passed.push(`${line} ${what}`),
  });
  return found;
}

/** `2024-01-01T00:00Z 12.5` of each reading, with the hours of its interval, and `missing` or `twice`. */
export async function brief(content: string | Buffer, profile: Profile): Promise<string[]> {
  const { rows } = await readRows(content, profile);
  return rows.map(({ seconds, values, intervalSeconds, missing, ambiguous }) =>
    [
      `${new Date(seconds * 1000).toISOString().slice(0, 16)}Z`,
      Math.round(values[0]! * 1e6) / 1e6,
      intervalSeconds && `${intervalSeconds / 3600}h`,
      missing && 'missing',
      ambiguous && 'twice',
    ]
      .filter((part) => part !== 0 && part !== false)
      .join(' '),
  );
}

/** Why a file is refused: `line 3, column "kwh": …`. */
export async function fault(content: string | Buffer, profile: Profile): Promise<string> {
  const error = await readRows(content, profile).then(
    () => new Error('it was read'),
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof InputFault)) throw error;
  return error.describe('file').replace(/^file, /, '');
}
