import { LitElement } from 'lit';
import { property } from 'lit/decorators.js';
import type { Session } from '../server/contract/session.ts';
import { ApiError, type Api } from './api.ts';
import { handOn, SessionEndedEvent } from './events.ts';
import { FocusKeeper } from './focus-keeper.ts';
import type { InsideText } from './text/nb-inside.ts';
import type { Text } from './text/nb.ts';
import type { Format } from './text/format.ts';
import type { Language } from './text/languages.ts';
import { sayFailure } from './text/say-failure.ts';

/** Someone who is signed in. */
export type SignedIn = Extract<Session, { signedIn: true }>;

/** What a page's own style reaches of every element inside, as MinSide tells it. */
const exportedParts = 'heading,field,button,chart,table';

/** What the frame hands to each of its pages; a page hands it on to its parts. */
export abstract class MinSidePage extends LitElement {
  @property({ attribute: false }) api!: Api;
  @property({ attribute: false }) session!: Session;
  @property({ attribute: false }) text!: Text;
  @property({ attribute: false }) format!: Format;
  @property({ attribute: false }) language: Language = 'nb';

  protected readonly focusKeeper = new FocusKeeper(this);

  protected override createRenderRoot(): HTMLElement | DocumentFragment {
    const root = super.createRenderRoot();
    handOn(this, root);
    this.setAttribute('exportparts', exportedParts);
    return root;
  }

  /** Renders at once, and outside the page too, so as to come into it whole. For what measures nothing of itself. */
  renderAhead(): void {
    this.performUpdate();
  }

  /** The session as someone's who is signed in: no page but the log-in is shown to others. */
  protected get signedIn(): SignedIn {
    if (!this.session.signedIn) throw new Error('shown without a session');
    return this.session;
  }

  /** The sentence for a failed call; tells the frame when it was that the session has ended. */
  protected explain(error: unknown): string {
    if (!(error instanceof ApiError)) return this.text.failures.internal;
    if (error.error === 'not-signed-in') this.dispatchEvent(new SessionEndedEvent());
    return sayFailure(this.text, error);
  }
}

/** A page for those who are signed in: it has all the words. */
export abstract class InsidePage extends MinSidePage {
  declare text: InsideText;
}
