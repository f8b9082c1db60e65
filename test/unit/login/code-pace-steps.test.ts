import { describe, expect, test } from 'vitest';
import { ask, countRight, countWrong, isAlive, longTriesPerDay, type CodePace } from '../../../server/login/code-pace.ts';
import { at, day, hour, nothing, rules } from './pace.ts';

// To the second and to the try: one too few and a code is refused to its owner, one too many and it can be guessed.

const every = (seconds: number, count: number, before = 0) => Array.from({ length: count }, (_, n) => at(before - (count - n) * seconds));

describe('who asks', () => {
  test('gets six digits for five minutes, and may ask again after one', () => {
    const first = ask(nothing, at(0), rules, true);
    expect(first).toMatchObject({ send: 6, digits: 6, resendAt: at(60), expiresAt: at(300) });
    expect(first.pace).toEqual({ ...nothing, turns: [at(0)], turnEndsAt: at(60), digits: 6, sent: [at(0)], unused: 1, expiresAt: at(300) });
  });

  test('sees the same where nothing fits, and nothing is sent', () => {
    const first = ask(nothing, at(0), rules, false);
    expect(first).toMatchObject({ send: null, digits: 6, resendAt: at(60), expiresAt: at(300) });
    expect(first.pace).toEqual({ ...nothing, turns: [at(0)], turnEndsAt: at(60) });
  });

  test('shares a turn while it lasts, and begins another when it ends', () => {
    const { pace } = ask(nothing, at(0), rules, true);
    const joined = ask(pace, at(59), rules, true);
    expect(joined).toMatchObject({ send: null, resendAt: at(60), expiresAt: at(359) });
    expect(joined.pace).toMatchObject({ turns: [at(0)], expiresAt: at(359), sent: [at(0)], unused: 1 });
    const second = ask(pace, at(60), rules, true);
    expect(second).toMatchObject({ send: 6, digits: 6, resendAt: at(180) });
    expect(second.pace).toMatchObject({ turns: [at(0), at(60)], unused: 2 });
    expect(ask(second.pace, at(180), rules, true)).toMatchObject({ send: 6, resendAt: at(480) });
  });

  test('does not make a code live longer that is dead, or lives longer already', () => {
    const used = { ...nothing, digits: 6 as const, sent: [at(-10)], unused: 1, expiresAt: at(50), used: true };
    expect(ask(used, at(0), rules, true).pace.expiresAt).toEqual(at(50));
    const long = { ...nothing, digits: 12 as const, sent: [at(-10)], unused: 1, expiresAt: at(4000) };
    expect(ask(long, at(0), rules, true)).toMatchObject({ send: null, pace: { expiresAt: at(4000) } });
  });

  test.each([
    ['the fifth turn within the hour', { turns: every(700, 4) }, 12],
    ['the fourth within the hour', { turns: every(900, 3) }, 6],
    ['the fifth, the first an hour ago', { turns: every(900, 4) }, 6],
    ['the sixth within the day', { turns: every(2 * hour, 5) }, 12],
    ['the fifth within the day', { turns: every(2 * hour, 4) }, 6],
    ['the sixth, the first a day ago', { turns: [at(-day), ...every(2 * hour, 4)] }, 6],
    ['five wrong codes within the day', { wrong: every(60, 5) }, 12],
    ['four wrong codes within the day', { wrong: every(60, 4) }, 6],
    ['five wrong codes, one a day ago', { wrong: [at(-day), ...every(60, 4)] }, 6],
  ])('after %s is asked for %3$i digits', (_, before, digits) => {
    const asking = ask({ ...nothing, ...before }, at(0), rules, false);
    expect(asking.digits).toBe(digits);
    expect(asking.expiresAt).toEqual(at(digits === 12 ? hour : 300));
    if (digits === 12) expect(asking.resendAt).toEqual(at(hour));
  });

  test('leaves no more turns behind than two days’ worth', () => {
    expect(ask({ ...nothing, turns: every(60, 30) }, at(0), rules, false).pace.turns).toHaveLength(20);
  });
});

