import type { Challenge, RelationshipSummary, Session } from './session.ts';

/** A place where the account is logged in. */
export interface LoggedIn {
  id: string;
  /** "Chrome på Android", in plain words; null when unknown. */
  device: string | null;
  startedAt: string;
  lastSeenAt: string;
  /** Roughly where: the address cut to its block. */
  addressBlock: string;
  current: boolean;
}

export interface Acceptance {
  version: string;
  at: string;
  /** What was accepted, in paragraphs; null where the text was not kept. */
  text: string[] | null;
}

export interface Profile {
  mobile: string;
  kind: 'guest' | 'account';
  hasAccount: boolean;
  linked: RelationshipSummary[];
  loggedIn: LoggedIn[];
  acceptances: Acceptance[];
}

export interface ProfileEndpoints {
  'GET /profile': { reply: Profile };
  'POST /account': { body: { password: string }; reply: Session };
  /** Removes account, links, sessions and devices; asks for the password once more. */
  'DELETE /account': { body: { password: string }; reply: null };
  'PUT /account/password': { body: { oldPassword: string; password: string }; reply: null };
  /** Sends a code to the new number (after one to the old was proved); then `POST /account/mobile/code` for each. */
  'POST /account/mobile': { body: { mobile: string }; reply: Challenge };
  'POST /account/mobile/code': {
    body: { code: string };
    reply: { next: 'new-mobile'; challenge: Challenge } | { next: 'done'; session: Session };
  };
  'POST /account/links': { body: Record<string, never>; reply: Session };
  'DELETE /account/links/:id': { path: { id: string }; body: Record<string, never>; reply: Session };
  'PUT /account/links/:id': { path: { id: string }; body: { ownName?: string | null; favourite?: boolean }; reply: Session };
  'DELETE /account/sessions': { body: Record<string, never>; reply: null };
  'DELETE /account/sessions/:id': { path: { id: string }; body: Record<string, never>; reply: null };
  /** A ZIP; fetched as a download, not JSON. Only within 15 minutes of the log-in: after that `conflict`, `log-in-again`. */
  'GET /my-data': { reply: Blob };
}
