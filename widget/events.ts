import type { Session } from '../server/contract/session.ts';
import type { Address } from './address.ts';
import type { Page } from './pages.ts';

/**
 * Inside the portal. These bubble to the edge of their own shadow root and no further, where any script of the page could
 * listen: each element on the way hands them on (`handOn`). What leaves the portal are the two public events below.
 */
abstract class InnerEvent extends Event {
  constructor(type: string) {
    super(type, { bubbles: true });
  }
  /** An event can't be dispatched twice. */
  abstract again(): InnerEvent;
}

/** What someone may do now has changed: signed in, switched, linked, signed out. */
export class SessionChangedEvent extends InnerEvent {
  static readonly type = 'session-changed';
  readonly session: Session;
  constructor(session: Session) {
    super(SessionChangedEvent.type);
    this.session = session;
  }
  override again(): InnerEvent {
    return new SessionChangedEvent(this.session);
  }
}

/** Nobody is signed in (any more): a call answered so, or the customer wanted it. */
export class SessionEndedEvent extends InnerEvent {
  static readonly type = 'session-ended';
  /** Which sentence the log-in begins with. */
  readonly why: 'ended' | 'loggedOut' | 'deleted';
  constructor(why: 'ended' | 'loggedOut' | 'deleted' = 'ended') {
    super(SessionEndedEvent.type);
    this.why = why;
  }
  override again(): InnerEvent {
    return new SessionEndedEvent(this.why);
  }
}

/** Asks the frame to show another page. */
export class GoEvent extends InnerEvent {
  static readonly type = 'go';
  readonly address: Address;
  constructor(address: Address) {
    super(GoEvent.type);
    this.address = address;
  }
  override again(): InnerEvent {
    return new GoEvent(this.address);
  }
}

/** What had the focus is gone, and there is no heading here to go on from. */
export class FocusLostEvent extends InnerEvent {
  static readonly type = 'focus-lost';
  constructor() {
    super(FocusLostEvent.type);
  }
  override again(): InnerEvent {
    return new FocusLostEvent();
  }
}

/** Makes a host hand on what its shadow root hears. */
export function handOn(host: HTMLElement, root: EventTarget): void {
  for (const { type } of [SessionChangedEvent, SessionEndedEvent, GoEvent, FocusLostEvent])
    root.addEventListener(type, (event) => host.dispatchEvent((event as InnerEvent).again()));
}

/** Public: someone signed in or out. Says nothing about who. */
export class MinSideSessionEvent extends Event {
  static readonly type = 'min-side-session';
  readonly signedIn: boolean;
  constructor(signedIn: boolean) {
    super(MinSideSessionEvent.type, { bubbles: true, composed: true });
    this.signedIn = signedIn;
  }
}

/** Public: another page of the portal is shown; null when none is (logged out, or the launcher was closed). */
export class MinSidePageEvent extends Event {
  static readonly type = 'min-side-page';
  readonly page: Page | null;
  constructor(page: Page | null) {
    super(MinSidePageEvent.type, { bubbles: true, composed: true });
    this.page = page;
  }
}

declare global {
  interface HTMLElementEventMap {
    'min-side-session': MinSideSessionEvent;
    'min-side-page': MinSidePageEvent;
    'session-changed': SessionChangedEvent;
    'session-ended': SessionEndedEvent;
    go: GoEvent;
  }
}
