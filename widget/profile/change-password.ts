import { html, type TemplateResult } from 'lit';
import { checkNewPassword } from '../form/check.ts';
import { renderField, renderSubmit } from '../form/field.ts';
import { ProfilePart } from './part.ts';

/** The old password is asked for; all other places are logged out. */
export class ProfileChangePassword extends ProfilePart {
  #handleSubmit(event: SubmitEvent): void {
    event.preventDefault();
    const { text, form } = this;
    this.done = '';
    void form.send(
      () => ({
        oldPassword: form.get('oldPassword') ? undefined : text.reasons.required(text.fields.oldPassword),
        ...checkNewPassword(text, form.get('password'), form.get('again'), text.profile.newPassword),
      }),
      async () => {
        await this.api.call('PUT /account/password', { body: { oldPassword: form.get('oldPassword'), password: form.get('password') } });
        form.values = {};
        this.done = text.profile.passwordChanged;
        this.changed();
      },
    );
  }

  protected override render(): TemplateResult {
    const { text, form } = this;
    return html`<form method="post" novalidate @submit=${this.#handleSubmit}>
      <input
        class="visually-hidden"
        type="text"
        autocomplete="username"
        tabindex="-1"
        aria-hidden="true"
        readonly
        .value=${this.signedIn.mobile}
      />
      ${renderField(form, 'oldPassword', { label: text.fields.oldPassword, type: 'password', autocomplete: 'current-password' })}
      ${renderField(form, 'password', { label: text.profile.newPassword, hint: text.passwordHint, type: 'password', autocomplete: 'new-password' })}
      ${renderField(form, 'again', { label: text.profile.newPasswordAgain, type: 'password', autocomplete: 'new-password' })}
      ${renderSubmit(form, text.profile.changePassword, text.profile.saving)}
      <p role="status">${this.done}</p>
    </form>`;
  }
}
