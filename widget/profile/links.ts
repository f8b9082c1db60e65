import { repeat } from 'lit/directives/repeat.js';
import { html, nothing, type TemplateResult } from 'lit';
import type { RelationshipSummary } from '../../server/contract/session.ts';
import { renderSubmit } from '../form/field.ts';
import { ProfilePart } from './part.ts';

/** The relationships of the account: own names, favourite, unlinking, and "Legg til gjeldende kunde". */
export class ProfileLinks extends ProfilePart {
  private get addable(): RelationshipSummary | null {
    const shown = this.signedIn.relationship;
    return shown && !this.profile.linked.some(({ id }) => id === shown.id) ? shown : null;
  }

  #handleAdd(event: SubmitEvent): void {
    event.preventDefault();
    this.done = '';
    void this.form.send(
      () => ({}),
      async () => {
        this.changed(await this.api.call('POST /account/links', { body: {} }));
        this.done = this.text.profile.added;
      },
    );
  }

  #handleUnlinked(): void {
    this.done = this.text.profile.unlinked;
  }

  protected override render(): TemplateResult {
    const { text, addable } = this;
    return html`
      <h3>${text.profile.linkedHeading}</h3>
      ${
        this.profile.linked.length
          ? repeat(
              this.profile.linked,
              ({ id }) => id,
              (each) => this.#renderLink(each),
            )
          : html`<p>${text.profile.linkedNone}</p>`
      }
      <p role="status">${this.done}</p>
      ${
        addable
          ? html`<form method="post" @submit=${this.#handleAdd}>
              <p>${text.profile.addCurrentHelp(`${addable.customerName}, ${addable.address}`)}</p>
              ${renderSubmit(this.form, text.profile.addCurrent, text.profile.adding)}
            </form>`
          : nothing
      }
    `;
  }

  #renderLink(link: RelationshipSummary): TemplateResult {
    const { api, session, text, format, profile } = this;
    return html`<min-side-profile-link
      .api=${api}
      .session=${session}
      .text=${text}
      .format=${format}
      .profile=${profile}
      .link=${link}
      @profile-unlinked=${this.#handleUnlinked}
      @profile-changed=${() => this.changed()}
    ></min-side-profile-link>`;
  }
}
