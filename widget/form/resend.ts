import { html, type ReactiveController, type TemplateResult } from 'lit';
import type { Challenge } from '../../server/contract/session.ts';
import { ApiError, type Api } from '../api.ts';
import type { Form, FormHost } from './form.ts';

/** An element that waits for a code from an SMS. */
interface ResendHost extends FormHost {
  api: Api;
}

/** "Fikk du ingen kode, klikk her": another code for the same number, and the seconds until it may be asked for, counted down in view. */
export class Resend implements ReactiveController {
  /** Whole seconds left; 0 when a new code may be asked for. */
  secondsLeft = 0;
  /** A sentence for screen readers and eyes alike, after a new code was sent. */
  sent = '';

  private readonly host: ResendHost;
  private readonly form: Form;
  #until = 0;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(host: ResendHost, form: Form) {
    this.host = host;
    this.form = form;
    host.addController(this);
  }

  /** Starts over. A tab that slept counts by the clock, not by its ticks. */
  wait(seconds: number): void {
    this.#until = Date.now() + seconds * 1000;
    this.#tick();
    clearInterval(this.#timer);
    this.#timer = setInterval(() => this.#tick(), 1000);
  }

  hostConnected(): void {
    if (this.#until > Date.now()) this.#timer ??= setInterval(() => this.#tick(), 1000);
  }

  hostDisconnected(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #tick(): void {
    this.secondsLeft = Math.max(0, Math.ceil((this.#until - Date.now()) / 1000));
    if (this.secondsLeft === 0) this.hostDisconnected();
    this.host.requestUpdate();
  }

  /** The link, the countdown and what came of it. `done` hears of the new challenge, or, without one, that there was none to be had. */
  render(done?: (challenge?: Challenge) => void): TemplateResult {
    const { login } = this.host.text;
    const { secondsLeft } = this;
    return html`<p>
        ${login.codeWait}<button
          class="link"
          type="button"
          aria-disabled=${secondsLeft ? 'true' : 'false'}
          @click=${() => this.#handleResend(done)}
        >
          ${login.codeResend}</button
        >.
      </p>
      <p class="muted number countdown">${secondsLeft ? login.codeResendIn(secondsLeft) : ''}</p>
      <p role="status">${this.sent}</p>`;
  }

  async #handleResend(done?: (challenge?: Challenge) => void): Promise<void> {
    const { host, form } = this;
    if (this.secondsLeft || form.busy) return;
    this.sent = '';
    form.errors = {};
    form.failure = '';
    try {
      const challenge = await host.api.call('POST /login/resend', { body: {} });
      form.set('code', '');
      this.sent = host.text.login.codeSent;
      this.wait(challenge.resendInSeconds);
      host.renderRoot.querySelector('input')?.focus();
      done?.(challenge);
    } catch (error) {
      form.take(error);
      if (error instanceof ApiError && error.retryAfterSeconds) this.wait(error.retryAfterSeconds);
      done?.();
    }
    host.requestUpdate();
  }
}
