import { expect, it } from 'vitest';
import { openBase } from '../server/metering/fixture.ts';
import { findCutDifferences } from '../support/cut-deliveries.ts';

const base = await openBase();
const hundredThousand = 100_000;

it(
  'shows the same and sets the same aside for a hundred thousand random deliveries, whole and cut',
  { timeout: 4 * 60 * 60_000 },
  async () => {
    const wanted = Number(process.env['CUT_DELIVERIES'] ?? hundredThousand);
    const first = Number(process.env['CUT_SEED'] ?? Date.now() % 1e6);
    for (let seed = first, sent = 0; sent < wanted; seed++) {
      const { different, deliveries } = await findCutDifferences(base, 1_000, seed);
      expect(different, `seed ${seed}`).toEqual([]);
      sent += deliveries;
    }
  },
);
