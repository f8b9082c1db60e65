import { html, type TemplateResult } from 'lit';
import { checkNewPassword } from '../form/check.ts';
import { renderField, renderSubmit } from '../form/field.ts';
import { ProfilePart } from './part.ts';

/** A guest reads that one may have an account, and makes it. */
export class ProfileCreateAccount extends ProfilePart {
  #handleSubmit(event: SubmitEvent): void {
    event.preventDefault();
    const { text, form } = this;
    void form.send(
      () => checkNewPassword(text, form.get('password'), form.get('again')),
      async () => this.changed(await this.api.call('POST /account', { body: { password: form.get('password') } }), text.profile.created),
    );
  }

  protected override render(): TemplateResult {
    const { text, form } = this;
    return html`
      <h3>${text.profile.guest}</h3>
      <form method="post" @submit=${this.#handleSubmit} novalidate>
        <p>${text.profile.guestOffer}</p>
        <div class="field">
          <label for="mobile">${text.fields.mobile}</label>
          <p class="hint" id="mobile-hint">${text.profile.mobileHint}</p>
          <input
            id="mobile"
            type="tel"
            autocomplete="username"
            readonly
            aria-describedby="mobile-hint"
            .value=${this.format.mobile(this.signedIn.mobile)}
          />
        </div>
        ${renderField(form, 'password', { label: text.fields.password, hint: text.passwordHint, type: 'password', autocomplete: 'new-password' })}
        ${renderField(form, 'again', { label: text.passwordAgain, type: 'password', autocomplete: 'new-password' })}
        ${renderSubmit(form, text.profile.create, text.profile.creating)}
      </form>
    `;
  }
}
