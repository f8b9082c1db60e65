import { css, type PropertyValues } from 'lit';
import { property } from 'lit/decorators.js';
import type { Utility } from '../../server/contract/login.ts';
import type { Challenge } from '../../server/contract/session.ts';
import { Form, type Values } from '../form/form.ts';
import { MinSidePage } from '../page-element.ts';
import { base } from '../style/base.ts';
import { form } from '../style/form.ts';

/** The screens of the log-in. */
export type Step = 'numbers' | 'password' | 'recovery' | 'code' | 'new-password';

/** A screen is done with, or another way in was chosen. */
export class LoginStepEvent extends Event {
  static readonly type = 'login-step';
  readonly step: Step;
  readonly challenge: Challenge | undefined;
  constructor(step: Step, challenge?: Challenge) {
    super(LoginStepEvent.type);
    this.step = step;
    this.challenge = challenge;
  }
}

/** The distances of a screen's parts. */
export const stepStyle = css`
  h2,
  form,
  .countdown {
    margin-block-end: var(--ms-space-3);
  }
  :is(.notice, .alone):has(+ form) {
    margin-block-end: var(--ms-space-2);
  }
  h2:has(+ .alone),
  h3 {
    margin-block-end: var(--ms-space);
  }
`;

/** One screen of the log-in: a form, and what has been typed on the screens before. */
export abstract class LoginStep extends MinSidePage {
  static override styles = [base, form, stepStyle];

  @property({ attribute: false }) utility?: Utility;
  @property({ attribute: false }) values: Values = {};

  protected form = new Form(this);

  protected override willUpdate(_changed: PropertyValues): void {
    this.form.values = this.values;
  }

  protected go(step: Step, challenge?: Challenge): void {
    this.dispatchEvent(new LoginStepEvent(step, challenge));
  }
}
