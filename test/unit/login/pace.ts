import type { CodePace, PaceRules } from '../../../server/login/code-pace.ts';

/** As the settings' defaults are. */
export const rules: PaceRules = {
  codeMinutes: 5,
  triesPerCode: 4,
  wrongTriesPerDay: 8,
  codesPerHour: 5,
  codesPerDay: 10,
  resendSeconds: [60, 120, 300],
};
/** Nobody has asked yet. */
export const nothing: CodePace = {
  turns: [],
  turnEndsAt: null,
  wrong: [],
  digits: null,
  tries: 0,
  shortWrong: [],
  sent: [],
  unused: 0,
  expiresAt: null,
  used: false,
};
/** A moment, in seconds from one that is always the same. */
export const at = (seconds: number) => new Date(1_700_000_000_000 + seconds * 1000);
/** In seconds, as `day`. */
export const hour = 3600;
export const day = 24 * hour;
