import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { longestChain, type Link, type Slack } from '../../../server/metering/screen/longest-chain.ts';

const slack: Slack = { low: 0, high: 1 };
const limitKw = 50;
const usualKw = 8;
interface Told {
  energyKwh: number;
  order: number;
  trusted?: boolean;
}
/** What is told of each hour in turn, of a house that can use 50 kW and usually stays under 8. */
const house = (hours: Told[][]): Link[][] =>
  hours.map((told, hour) =>
    told.map(({ energyKwh, order, trusted = false }) => ({
      low: energyKwh,
      high: limitKw * hour - energyKwh,
      usual: usualKw * hour - energyKwh,
      trusted,
      order,
    })),
  );
/** One an hour, delivered in turn. */
const hourly = (...energies: number[]) => house(energies.map((energyKwh, order) => [{ energyKwh, order }]));
const hoursOf = (groups: Link[][], given = slack) => longestChain(groups, given).map(([hour]) => hour);

/** Every sequence in which each may follow the one before, by trying all: the best by its length less 1.5 a suspect step, then by what was delivered last, from its end. */
function byTrying(groups: Link[][]): [number, number][] {
  const nodes = groups.flatMap((links, group) => links.map((link, place) => ({ ...link, group, place })));
  type Node = (typeof nodes)[number];
  let best: { chain: Node[]; length: number } = { chain: [], length: 0 };
  const isBetter = (chain: Node[], length: number) => {
    if (length !== best.length) return length > best.length;
    for (let back = 1; back <= Math.min(chain.length, best.chain.length); back++) {
      const [one, other] = [chain.at(-back)!, best.chain.at(-back)!];
      if (one !== other) return one.order > other.order;
    }
    return chain.length > best.chain.length;
  };
  const go = (chain: Node[], length: number) => {
    if (isBetter(chain, length)) best = { chain, length };
    const last = chain.at(-1);
    for (const node of nodes) {
      if (last && (node.group <= last.group || node.low < last.low - slack.low || node.high < last.high - slack.high)) continue;
      const suspect = last && !node.trusted && node.usual < last.usual - slack.high;
      go([...chain, node], length + (suspect ? -0.5 : 1));
    }
  };
  go([], 0);
  return best.chain.map(({ group, place }) => [group, place]);
}

describe('the longest sequence of readings', () => {
  it('is empty where nothing is told, and a lone reading where one is', () => {
    expect(longestChain([], slack)).toEqual([]);
    expect(longestChain([[], []], slack)).toEqual([]);
    expect(longestChain(hourly(100), slack)).toEqual([[0, 0]]);
  });

  it('goes on where a register stands still, and where it falls by no more than rounding', () => {
    expect(hoursOf(hourly(100, 100, 100))).toEqual([0, 1, 2]);
    const rounded = { low: 0.5, high: 1 };
    expect(hoursOf(hourly(100, 99.5), rounded)).toEqual([0, 1]);
    expect(hoursOf(hourly(100, 99.25), rounded)).toEqual([1]);
  });

  it('goes on up to the limit of the house and 1 kWh more, and no further', () => {
    const trusted = (energyKwh: number) => house([[{ energyKwh: 100, order: 0 }], [{ energyKwh, order: 1, trusted: true }]]);
    expect(hoursOf(trusted(151))).toEqual([0, 1]);
    expect(hoursOf(trusted(151.25))).toEqual([1]);
  });

  it('lets a suspect step cost as much as a reading and a half, and one that somebody has looked at nothing', () => {
    // 9 kWh in an hour is what the house usually stays under, and the slack. What stands after two hours was delivered last.
    const disputed = (energyKwh: number, trusted = false) =>
      house([
        [{ energyKwh: 100, order: 0 }],
        [{ energyKwh: 102, order: 1 }],
        [{ energyKwh, order: 9, trusted }],
        [{ energyKwh: 105, order: 3 }],
      ]);
    expect(hoursOf(disputed(111))).toEqual([0, 1, 2]);
    expect(hoursOf(disputed(111.25))).toEqual([0, 1, 3]);
    expect(hoursOf(disputed(111.25, true))).toEqual([0, 1, 2]);
    // Two that follow one another make good for it, and half a reading is still lacking.
    expect(hoursOf(hourly(100, 102, 120, 122, 107))).toEqual([0, 1, 4]);
    expect(hoursOf(hourly(100, 102, 120, 122, 124, 107))).toEqual([0, 1, 2, 3, 4]);
  });

  it('takes one of those told of an instant, the last delivered that fits', () => {
    const again = (...energies: number[]) =>
      house([
        [{ energyKwh: 100, order: 0 }],
        energies.map((energyKwh, place) => ({ energyKwh, order: 5 + place })),
        [{ energyKwh: 104, order: 1 }],
      ]);
    expect(longestChain(again(101, 102), slack)).toEqual([
      [0, 0],
      [1, 1],
      [2, 0],
    ]);
    expect(longestChain(again(101, 102, 900), slack)).toEqual([
      [0, 0],
      [1, 1],
      [2, 0],
    ]);
    // Nothing but what is told of one instant: each could follow the other, had it come later.
    expect(longestChain(house([[100, 100, 100].map((energyKwh, order) => ({ energyKwh, order }))]), slack)).toEqual([[0, 2]]);
  });

  it('takes the later delivered of two as long as each other', () => {
    const two = (...orders: number[]) => house([100, 101, 9000, 9001].map((energyKwh, place) => [{ energyKwh, order: orders[place]! }]));
    expect(hoursOf(two(0, 1, 2, 3))).toEqual([2, 3]);
    expect(hoursOf(two(2, 3, 0, 1))).toEqual([0, 1]);
  });

  it('is the one that trying them all finds', () => {
    const told = fc.record({
      hour: fc.nat(5),
      energyKwh: fc.oneof(fc.integer({ min: 0, max: 40 }), fc.constantFrom(100, 101)),
      order: fc.nat(),
      trusted: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.uniqueArray(told, { maxLength: 8, selector: ({ order }) => order }), (all) => {
        const groups = house(Array.from({ length: 6 }, (_, hour) => all.filter((one) => one.hour === hour)));
        expect(longestChain(groups, slack)).toEqual(byTrying(groups));
      }),
      { numRuns: 1000 },
    );
  });
});
