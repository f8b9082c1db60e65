import { html, type TemplateResult } from 'lit';
import { SessionChangedEvent } from '../events.ts';
import { checkMobile } from '../form/check.ts';
import { renderField, renderSubmit } from '../form/field.ts';
import { LoginStep } from './step.ts';

/** The other way in: mobile number and password. A device not seen before is asked for a code too. */
export class LoginPassword extends LoginStep {
  #handleSubmit(event: SubmitEvent): void {
    event.preventDefault();
    const { text, form } = this;
    void form
      .send(
        () => ({
          mobile: checkMobile(text, form.get('mobile')),
          password: form.get('password') ? undefined : text.reasons.required(text.fields.password),
        }),
        async () => {
          const reply = await this.api.call('POST /login/password', {
            body: { mobile: form.get('mobile').trim(), password: form.get('password') },
          });
          form.set('password', '');
          if (reply.next === 'code') this.go('code', reply.challenge);
          else this.dispatchEvent(new SessionChangedEvent(reply.session));
        },
      )
      .then(() => this.#explainFailure());
  }

  /** The common sentence speaks of the invoice. */
  #explainFailure(): void {
    if (this.form.failed?.error === 'login-failed') this.form.failure = this.text.login.passwordFailed;
    this.requestUpdate();
  }

  protected override render(): TemplateResult {
    const { text, form } = this;
    return html`
      <h2 part="heading" tabindex="-1">${text.login.heading}</h2>
      <p class="alone"><button class="link" type="button" @click=${() => this.go('numbers')}>${text.login.toNumbers}</button></p>
      <form method="post" novalidate @submit=${this.#handleSubmit}>
        ${renderField(form, 'mobile', { label: text.fields.mobile, type: 'tel', autocomplete: 'username', maxlength: 30, first: true })}
        ${renderField(form, 'password', { label: text.fields.password, type: 'password', autocomplete: 'current-password' })}
        ${renderSubmit(form, text.login.logIn, text.login.loggingIn)}
      </form>
      <p class="alone"><button class="link" type="button" @click=${() => this.go('recovery')}>${text.login.forgotten}</button></p>
    `;
  }
}
