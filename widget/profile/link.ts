import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import type { RelationshipSummary } from '../../server/contract/session.ts';
import { Form } from '../form/form.ts';
import { renderCheck, renderField, renderSubmit } from '../form/field.ts';
import { ProfilePart } from './part.ts';

/** One linked relationship, which opens to be named, marked as favourite or unlinked. */
export class ProfileLink extends ProfilePart {
  @property({ attribute: false }) link!: RelationshipSummary;
  @state() private expanded = false;

  readonly #unlinking = new Form(this);
  /** "Fjern fra kontoen" was pressed: it asks first. */
  @state() private asking = false;

  protected override willUpdate(changed: PropertyValues): void {
    const before = changed.get('link') as RelationshipSummary | undefined;
    if (!changed.has('link') || before?.id === this.link.id) return;
    this.form.values = { name: this.link.ownName ?? '', confirm: this.link.favourite ? 'yes' : '' };
  }

  #handleSave(event: SubmitEvent): void {
    event.preventDefault();
    this.done = '';
    void this.form.send(
      () => ({}),
      async () => {
        const body = { ownName: this.form.get('name').trim() || null, favourite: this.form.get('confirm') === 'yes' };
        this.changed(await this.api.call('PUT /account/links/:id', { path: { id: this.link.id }, body }));
        this.done = this.text.profile.saved;
      },
    );
  }

  async #handleAsk(asking: boolean): Promise<void> {
    this.asking = asking;
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>(asking ? '.question' : '.ask')?.focus();
  }

  #handleUnlink(event: SubmitEvent): void {
    event.preventDefault();
    void this.#unlinking.send(
      () => ({}),
      async () => {
        const session = await this.api.call('DELETE /account/links/:id', { path: { id: this.link.id }, body: {} });
        this.dispatchEvent(new Event('profile-unlinked'));
        this.changed(session);
      },
    );
  }

  protected override render(): TemplateResult {
    const { text, link, form } = this;
    const name = link.ownName ?? link.customerName;
    return html`<details ?open=${this.expanded} @toggle=${(event: Event) => (this.expanded = (event.target as HTMLDetailsElement).open)}>
      <summary>
        <span
          >${name} ${link.favourite ? html`<span class="tag">${text.profile.favouriteShort}</span>` : nothing}
          ${link.id === this.signedIn.relationship?.id ? html`<span class="tag">${text.profile.shown}</span>` : nothing}
          <span class="muted small second">${link.address} · ${link.plantNumber}</span></span
        >
      </summary>
      <form method="post" @submit=${this.#handleSave} novalidate>
        ${renderField(form, 'name', { label: text.fields.name, hint: text.profile.nameHint, autocomplete: 'off', maxlength: 60, optional: true })}
        ${renderCheck(form, 'confirm', text.profile.favourite, false)} ${renderSubmit(form, text.profile.save, text.profile.saving)}
        <p role="status">${this.done}</p>
      </form>
      <form method="post" @submit=${this.#handleUnlink}>
        <p class="hint">${text.profile.unlinkHelp}</p>
        ${
          this.asking
            ? html`<p class="question" tabindex="-1">${text.profile.unlinkQuestion}</p>
                ${renderSubmit(this.#unlinking, text.profile.unlinkYes, text.profile.unlinking, 'plain')}
                <button type="button" class="quiet" @click=${() => this.#handleAsk(false)}>${text.profile.unlinkNo}</button>`
            : html`<button type="button" class="quiet ask" @click=${() => this.#handleAsk(true)}>${text.profile.unlink}</button>`
        }
      </form>
    </details>`;
  }
}
