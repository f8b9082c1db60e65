import type { Challenge, Session } from './session.ts';

/** What the log-in page needs before anyone is known. Public, cacheable. */
export interface Utility {
  name: string;
  /** Current version of the terms, and the hash of their text: what is accepted is named by both. */
  termsVersion: string;
  termsHash: string;
  /** The utility's own text in paragraphs; null: the manual's, which the widget has. */
  terms: string[] | null;
  /** The circuit to the SMS gateway is open: say that SMS is delayed. */
  smsDelayed: boolean;
  /** No more codes go to mobiles that neither the utility nor an account has, today. */
  smsSpent: boolean;
}

/** All that the portal shows first, in one answer: a phone waits longer for a request than for its bytes. */
export interface Start {
  session: Session;
  utility: Utility;
}

/** After mobile and password: inside, or an SMS code first (a device not seen before). */
export type PasswordLogin = { next: 'inside'; session: Session } | { next: 'code'; challenge: Challenge };

/** After a right code: inside, or a new password first (forgotten one). */
export type CodeLogin = { next: 'inside'; session: Session } | { next: 'new-password' };

export interface LoginEndpoints {
  'GET /start': { reply: Start };
  'GET /utility': { reply: Utility };
  'POST /login/challenge': {
    body: { plantNumber: string; meteringPointId: string; mobile: string; termsVersion: string; termsHash?: string };
    reply: Challenge;
  };
  'POST /login/resend': { body: Record<string, never>; reply: Challenge };
  'POST /login/code': { body: { code: string }; reply: CodeLogin };
  'POST /login/password': { body: { mobile: string; password: string }; reply: PasswordLogin };
  'POST /login/recovery': { body: { mobile: string }; reply: Challenge };
  'POST /login/new-password': { body: { password: string }; reply: Session };
  'POST /terms/acceptances': { body: { termsVersion: string; termsHash?: string }; reply: Session };
}
