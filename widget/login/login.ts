import { css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import type { Challenge } from '../../server/contract/session.ts';
import { define } from '../define.ts';
import { renderElement } from '../render-element.ts';
import { whenIdle } from '../later.ts';
import { LoginNumbers } from './numbers.ts';
import type { LoginStep, LoginStepEvent, Step } from './step.ts';

const loadLaterSteps = (): Promise<unknown> => import('./later-steps.ts');

/** "Innloggingsvindu": which screen of the log-in is shown, and what was typed so far. The first one is its own; each other is an element in its place. */
export class MinSideLogin extends LoginNumbers {
  static override styles = [
    ...LoginNumbers.styles,
    css`
      :host {
        max-width: var(--ms-column);
        margin-inline: auto;
      }
      [role='status'] > .notice {
        margin-block-end: var(--ms-space-3);
      }
    `,
  ];

  /** A sentence about why one is here ("Du er logget ut."). */
  @property({ attribute: false }) notice = '';

  @state() private step: Step = 'numbers';
  @state() private challenge?: Challenge;

  private cameFrom: Step = 'numbers';

  /** The screen shown, where it isn't the first. */
  private get screen(): LoginStep | null {
    return this.renderRoot.querySelector<LoginStep>('[data-step]');
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    if (!changed.has('session') || this.session.signedIn || !this.session.pending) return;
    // The page was loaded anew while the code was under way, as a telephone does while one reads the SMS.
    void loadLaterSteps().catch(() => (this.notice = this.text.failures.outdated));
    this.challenge = this.session.pending;
    this.step = this.session.pending.next;
  }

  protected override async updated(changed: PropertyValues): Promise<void> {
    // Asked for again when it is needed.
    if (changed.has('session') && this.isConnected && !this.closest('[inert]'))
      whenIdle(() => void loadLaterSteps().catch(() => undefined));
    // Not at first, nor by what the server says: a portal in a page must not take the focus by itself.
    if (!changed.has('step' as never) || changed.has('session')) return;
    await this.screen?.updateComplete;
    const root = (this.screen ?? this).renderRoot;
    const heading = root.querySelector<HTMLElement>('h2');
    (root.querySelector<HTMLElement>('[data-first]') ?? heading)?.focus({ preventScroll: true });
    // A screen shorter than the one before leaves the page scrolled to its end.
    heading?.scrollIntoView({ block: 'nearest', behavior: 'instant' });
  }

  /** The frame moves here: to the heading of the screen shown. */
  override focus(): void {
    (this.screen ?? this).renderRoot.querySelector<HTMLElement>('h2')?.focus();
  }

  /** What was said about why one is here is old news as soon as one goes on. */
  readonly #handleGoOn = (): void => {
    this.notice = '';
  };

  protected override async go(step: Step, challenge?: Challenge): Promise<void> {
    this.#handleGoOn();
    try {
      if (step !== 'numbers') await loadLaterSteps();
    } catch {
      this.notice = this.text.failures.outdated;
      return;
    }
    if (step === 'code') this.cameFrom = this.step;
    this.challenge = challenge ?? this.challenge;
    this.step = step;
    this.form.forgive();
  }

  protected override render(): TemplateResult {
    return html`
      <div role="status">${this.notice ? html`<p class="notice">${this.notice}</p>` : nothing}</div>
      <div @click=${this.#handleGoOn} @input=${this.#handleGoOn} @submit=${this.#handleGoOn}>
        ${this.step === 'numbers' ? super.render() : this.#renderStep()}
      </div>
    `;
  }

  #renderStep(): unknown {
    const { api, session, text, format, language, utility, values, challenge, cameFrom } = this;
    return renderElement(
      `min-side-login-${this.step}`,
      { api, session, text, format, language, utility, values, challenge, cameFrom },
      'data-step',
      { 'login-step': ({ step, challenge }: LoginStepEvent) => this.go(step, challenge) },
    );
  }
}

define('min-side-login', MinSideLogin);
