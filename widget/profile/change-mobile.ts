import { html, nothing, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import type { Challenge } from '../../server/contract/session.ts';
import { checkCode, checkMobile } from '../form/check.ts';
import { renderField, renderSubmit } from '../form/field.ts';
import { Resend } from '../form/resend.ts';
import { ProfilePart } from './part.ts';

/** The old number is proved by a code first, then the new one. */
export class ProfileChangeMobile extends ProfilePart {
  @state() private step: 'ask' | 'old' | 'new' = 'ask';
  private challenge?: Challenge;
  readonly #resend = new Resend(this, this.form);

  #handleAsk(event: SubmitEvent): void {
    event.preventDefault();
    const { text, form } = this;
    this.done = '';
    void form.send(
      () => ({ mobile: checkMobile(text, form.get('mobile'), text.profile.newMobile) }),
      async () => this.#proceed('old', await this.api.call('POST /account/mobile', { body: { mobile: form.get('mobile').trim() } })),
    );
  }

  #handleCode(event: SubmitEvent): void {
    event.preventDefault();
    const { text, form } = this;
    this.#resend.sent = '';
    form.set('code', form.get('code').replace(/\D/g, ''));
    void form.send(
      () => ({ code: checkCode(text, form.get('code').replace(/\s/g, ''), this.challenge?.digits) }),
      async () => {
        const reply = await this.api.call('POST /account/mobile/code', { body: { code: form.get('code').replace(/\s/g, '') } });
        if (reply.next === 'new-mobile') return this.#proceed('new', reply.challenge);
        this.#handleCancel();
        form.values = {};
        this.done = text.profile.mobileChanged;
        this.changed(reply.session);
      },
    );
  }

  #proceed(step: 'old' | 'new', challenge: Challenge): void {
    this.challenge = challenge;
    this.#resend.sent = '';
    this.#resend.wait(challenge.resendInSeconds);
    this.form.set('code', '');
    this.step = step;
    void this.updateComplete.then(() => this.renderRoot.querySelector('input')?.focus());
  }

  #handleCancel(): void {
    this.step = 'ask';
    this.form.failure = '';
    this.form.errors = {};
    this.form.set('code', '');
  }

  protected override render(): TemplateResult {
    return html`${this.step === 'ask' ? this.#renderAsk() : this.#renderCode()}
      <p role="status">${this.done}</p>`;
  }

  #renderAsk(): TemplateResult {
    const { text, form } = this;
    return html`<form method="post" novalidate @submit=${this.#handleAsk}>
      <p>${text.profile.changeMobileHelp(this.format.mobile(this.signedIn.mobile))}</p>
      ${renderField(form, 'mobile', { label: text.profile.newMobile, type: 'tel', autocomplete: 'tel', maxlength: 30 })}
      ${renderSubmit(form, text.profile.sendCode, text.profile.sending)}
    </form>`;
  }

  #renderCode(): TemplateResult {
    const { text, form } = this;
    const mobile = this.format.mobile(this.challenge?.mobile ?? '');
    return html`<form method="post" novalidate @submit=${this.#handleCode}>
      <p role="status">${this.step === 'old' ? text.profile.codeOld(mobile) : text.profile.codeNew(mobile)}</p>
      ${renderField(form, 'code', { label: text.fields.code, inputmode: 'numeric', autocomplete: 'one-time-code', className: 'code' })}
      ${renderSubmit(form, text.profile.confirm, text.profile.confirming)}
      <div>${this.#resend.render()}</div>
      ${form.busy ? nothing : html`<button class="link" type="button" @click=${this.#handleCancel}>${text.profile.cancel}</button>`}
    </form>`;
  }
}
