import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ask, countRight, countWrong, isAlive, longTriesPerDay, type CodePace, type PaceRules } from '../../../server/login/code-pace.ts';
import { at, day, hour, nothing, rules } from './pace.ts';

/** Any mixture of strangers and the owner: who asks, what they type, and how long it takes. */
const events = fc.array(
  fc.record({
    what: fc.constantFrom('ask', 'ask', 'ask', 'hollow ask', 'wrong', 'hollow wrong', 'right'),
    after: fc.oneof(fc.nat(90), fc.nat(900), fc.nat(3 * hour)),
  }),
  { maxLength: 120 },
);

function live(steps: { what: string; after: number }[]) {
  let pace = nothing;
  let seconds = 0;
  const sent: { at: number; digits: number; afterRight: boolean }[] = [];
  const guesses: { at: number; digits: number }[] = [];
  const asked: { at: number; alive: boolean; soon: boolean }[] = [];
  let afterRight = false;
  for (const { what, after } of steps) {
    seconds += after;
    const now = at(seconds);
    if (what.endsWith('ask')) {
      const asking = ask(pace, now, rules, what === 'ask');
      pace = asking.pace;
      if (asking.send !== null) sent.push({ at: seconds, digits: asking.send, afterRight });
      if (asking.send !== null) afterRight = false;
      if (what === 'ask') {
        const later = ask(pace, at(seconds + 300), rules, true).pace;
        asked.push({ at: seconds, alive: isAlive(pace, now, rules), soon: isAlive(later, at(seconds + 300), rules) });
      }
    } else if (what.endsWith('wrong')) {
      if (what === 'wrong' && isAlive(pace, now, rules)) guesses.push({ at: seconds, digits: pace.digits! });
      pace = countWrong(pace, now, rules, what === 'wrong');
    } else if (isAlive(pace, now, rules)) {
      pace = countRight(pace);
      afterRight = true;
    }
  }
  return { sent, guesses, asked };
}

const inAnyStretch = <T extends { at: number }>(all: T[], seconds: number) =>
  Math.max(0, ...all.map(({ at: end }) => all.filter(({ at }) => at > end - seconds && at <= end).length));

