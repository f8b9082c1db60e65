/** What a failed call answers, as `{ error: ErrorCode }`, with the fields that some codes carry. */
export type ErrorCode =
  | 'bad-request' // not of the contract's form; the widget is at fault, not the person
  | 'bad-field' // `field` names what the person has to mend, `reason` why
  | 'login-failed' // numbers or password do not fit; never says which
  | 'code-wrong' // `triesLeft`
  | 'code-dead' // too many tries, or superseded by a newer one: ask for a new code
  | 'code-expired'
  | 'wait' // a limit; `retryAfterSeconds`
  | 'sms-unavailable' // the gateway is away; nothing was sent
  | 'sms-spent' // the day's SMS are used up; `retryAfterSeconds` until the next day's. A password on a known device still does
  | 'not-signed-in' // no session, or it has ended
  | 'terms-changed' // the terms' text is newer than the accepted one
  | 'not-found' // also: another customer's
  | 'conflict' // e.g. linked already, unlinked in another tab; `reason`
  | 'forbidden' // origin not allowed
  | 'too-large'
  | 'busy' // try again shortly; `retryAfterSeconds`
  | 'unavailable' // the database is away
  | 'internal';

/** Why a field was refused. The widget owns the words. */
export type FieldReason =
  | 'required'
  | 'digits-only'
  | 'not-a-mobile'
  | 'country-not-allowed'
  | 'too-short'
  | 'too-long'
  | 'common-password'
  | 'guessable-password' // made of the utility's name, the plant number or the mobile
  | 'wrong-password' // the old one, when changing it
  | 'same-mobile'
  | 'mobile-taken';

/** Why a change does not fit what is stored by now. */
export type ConflictReason =
  | 'linked-already'
  | 'not-linked'
  | 'account-exists'
  | 'no-account'
  | 'last-link'
  | 'too-many-keys'
  | 'too-many-notes'
  | 'other-shown' // another window shows another relationship, or somebody else logged in there
  | 'log-in-again' // too long ago for this: log in anew
  | 'prove-again'; // the mobile was not used for long: log in with the numbers on the invoice once more

export type FieldName =
  | 'note'
  | 'plantNumber'
  | 'meteringPointId'
  | 'mobile'
  | 'code'
  | 'password'
  | 'oldPassword'
  | 'name'
  | 'termsVersion';

export interface ErrorReply {
  error: ErrorCode;
  field?: FieldName;
  /** `cross-site`: the page's origin is allowed, but is another site, and the server isn't set up for that (`forbidden`). */
  reason?: FieldReason | ConflictReason | 'cross-site';
  triesLeft?: number;
  retryAfterSeconds?: number;
}
