/** Why a reading is set aside. */
export type RejectReason =
  | 'register-drop'
  | 'implausible'
  | 'future'
  | 'unknown-meter'
  | 'outside-meter-time'
  | 'no-such-local-time'
  | 'purged'
  | 'withdrawn';

/** What makes a staged chunk another thing than readings to be stored: a reason to set it aside, or that its autumn hours are still to be told apart. */
export type Mark = RejectReason | typeof autumnHour;
export const autumnHour = 'autumn-hour';
