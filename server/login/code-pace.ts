import { longDigits, resendPause, shortDigits, type Digits } from './code.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** A code of twelve digits lives until the next may be sent, and this much longer. */
const overlapMs = 5 * minuteMs;

/** Wrong tries a day at codes of twelve digits: 1.5 of a million to guess one. */
export const longTriesPerDay = 1_500_000;

/** The numbers of the configuration that the pace goes by. */
export interface PaceRules {
  codeMinutes: number;
  triesPerCode: number;
  wrongTriesPerDay: number;
  codesPerHour: number;
  codesPerDay: number;
  resendSeconds: readonly [number, number, number];
}

/** What is known of the codes of one mobile. */
export interface CodePace {
  /** Seen from outside: when a code could be had, when the next can be, and the wrong codes typed by anybody. Newest last, as everywhere here. */
  turns: Date[];
  turnEndsAt: Date | null;
  wrong: Date[];
  /** On the telephone: the newest code, and the SMS that went out. */
  digits: Digits | null;
  tries: number;
  shortWrong: Date[];
  sent: Date[];
  /** SMS since the last right code. */
  unused: number;
  expiresAt: Date | null;
  used: boolean;
}

export interface CodeDecision {
  pace: CodePace;
  /** How many digits the SMS that must go out now has; null when the newest code on the telephone still serves. */
  send: Digits | null;
  /** For the browser that asks. Never depends on whether anything fits. */
  digits: Digits;
  resendAt: Date;
  expiresAt: Date;
}

/**
 * A browser asks for a code. Each is answered the same, at once; whether an SMS goes out is another matter: `fits` says that
 * it may, and then it does unless one that still serves went out a moment ago. So strangers who ask can keep nobody from a code.
 */
export function ask(before: CodePace, at: Date, rules: PaceRules, fits: boolean): CodeDecision {
  const turns = within(before.turns, at, dayMs);
  const wrong = within(before.wrong, at, dayMs);
  let { turnEndsAt } = before;
  const joins = turnEndsAt !== null && turnEndsAt > at;
  if (!joins) turns.push(at);
  const digits = isCrowded(turns, wrong, at, rules) ? longDigits : shortDigits;
  if (!joins || turnEndsAt === null) {
    const pauseMs = digits === longDigits ? hourMs : resendPause(within(turns, at, hourMs).length, rules.resendSeconds) * 1000;
    turnEndsAt = later(at, pauseMs);
  }
  const expiresAt = later(at, digits === longDigits ? hourMs : rules.codeMinutes * minuteMs);
  const pace = { ...before, turns: turns.slice(-2 * rules.codesPerDay), wrong, turnEndsAt };
  const sending = fits ? sendOrServe(pace, at, rules, digits, expiresAt) : { pace, send: null };
  return { ...sending, digits, resendAt: turnEndsAt, expiresAt };
}

/** Whether the newest code on the telephone may be right. */
export function isAlive(pace: CodePace, at: Date, rules: PaceRules): boolean {
  if (pace.digits === null || pace.used || pace.expiresAt === null || pace.expiresAt <= at) return false;
  if (pace.digits === longDigits) return pace.tries < longTriesPerDay / rules.codesPerDay;
  return pace.tries < rules.triesPerCode && within(pace.shortWrong, at, dayMs).length < rules.wrongTriesPerDay;
}

/** A wrong code at a live challenge; `fits` where it could have been right. */
export function countWrong(before: CodePace, at: Date, rules: PaceRules, fits: boolean): CodePace {
  const wrong = [...within(before.wrong, at, dayMs), at].slice(-rules.wrongTriesPerDay);
  if (!fits || !isAlive(before, at, rules)) return { ...before, wrong };
  const shortWrong = before.digits === longDigits ? before.shortWrong : [...within(before.shortWrong, at, dayMs), at];
  return { ...before, wrong, shortWrong, tries: before.tries + 1 };
}

/** A right code. One of six digits is used up; one of twelve serves the other browsers that asked for the mobile. */
export function countRight(before: CodePace): CodePace {
  return { ...before, unused: 0, used: before.digits === shortDigits };
}

/** Many ask, or somebody guesses: six digits would not hold, and the SMS of the day must last. */
function isCrowded(turns: readonly Date[], wrong: readonly Date[], at: Date, rules: PaceRules): boolean {
  return (
    within(turns, at, hourMs).length >= rules.codesPerHour ||
    turns.length > rules.codesPerDay / 2 ||
    wrong.length + rules.triesPerCode > rules.wrongTriesPerDay
  );
}

function sendOrServe(before: CodePace, at: Date, rules: PaceRules, asked: Digits, until: Date): { pace: CodePace; send: Digits | null } {
  const sent = within(before.sent, at, dayMs);
  const lastHour = within(sent, at, hourMs);
  const alive = isAlive(before, at, rules);
  const unused = lastHour.length === 0 ? 0 : before.unused;
  const pauseMs = alive && before.digits === longDigits ? hourMs : unused === 0 ? 0 : resendPause(unused, rules.resendSeconds) * 1000;
  const last = sent.at(-1);
  const rested = last === undefined || at.getTime() >= last.getTime() + pauseMs;
  if (!rested || lastHour.length >= rules.codesPerHour || sent.length >= rules.codesPerDay) {
    const expiresAt = alive && before.expiresAt !== null && before.expiresAt < until ? until : before.expiresAt;
    return { pace: { ...before, sent, unused, expiresAt }, send: null };
  }

  sent.push(at);
  lastHour.push(at);
  const long = asked === longDigits || lastHour.length >= rules.codesPerHour || sent.length > rules.codesPerDay / 2;
  // Of the last SMS that may go out the code lives until there is room for another: there is always one that serves.
  const nextAt = Math.max(
    at.getTime() + hourMs,
    ...(lastHour.length >= rules.codesPerHour ? [lastHour[0]!.getTime() + hourMs] : []),
    ...(sent.length >= rules.codesPerDay ? [sent[0]!.getTime() + dayMs] : []),
  );
  const expiresAt = long ? new Date(nextAt + overlapMs) : until;
  const digits = long ? longDigits : shortDigits;
  return { pace: { ...before, digits, tries: 0, sent, unused: unused + 1, expiresAt, used: false }, send: digits };
}

function within(moments: readonly Date[], at: Date, ms: number): Date[] {
  return moments.filter((moment) => moment.getTime() > at.getTime() - ms);
}

function later(at: Date, ms: number): Date {
  return new Date(at.getTime() + ms);
}
