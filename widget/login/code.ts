import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import type { Challenge } from '../../server/contract/session.ts';
import { ApiError } from '../api.ts';
import { SessionChangedEvent } from '../events.ts';
import { checkCode } from '../form/check.ts';
import { renderField, renderSubmit } from '../form/field.ts';
import { Resend } from '../form/resend.ts';
import { readCodeFromSms } from '../form/web-otp.ts';
import { LoginStep, type Step } from './step.ts';

/** "Skriv inn koden du mottok": one field that sends itself when it is complete. */
export class LoginCode extends LoginStep {
  @property({ attribute: false }) challenge!: Challenge;
  @property({ attribute: false }) cameFrom: Step = 'numbers';

  readonly #resend = new Resend(this, this.form);
  #stopReading?: AbortController;

  override connectedCallback(): void {
    super.connectedCallback();
    this.values.code = '';
    this.#readSms();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stopReading?.abort();
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    if (changed.has('challenge')) this.#resend.wait(this.challenge.resendInSeconds);
  }

  #readSms(): void {
    this.#stopReading?.abort();
    this.#stopReading = new AbortController();
    void readCodeFromSms(this.#stopReading.signal).then((code) => code && this.#handleTyped(code, code.length));
  }

  /** Typed, pasted or filled in: "123 456" and "Koden er 123456" are the code too. */
  #handleTyped(value: string, digits = this.challenge.digits): void {
    const code = value.replace(/\D/g, '').slice(0, Math.max(digits, 12));
    this.form.set('code', code);
    this.requestUpdate();
    if (code.length === digits) this.#submit();
  }

  #handleSubmit(event: SubmitEvent): void {
    event.preventDefault();
    this.#submit();
  }

  #submit(): void {
    const { text, form } = this;
    this.#resend.sent = '';
    void form
      .send(
        () => ({ code: checkCode(text, form.get('code'), this.challenge.digits) }),
        async () => {
          try {
            const reply = await this.api.call('POST /login/code', { body: { code: form.get('code') } });
            if (reply.next === 'new-password') this.go('new-password');
            else this.dispatchEvent(new SessionChangedEvent(reply.session));
          } catch (error) {
            // A code that was refused is not worth keeping; one that never arrived at the server is.
            if (error instanceof ApiError && error.error.startsWith('code-')) form.set('code', '');
            throw error;
          }
        },
      )
      .then(() => this.#explainLostChallenge());
  }

  #handleResent = (challenge?: Challenge): void => {
    if (!challenge) return this.#explainLostChallenge();
    this.challenge = challenge;
    this.#readSms();
  };

  /** The server has forgotten that this browser asked for a code. */
  #explainLostChallenge(): void {
    if (this.form.failed?.error === 'not-signed-in') this.form.failure = this.text.login.pendingGone;
    this.requestUpdate();
  }

  protected override render(): TemplateResult {
    const { text, form } = this;
    return html`
      <h2 part="heading" tabindex="-1">${text.login.codeHeading(this.challenge.mobile)}</h2>
      ${this.challenge.crowded ? html`<p class="notice">${text.login.crowded}</p>` : nothing}
      ${this.challenge.askAgainInSeconds ? html`<p class="notice">${text.login.askAgain(this.challenge.askAgainInSeconds)}</p>` : nothing}
      <form method="post" novalidate @submit=${this.#handleSubmit}>
        ${renderField(form, 'code', {
          label: text.fields.code,
          inputmode: 'numeric',
          autocomplete: 'one-time-code',
          className: this.challenge.digits > 6 ? 'code long' : 'code',
          first: true,
          changed: (value) => this.#handleTyped(value),
        })}
        ${this.cameFrom === 'recovery' ? renderSubmit(form, text.login.proceed, text.login.proceeding) : renderSubmit(form, text.login.logIn, text.login.loggingIn)}
      </form>
      ${this.#resend.render(this.#handleResent)}
      <p class="alone">
        <button class="link" type="button" @click=${() => this.go(this.cameFrom)}>
          ${this.cameFrom === 'numbers' ? text.login.checkNumbers : text.login.back}
        </button>
      </p>
    `;
  }
}
