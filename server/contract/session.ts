export interface RelationshipSummary {
  id: string;
  plantNumber: string;
  customerName: string;
  /** Own name the customer has given ("Hytta"), or null. */
  ownName: string | null;
  address: string;
  favourite: boolean;
  /** Local date on which the period ended, null while it runs. */
  endedOn: string | null;
}

/** A code is under way to `mobile`. The same reply whether the customer exists or not. */
export interface Challenge {
  /** As it was typed, for the sentence on the next screen. After a reload all but the last digits are hidden. */
  mobile: string;
  /** How many digits the newest code has; 6, or 12 where many ask. An earlier one on the telephone may have 6 still. */
  digits: number;
  /** Many ask for codes to this number: no new SMS may come, and the newest on the telephone counts. */
  crowded: boolean;
  /** Many mobiles have asked with the same plant number: when no SMS comes, asking again after so many seconds brings one. */
  askAgainInSeconds?: number;
  expiresInSeconds: number;
  resendInSeconds: number;
}

export type Session =
  | {
      signedIn: false;
      /** A code that this browser has asked for and not answered yet: the page goes on from there. */
      pending?: Challenge & { next: 'code' | 'new-password' };
    }
  | {
      signedIn: true;
      kind: 'guest' | 'account';
      /** E.164 without spaces. */
      mobile: string;
      /** Names this log-in and the relationship it shows. Every reply that belongs to a customer carries it as `Min-Side-Shown`; a change that is sent with another one is refused (`conflict`, `other-shown`). */
      shown: string;
      /** The one shown; null right after a password log-in with several: choose one of `linked`. */
      relationship: RelationshipSummary | null;
      /** All that the mobile's account is linked to; empty without an account. */
      linked: RelationshipSummary[];
      /** The mobile has an account, although this log-in is a guest's. */
      hasAccount: boolean;
      /** The terms are newer than what was accepted: ask before anything else. */
      termsDue: boolean;
    };

export interface SessionEndpoints {
  'GET /session': { reply: Session };
  'DELETE /session': { reply: null };
  /** Shows another of the linked ones from now on. */
  'PUT /relationship': { body: { id: string }; reply: Session };
}