describe('an SMS', () => {
  test.each<[string, Partial<CodePace>, number | null]>([
    ['goes out with six digits after four in the day', { sent: every(2 * hour, 4) }, 6],
    ['has twelve digits as the sixth of the day', { sent: every(2 * hour, 5) }, 12],
    ['has twelve digits as the fifth of the hour', { sent: every(700, 4), unused: 1 }, 12],
    ['has six digits as the fifth when the first was an hour ago', { sent: every(900, 4), unused: 1 }, 6],
    ['is the last of the hour', { sent: every(700, 5), unused: 1 }, null],
    ['is the last of the day', { sent: every(2 * hour, 10) }, null],
    ['goes out when the first of ten was a day ago', { sent: [at(-day), ...every(2 * hour, 9)] }, 12],
    ['has six digits after four', { shortWrong: every(60, 4) }, 6],
    ['has six digits after five, one a day ago', { shortWrong: [at(-day), ...every(60, 4)] }, 6],
    ['waits a minute after one that nobody used', { sent: [at(-59)], unused: 1, used: true }, null],
    ['goes out a minute after one that nobody used', { sent: [at(-60)], unused: 1, used: true }, 6],
    ['waits two after the second', { sent: [at(-119)], unused: 2 }, null],
    ['goes out two after the second', { sent: [at(-120)], unused: 2 }, 6],
    ['goes out at once after one that was right', { sent: [at(-1)], unused: 0, used: true }, 6],
    ['waits an hour after twelve digits that serve', { sent: [at(-3599)], digits: 12, unused: 0, expiresAt: at(1) }, null],
    ['does not wait after twelve digits that no longer serve', { sent: [at(-3599)], digits: 12, unused: 0, expiresAt: at(0) }, 6],
    ['does not wait for what went out before the hour', { sent: [at(-hour)], unused: 3 }, 6],
  ])('%s', (_, before, send) => {
    expect(ask({ ...nothing, ...before }, at(0), rules, true).send).toBe(send);
  });

  test('of twelve digits lives until the next can go out, and five minutes longer', () => {
    expect(ask({ ...nothing, sent: every(2 * hour, 5) }, at(0), rules, true).pace.expiresAt).toEqual(at(hour + 300));
    expect(ask({ ...nothing, sent: every(2 * hour, 9) }, at(0), rules, true).pace.expiresAt).toEqual(at(-18 * hour + day + 300));
    const pace = ask({ ...nothing, sent: every(2 * hour, 5), tries: 3, shortWrong: [at(-5)], used: true }, at(0), rules, true).pace;
    expect(pace).toMatchObject({ digits: 12, tries: 0, used: false, shortWrong: [at(-5)], unused: 1 });
  });
});

describe('a code', () => {
  const short: CodePace = { ...nothing, digits: 6, expiresAt: at(1) };
  const long: CodePace = { ...short, digits: 12 };

  test.each<[string, CodePace, boolean]>([
    ['before its end', short, true],
    ['at its end', { ...short, expiresAt: at(0) }, false],
    ['that never was', { ...short, digits: null }, false],
    ['without an end', { ...short, expiresAt: null }, false],
    ['that was used', { ...short, used: true }, false],
    ['after three tries', { ...short, tries: 3 }, true],
    ['after four tries', { ...short, tries: 4 }, false],
    ['after seven wrong ones in the day', { ...short, shortWrong: every(60, 7) }, true],
    ['after eight wrong ones in the day', { ...short, shortWrong: every(60, 8) }, false],
    ['after eight wrong ones, one a day ago', { ...short, shortWrong: [at(-day), ...every(60, 7)] }, true],
    ['of twelve digits whatever was tried at six', { ...long, tries: 4, shortWrong: every(60, 8) }, true],
    ['of twelve digits with tries left', { ...long, tries: longTriesPerDay / 10 - 1 }, true],
    ['of twelve digits without', { ...long, tries: longTriesPerDay / 10 }, false],
  ])('%s: %3$s', (_, pace, alive) => {
    expect(isAlive(pace, at(0), rules)).toBe(alive);
  });

  test('that is wrong counts where it could have been right, and for the crowd in any case', () => {
    expect(countWrong(short, at(0), rules, true)).toEqual({ ...short, wrong: [at(0)], shortWrong: [at(0)], tries: 1 });
    expect(countWrong(short, at(0), rules, false)).toEqual({ ...short, wrong: [at(0)] });
    expect(countWrong({ ...short, used: true }, at(0), rules, true)).toEqual({ ...short, used: true, wrong: [at(0)] });
    expect(countWrong(long, at(0), rules, true)).toEqual({ ...long, wrong: [at(0)], tries: 1 });
    const counted = countWrong({ ...short, wrong: [at(-day), ...every(60, 9)], shortWrong: [at(-day), at(-9)] }, at(0), rules, true);
    expect(counted.wrong).toEqual([...every(60, 7), at(0)]);
    expect(counted.shortWrong).toEqual([at(-9), at(0)]);
  });

  test('that is right is used up with six digits, and serves on with twelve', () => {
    expect(countRight({ ...short, unused: 3 })).toEqual({ ...short, unused: 0, used: true });
    expect(countRight({ ...long, unused: 3 })).toEqual({ ...long, unused: 0, used: false });
  });
});
