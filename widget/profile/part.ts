import { css } from 'lit';
import { property, state } from 'lit/decorators.js';
import type { Profile } from '../../server/contract/profile.ts';
import type { Session } from '../../server/contract/session.ts';
import { SessionChangedEvent } from '../events.ts';
import { Form } from '../form/form.ts';
import { InsidePage } from '../page-element.ts';
import { base } from '../style/base.ts';
import { form } from '../style/form.ts';
import { list } from '../style/list.ts';

/** What is stored has changed: the page fetches it anew. */
export class ProfileChangedEvent extends Event {
  static readonly type = 'profile-changed';
  /** What was done, where the part that did it won't be there any more to say so. */
  readonly done: string;
  constructor(done = '') {
    super(ProfileChangedEvent.type);
    this.done = done;
  }
}

/** A part of the profile page: a form, and a sentence when it is done. */
export abstract class ProfilePart extends InsidePage {
  static override styles = [
    base,
    form,
    list,
    css`
      :host {
        max-width: none;
      }
      button.danger {
        border-color: var(--ms-wrong);
        background: transparent;
        color: var(--ms-wrong);
      }
      button.danger:hover {
        background: var(--ms-wrong-ground);
      }
      fieldset {
        width: 100%;
        min-width: 0;
        margin: 0;
        padding: 0;
        border: 0;
      }
      legend {
        padding: 0;
        font-weight: 600;
      }
    `,
  ];

  @property({ attribute: false }) profile!: Profile;
  /** What was done ("Lagret."), for eyes and screen readers. */
  @state() protected done = '';

  protected form = new Form(this);

  /** Tells the frame who is signed in by now, and the page that there is something new to fetch. */
  protected changed(session?: Session, done = ''): void {
    if (session) this.dispatchEvent(new SessionChangedEvent(session));
    this.dispatchEvent(new ProfileChangedEvent(done));
  }
}
