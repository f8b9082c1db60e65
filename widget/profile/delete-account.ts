import { html, type TemplateResult } from 'lit';
import { SessionEndedEvent } from '../events.ts';
import { renderCheck, renderField, renderSubmit } from '../form/field.ts';
import { ProfilePart } from './part.ts';

/** What is removed and what stays is said first; then the password and a tick. */
export class ProfileDeleteAccount extends ProfilePart {
  #handleSubmit(event: SubmitEvent): void {
    event.preventDefault();
    const { text, form } = this;
    void form.send(
      () => ({
        password: form.get('password') ? undefined : text.reasons.required(text.fields.password),
        confirm: form.get('confirm') ? undefined : text.profile.deleteConfirmNeeded,
      }),
      async () => {
        await this.api.call('DELETE /account', { body: { password: form.get('password') } });
        this.dispatchEvent(new SessionEndedEvent('deleted'));
      },
    );
  }

  protected override render(): TemplateResult {
    const { text, form } = this;
    return html`<form method="post" novalidate @submit=${this.#handleSubmit}>
      <p>${text.profile.deleteHelp}</p>
      <p>${text.profile.deleteStays}</p>
      ${renderField(form, 'password', { label: text.fields.password, type: 'password', autocomplete: 'current-password' })}
      ${renderCheck(form, 'confirm', text.profile.deleteConfirm)}
      ${renderSubmit(form, text.profile.deleteNow, text.profile.deleting, 'danger')}
    </form>`;
  }
}
