import { html, nothing, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import type { RelationshipSummary } from '../../server/contract/session.ts';
import { GoEvent, SessionChangedEvent } from '../events.ts';
import { renderSubmit } from '../form/field.ts';
import { Form } from '../form/form.ts';
import { InsidePage } from '../page-element.ts';
import { hrefTo, type Address } from '../address.ts';
import { base } from '../style/base.ts';
import { form } from '../style/form.ts';
import { list } from '../style/list.ts';

const profile: Address = { page: 'profile', rest: [] };

/** "Ditt mobilnummer er knyttet til følgende kundeforhold": all of the account's, each but the one shown with a button that switches to it. */
export class MinSideLinked extends InsidePage {
  static override styles = [base, form, list];

  @state() private failure = '';
  @state() private switchingTo = '';

  readonly #adding = new Form(this);

  async #handleSwitch(id: string): Promise<void> {
    if (this.switchingTo) return;
    this.switchingTo = id;
    this.failure = '';
    try {
      this.dispatchEvent(new SessionChangedEvent(await this.api.call('PUT /relationship', { body: { id } })));
    } catch (error) {
      this.failure = this.explain(error);
    }
    this.switchingTo = '';
  }

  #handleAdd(event: SubmitEvent): void {
    event.preventDefault();
    void this.#adding.send(
      () => ({}),
      async () => {
        this.dispatchEvent(new SessionChangedEvent(await this.api.call('POST /account/links', { body: {} })));
      },
    );
  }

  #handleProfile(event: MouseEvent): void {
    event.preventDefault();
    this.dispatchEvent(new GoEvent(profile));
  }

  protected override render(): TemplateResult {
    const { relationship: words } = this.text;
    const { linked } = this.signedIn;
    return html`
      <h3>${words.linkedHeading}</h3>
      <div role="alert">${this.failure ? html`<p class="failure">${this.failure}</p>` : nothing}</div>
      ${this.#renderAddable()}
      ${
        linked.length
          ? html`<ul class="rows">
              ${linked.map((each) => this.#renderLinked(each))}
            </ul>`
          : html`<p>${words.guest}</p>
              <p class="next"><a class="target" href=${hrefTo(profile)} @click=${this.#handleProfile}>${words.toProfile}</a></p>`
      }
    `;
  }

  /** An account holder who looks at another plant is offered to link it where that is seen. */
  #renderAddable(): TemplateResult | typeof nothing {
    const { profile: words } = this.text;
    const { hasAccount, linked, relationship: shown } = this.signedIn;
    if (!hasAccount || !shown || linked.some(({ id }) => id === shown.id)) return nothing;
    return html`<form method="post" @submit=${this.#handleAdd}>
      <p>${words.addCurrentHelp(`${shown.customerName}, ${shown.address}`)}</p>
      ${renderSubmit(this.#adding, words.addCurrent, words.adding)}
    </form>`;
  }

  #renderLinked({ id, ownName, customerName, address, plantNumber, favourite, endedOn }: RelationshipSummary): TemplateResult {
    const { relationship: words } = this.text;
    const name = ownName ?? customerName;
    return html`<li>
      <div>
        <strong>${name}</strong> ${favourite ? html`<span class="tag">${words.favourite}</span>` : nothing}
        <p class="muted number">${address} · ${plantNumber}${endedOn ? ` · ${words.ended(this.format.date(endedOn))}` : ''}</p>
      </div>
      ${
        id === this.signedIn.relationship?.id
          ? html`<span class="tag">${words.shown}</span>`
          : html`<button
              class="plain submit"
              type="button"
              aria-disabled=${this.switchingTo === id ? 'true' : nothing}
              @click=${() => this.#handleSwitch(id)}
            >
              <span class="rest">${words.switchTo(name)}</span><span class="waiting">${words.switching}</span>
            </button>`
      }
    </li>`;
  }
}