describe('whatever strangers do', () => {
  test('no more than five SMS in an hour and ten in a day go to a number, a minute apart unless the last was used', () => {
    fc.assert(
      fc.property(events, (steps) => {
        const { sent } = live(steps);
        expect(inAnyStretch(sent, hour)).toBeLessThanOrEqual(5);
        expect(inAnyStretch(sent, day)).toBeLessThanOrEqual(10);
        for (const [n, { at: moment, afterRight }] of sent.entries())
          if (n > 0 && !afterRight) expect(moment - sent[n - 1]!.at).toBeGreaterThanOrEqual(60);
      }),
      { numRuns: 500 },
    );
  });

  test('who asks has a code that serves on the telephone, or gets one within five minutes', () => {
    fc.assert(
      fc.property(events, (steps) => {
        for (const { alive, soon } of live(steps).asked) expect(alive || soon).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  test('a code is guessed with odds of no more than one in 100,000 in any day', () => {
    fc.assert(
      fc.property(events, (steps) => {
        const { guesses } = live(steps);
        expect(
          inAnyStretch(
            guesses.filter(({ digits }) => digits === 6),
            day,
          ),
        ).toBeLessThanOrEqual(8);
      }),
      { numRuns: 500 },
    );
    expect(8 / 1e6 + longTriesPerDay / 1e12).toBeLessThanOrEqual(1e-5);
  });

  test('what a browser sees is the same whether anything fits', () => {
    fc.assert(
      fc.property(events, fc.infiniteStream(fc.boolean()), (steps, chance) => {
        let [one, other] = [nothing, nothing];
        let seconds = 0;
        for (const { what, after } of steps) {
          seconds += after;
          if (what.endsWith('wrong')) {
            [one, other] = [countWrong(one, at(seconds), rules, true), countWrong(other, at(seconds), rules, chance.next().value)];
          } else {
            const [mine, theirs] = [ask(one, at(seconds), rules, true), ask(other, at(seconds), rules, chance.next().value)];
            [one, other] = [mine.pace, theirs.pace];
            const seen = ({ digits, resendAt, expiresAt }: typeof mine) => ({ digits, resendAt, expiresAt });
            expect(seen(mine)).toEqual(seen(theirs));
          }
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('a code of six digits', () => {
  test('is sent again after 60, 120 and then 300 seconds', () => {
    const { sent } = live(Array.from({ length: 60 }, () => ({ what: 'ask', after: 15 })));
    expect(sent.slice(0, 4).map(({ at: moment, digits }) => [moment - 15, digits])).toEqual([
      [0, 6],
      [60, 6],
      [180, 6],
      [480, 6],
    ]);
  });

  test('is dead after four wrong tries, whoever made them, and once it was used', () => {
    let { pace } = ask(nothing, at(0), rules, true);
    for (let n = 0; n < 4; n += 1) {
      expect(isAlive(pace, at(1), rules)).toBe(true);
      pace = countWrong(pace, at(1), rules, true);
    }
    expect(isAlive(pace, at(1), rules)).toBe(false);
    expect(isAlive(countRight(ask(nothing, at(0), rules, true).pace), at(1), rules)).toBe(false);
  });

  test('is not killed by wrong codes of browsers whose numbers fit nobody', () => {
    let { pace } = ask(nothing, at(0), rules, true);
    for (let n = 0; n < 100; n += 1) pace = countWrong(pace, at(1), rules, false);
    expect(isAlive(pace, at(1), rules)).toBe(true);
  });

  test('gives way to twelve digits for a day after eight wrong tries, and then comes back', () => {
    let { pace } = ask(nothing, at(0), rules, true);
    for (let n = 0; n < 8; n += 1) pace = countWrong(pace, at(n), rules, true);
    expect(ask(pace, at(60), rules, true)).toMatchObject({ digits: 12, send: 12 });
    expect(ask(pace, at(day + 10), rules, true)).toMatchObject({ digits: 6, send: 6 });
  });
});

describe('the pace', () => {
  const askAt = (pace: CodePace, ...moments: number[]) =>
    moments.reduce((before, seconds) => ask(before, at(seconds), rules, true).pace, pace);

  test('keeps a code alive for whoever joins late in its pause', () => {
    const first = ask(nothing, at(0), rules, true);
    const joined = ask(first.pace, at(50), rules, true);
    expect(joined.send).toBeNull();
    expect(isAlive(first.pace, at(340), rules)).toBe(false);
    expect(isAlive(joined.pace, at(340), rules)).toBe(true);
    expect(isAlive(joined.pace, at(351), rules)).toBe(false);
  });

  test('holds the hour’s five also where the fifth code was killed', () => {
    const pace = { ...askAt(nothing, 0, 60, 180, 480, 780), tries: longTriesPerDay };
    expect(pace.sent).toHaveLength(5);
    expect(isAlive(pace, at(1100), rules)).toBe(false);
    expect(ask(pace, at(1100), rules, true).send).toBeNull();
    expect(ask(pace, at(hour + 1), rules, true).send).toBe(12);
  });

  test('tells of twelve digits from the sixth asking of a day', () => {
    let pace = nothing;
    const digits = [];
    for (let n = 0; n < 6; n += 1) {
      const asking = ask(pace, at(n * 3 * hour), rules, true);
      digits.push([asking.digits, asking.send]);
      pace = countRight(asking.pace);
    }
    expect(digits).toEqual([...Array.from({ length: 5 }, () => [6, 6]), [12, 12]]);
  });

  test('makes the last code that the hour allows a long one, also when all were asked for in one minute', () => {
    const sendsOf = (theRules: PaceRules) => {
      let pace = nothing;
      return Array.from({ length: 7 }, (_, n) => {
        const asking = ask(pace, at(n), theRules, true);
        pace = countRight(asking.pace);
        return asking.send;
      });
    };
    expect(sendsOf(rules)).toEqual([6, 6, 6, 6, 12, null, null]);
    expect(sendsOf({ ...rules, codesPerHour: 10 })).toEqual([6, 6, 6, 6, 6, 12, null]);
  });

  test('leaves the tenth code of a day alive until there is room for another, though nobody asks meanwhile', () => {
    const pace = askAt(nothing, ...Array.from({ length: 10 }, (_, n) => n * hour));
    expect(pace.sent).toHaveLength(10);
    expect(isAlive(pace, at(day - 1), rules)).toBe(true);
    expect(ask(pace, at(day - 1), rules, true).send).toBeNull();
    expect(ask(pace, at(day), rules, true).send).toBe(12);
  });
});

describe('a code of twelve digits', () => {
  const crowded = () => {
    let pace = nothing;
    for (let n = 0; n < 8; n += 1) pace = countWrong(pace, at(0), rules, true);
    return ask(pace, at(0), rules, true);
  };

  test('serves for an hour, whoever asks, and the next comes then', () => {
    let { pace, resendAt } = crowded();
    expect(resendAt).toEqual(at(hour));
    for (const seconds of [1, 60, 600, hour - 1]) {
      const asking = ask(pace, at(seconds), rules, true);
      expect(asking.send).toBeNull();
      expect(isAlive(asking.pace, at(seconds), rules)).toBe(true);
      pace = asking.pace;
    }
    expect(ask(pace, at(hour), rules, true).send).toBe(12);
  });

  test('serves every browser that asked, and outlives a thousand wrong tries', () => {
    let { pace } = crowded();
    for (let n = 0; n < 1000; n += 1) pace = countWrong(pace, at(1), rules, true);
    pace = countRight(pace);
    expect(isAlive(pace, at(2), rules)).toBe(true);
  });

  test('is dead after its share of the wrong tries of a day, and another comes within five minutes', () => {
    let { pace } = crowded();
    pace = { ...pace, tries: longTriesPerDay / rules.codesPerDay - 1 };
    expect(isAlive(pace, at(1), rules)).toBe(true);
    pace = countWrong(pace, at(1), rules, true);
    expect(isAlive(pace, at(1), rules)).toBe(false);
    expect(ask(pace, at(300), rules, true).send).toBe(12);
  });

  test('lives on when no more SMS may go out that day', () => {
    let pace = nothing;
    let last = 0;
    for (let seconds = 0; seconds < day; seconds += 60) {
      const asking = ask(pace, at(seconds), rules, true);
      if (asking.send !== null) last = seconds;
      pace = asking.pace;
    }
    expect(last).toBeLessThan(12 * hour);
    expect(isAlive(pace, at(day - 1), rules)).toBe(true);
  });
});
