import type { Session } from '../server/contract.ts';
import type { Address } from './address.ts';

/** What someone may do now has changed: signed in, switched, linked, signed out. */
export class MinSideSessionEvent extends Event {
  static readonly type = 'min-side-session';
  readonly session: Session;
  constructor(session: Session) {
    super(MinSideSessionEvent.type, { bubbles: true, composed: true });
    this.session = session;
  }
}

/** Nobody is signed in (any more): a call answered so, or the customer wanted it. */
export class MinSideEndedEvent extends Event {
  static readonly type = 'min-side-ended';
  /** Which sentence the log-in begins with. */
  readonly why: 'ended' | 'loggedOut' | 'deleted';
  constructor(why: 'ended' | 'loggedOut' | 'deleted' = 'ended') {
    super(MinSideEndedEvent.type, { bubbles: true, composed: true });
    this.why = why;
  }
}

/** Asks the frame to show another page. */
export class MinSideGoEvent extends Event {
  static readonly type = 'min-side-go';
  readonly address: Address;
  constructor(address: Address) {
    super(MinSideGoEvent.type, { bubbles: true, composed: true });
    this.address = address;
  }
}

declare global {
  interface HTMLElementEventMap {
    'min-side-session': MinSideSessionEvent;
    'min-side-ended': MinSideEndedEvent;
    'min-side-go': MinSideGoEvent;
  }
}
