import { html, nothing, type TemplateResult } from 'lit';
import type { LoggedIn } from '../../server/contract/profile.ts';
import { SessionEndedEvent } from '../events.ts';
import { renderSubmit } from '../form/field.ts';
import { addressBegin } from './address-begin.ts';
import { ProfilePart } from './part.ts';

/** "Her er du logget inn": the places, each with a way to end it, and all at once. */
export class ProfileSessions extends ProfilePart {
  #handleEnd(id: string): void {
    this.done = '';
    void this.form.send(
      () => ({}),
      async () => {
        await this.api.call('DELETE /account/sessions/:id', { path: { id }, body: {} });
        this.done = this.text.profile.sessionEnded;
        this.changed();
      },
    );
  }

  #handleEndAll(event: SubmitEvent): void {
    event.preventDefault();
    void this.form.send(
      () => ({}),
      async () => {
        await this.api.call('DELETE /account/sessions', { body: {} });
        this.dispatchEvent(new SessionEndedEvent('loggedOut'));
      },
    );
  }

  protected override render(): TemplateResult {
    const { profile: words } = this.text;
    return html`
      <ul class="rows">
        ${this.profile.loggedIn.map((each) => this.#renderSession(each))}
      </ul>
      <p role="status">${this.done}</p>
      <form method="post" @submit=${this.#handleEndAll}>${renderSubmit(this.form, words.endAll, words.endingAll, 'quiet')}</form>
    `;
  }

  #renderSession({ id, device, lastSeenAt, addressBlock, current }: LoggedIn): TemplateResult {
    const { profile: words } = this.text;
    const name = device ?? words.unknownDevice;
    return html`<li>
      <div>
        <strong>${name}</strong> ${current ? html`<span class="tag">${words.currentSession}</span>` : nothing}
        <p class="muted small">${words.sessionSeen(this.format.dateTime(lastSeenAt), addressBegin(addressBlock))}</p>
      </div>
      ${
        current
          ? nothing
          : html`<button class="quiet" type="button" aria-label=${words.endSessionOf(name)} @click=${() => this.#handleEnd(id)}>
              ${words.endSession}
            </button>`
      }
    </li>`;
  }
}
