import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { importCustomersFile } from '../../../server/customers/import-file.ts';
import { loadProfile } from '../../../server/metering/files/load-profile.ts';
import { importReadings } from '../../../server/metering/import-readings.ts';
import { importMeters } from '../../../server/metering/meters/import-meters.ts';
import { withdrawFile } from '../../../server/metering/store/withdraw.ts';
import { refuseTooMuchUse } from '../../support/cut-deliveries.ts';
import { addsUp, openBase } from './fixture.ts';

// Each folder of `cases` is a story: files in the order in which a utility delivered them, and what is right.

interface Step {
  do: 'meters' | 'readings' | 'withdraw';
  file: string;
  profile?: string;
  expect?: { refused?: boolean; reasons?: string[] };
}
type Hour = number | null | [least: number, most: number];
interface Case {
  story: string;
  steps: Step[];
  right: Record<string, Record<string, { energy?: Hour; hours?: Record<string, Hour>; status?: Record<string, string> }>>;
}

const folder = new URL('cases/', import.meta.url).pathname;
const base = await openBase();

async function take(path: string, step: Step): Promise<unknown> {
  const file = join(path, step.file);
  if (step.do === 'meters') return importMeters(base.database, step.file, readFileSync(file), { now: new Date() });
  if (step.do === 'withdraw') return withdrawFile(base.database, { name: step.file, now: new Date() });
  const profile = existsSync(join(path, step.profile!)) ? join(path, step.profile!) : step.profile!;
  const deliver = (check: boolean) =>
    importReadings({
      database: base.database,
      profile: loadProfile(profile),
      profileName: basename(profile),
      fileName: step.file,
      input: Readable.from([readFileSync(file)]),
      now: new Date(),
      check,
    });
  const checked = addsUp(await deliver(true));
  const { shown, superseded, rejected } = addsUp(await deliver(false));
  expect({ shown, superseded, rejected }).toEqual({ shown: checked.shown, superseded: checked.superseded, rejected: checked.rejected });
  return checked;
}

function expectHour(actual: number | null, right: Hour, what: string): void {
  if (right === null) expect(actual, what).toBeNull();
  else if (!Array.isArray(right)) expect(actual ?? Number.NaN, what).toBeCloseTo(right, 2);
  else if (actual !== null) {
    expect(actual, what).toBeGreaterThanOrEqual(right[0]);
    expect(actual, what).toBeLessThanOrEqual(right[1]);
  }
}

const cases = readdirSync(folder).map((name): [string, Case] => [name, JSON.parse(readFileSync(join(folder, name, 'case.json'), 'utf8'))]);

describe('what utilities have delivered', () => {
  it.each(cases)('%s', async (name, { steps, right }) => {
    const path = join(folder, name);
    await base.database.raw(
      'truncate relationship, relationship_metering_point, relationship_version, metering_point, meter, meter_line, reading_day, reading_beside, reading_withdrawal, standstill, consumption_day, source_file cascade',
    );
    await importCustomersFile(base.database, join(path, 'customers.csv'), { now: new Date() });
    for (const step of steps) {
      if (step.expect?.refused) await expect(take(path, step)).rejects.toThrow();
      else await take(path, step);
      await refuseTooMuchUse(base);
      const reasons = await base.database('reading_beside').whereNotNull('reason').distinct().pluck('reason');
      if (step.expect?.reasons) expect(step.expect.reasons).toEqual(expect.arrayContaining(reasons));
    }
    for (const [point, days] of Object.entries(right)) {
      for (const [date, { energy, hours = {}, status = {} }] of Object.entries(days)) {
        const day = await base.day(date, point);
        if (energy !== undefined) expectHour(day?.energy_kwh ?? null, energy, `${date} energy`);
        for (const [hour, kwh] of Object.entries(hours)) expectHour(day?.hours[Number(hour)] ?? null, kwh, `${date} hour ${hour}`);
        for (const [hour, letters] of Object.entries(status))
          expect(letters, `${date} status ${hour}`).toContain(day?.status[Number(hour)] ?? '-');
      }
    }
  });
});
