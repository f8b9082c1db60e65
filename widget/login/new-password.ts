import { html, type TemplateResult } from 'lit';
import { SessionChangedEvent } from '../events.ts';
import { checkNewPassword } from '../form/check.ts';
import { renderField, renderSubmit } from '../form/field.ts';
import { LoginStep } from './step.ts';

/** The last screen of "Glemt passord?". */
export class LoginNewPassword extends LoginStep {
  #handleSubmit(event: SubmitEvent): void {
    event.preventDefault();
    const { text, form } = this;
    void form.send(
      () => checkNewPassword(text, form.get('password'), form.get('again')),
      async () => {
        const session = await this.api.call('POST /login/new-password', { body: { password: form.get('password') } });
        this.dispatchEvent(new SessionChangedEvent(session));
      },
    );
  }

  protected override render(): TemplateResult {
    const { text, form } = this;
    return html`
      <h2 part="heading" tabindex="-1">${text.login.newPasswordHeading}</h2>
      <form method="post" novalidate @submit=${this.#handleSubmit}>
        <input
          class="visually-hidden"
          type="text"
          autocomplete="username"
          tabindex="-1"
          aria-hidden="true"
          readonly
          .value=${form.get('mobile')}
        />
        ${renderField(form, 'password', { label: text.fields.password, hint: text.passwordHint, type: 'password', autocomplete: 'new-password', first: true })}
        ${renderField(form, 'again', { label: text.passwordAgain, type: 'password', autocomplete: 'new-password' })}
        ${renderSubmit(form, text.login.savePassword, text.login.saving)}
      </form>
    `;
  }
}
