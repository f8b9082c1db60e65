import { css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import type { Utility } from '../../server/contract/login.ts';
import type { Challenge } from '../../server/contract/session.ts';
import { define } from '../define.ts';
import type { Values } from '../form/form.ts';
import { MinSidePage } from '../page-element.ts';
import { renderElement } from '../render-element.ts';
import { whenIdle } from '../later.ts';
import { base } from '../style/base.ts';
import { LoginNumbers } from './numbers.ts';
import type { LoginStepEvent, Step } from './step.ts';

const loadLaterSteps = (): Promise<unknown> => import('./later-steps.ts');

/** "Innloggingsvindu": which screen of the log-in is shown, and what was typed so far. */
export class MinSideLogin extends MinSidePage {
  static override styles = [
    base,
    css`
      :host {
        max-width: var(--ms-column);
        margin-inline: auto;
      }
      .notice {
        margin-block-end: var(--ms-space-3);
      }
    `,
  ];

  @property({ attribute: false }) utility?: Utility;
  /** A sentence about why one is here ("Du er logget ut."). */
  @property({ attribute: false }) notice = '';

  @state() private step: Step = 'numbers';
  @state() private challenge?: Challenge;

  private cameFrom: Step = 'numbers';
  private readonly values: Values = {};

  protected override willUpdate(changed: PropertyValues): void {
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
    const screen = this.renderRoot.querySelector<LoginNumbers>('[data-step]');
    await screen?.updateComplete;
    const root = screen?.renderRoot;
    const heading = root?.querySelector<HTMLElement>('h2');
    (root?.querySelector<HTMLElement>('[data-first]') ?? heading)?.focus({ preventScroll: true });
    // A screen shorter than the one before leaves the page scrolled to its end.
    heading?.scrollIntoView({ block: 'nearest', behavior: 'instant' });
  }

  override renderAhead(): void {
    super.renderAhead();
    this.renderRoot.querySelector<LoginNumbers>('[data-step]')?.renderAhead();
  }

  /** The frame moves here: to the heading of the screen shown. */
  override focus(): void {
    const screen = this.renderRoot.querySelector<LoginNumbers>('[data-step]');
    screen?.renderRoot.querySelector<HTMLElement>('h2')?.focus();
  }

  /** What was said about why one is here is old news as soon as one goes on. */
  #handleGoOn(): void {
    this.notice = '';
  }

  async #handleStep(event: LoginStepEvent): Promise<void> {
    this.#handleGoOn();
    try {
      if (event.step !== 'numbers') await loadLaterSteps();
    } catch {
      this.notice = this.text.failures.outdated;
      return;
    }
    if (event.step === 'code') this.cameFrom = this.step;
    this.challenge = event.challenge ?? this.challenge;
    this.step = event.step;
  }

  protected override render(): TemplateResult {
    return html`
      <div role="status">${this.notice ? html`<p class="notice">${this.notice}</p>` : nothing}</div>
      ${this.#renderStep()}
    `;
  }

  #renderStep(): unknown {
    const { api, session, text, format, language, utility, values, challenge, cameFrom } = this;
    const goOn = (): void => this.#handleGoOn();
    return renderElement(
      `min-side-login-${this.step}`,
      { api, session, text, format, language, utility, values, challenge, cameFrom },
      'data-step',
      { 'login-step': (event: LoginStepEvent) => this.#handleStep(event), click: goOn, input: goOn, submit: goOn },
    );
  }
}

define('min-side-login-numbers', LoginNumbers);
define('min-side-login', MinSideLogin);
