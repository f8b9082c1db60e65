import { html, type TemplateResult } from 'lit';
import { checkMobile } from '../form/check.ts';
import { renderField, renderSubmit } from '../form/field.ts';
import { LoginStep } from './step.ts';

/** "Glemt passord?": the mobile number is proved by a code before a new password is chosen. */
export class LoginRecovery extends LoginStep {
  #handleSubmit(event: SubmitEvent): void {
    event.preventDefault();
    const { text, form } = this;
    void form.send(
      () => ({ mobile: checkMobile(text, form.get('mobile')) }),
      async () => this.go('code', await this.api.call('POST /login/recovery', { body: { mobile: form.get('mobile').trim() } })),
    );
  }

  protected override render(): TemplateResult {
    const { text, form } = this;
    return html`
      <h2 part="heading" tabindex="-1">${text.login.recoveryHeading}</h2>
      <form method="post" novalidate @submit=${this.#handleSubmit}>
        <p>${text.login.recoveryHelp}</p>
        ${renderField(form, 'mobile', { label: text.fields.mobile, type: 'tel', autocomplete: 'tel', maxlength: 30, first: true })}
        ${renderSubmit(form, text.login.recoverySend, text.login.sending)}
      </form>
      <p class="alone"><button class="link" type="button" @click=${() => this.go('password')}>${text.login.back}</button></p>
    `;
  }
}
