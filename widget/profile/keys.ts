import { Task } from '@lit/task';
import { html, nothing, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import type { DataKey } from '../../server/contract/data-keys.ts';
import { define } from '../define.ts';
import { renderFailure, renderLoading } from '../failure.ts';
import { renderField, renderSubmit } from '../form/field.ts';
import { addressBegin } from './address-begin.ts';
import { ProfilePart } from './part.ts';

/** "Nøkler til egne data": made for some of the plants, told once, seen with their last use, and deleted. Few ever open it: a file of its own. */
export class ProfileKeys extends ProfilePart {
  /** The new key, until one leaves. */
  @state() private told = '';
  @state() private chosen: readonly string[] = [];
  @state() private keys: readonly DataKey[] = [];

  readonly #fetched = new Task(this, {
    args: () => [this.signedIn.shown] as const,
    task: async (_, { signal }) => {
      this.keys = (await this.api.call('GET /account/keys', { signal })).keys;
    },
  });

  override willUpdate(): void {
    if (this.chosen.length === 0 && this.profile.linked.length === 1) this.chosen = [this.profile.linked[0]!.id];
  }

  #handleMake(event: SubmitEvent): void {
    event.preventDefault();
    const { form } = this;
    const words = this.text.profile.keys;
    this.done = this.told = '';
    void form.send(
      () => ({
        name: form.get('name').trim() ? undefined : words.nameNeeded,
        confirm: this.chosen.length ? undefined : words.plantNeeded,
      }),
      async () => {
        const body = { name: form.get('name'), relationships: [...this.chosen] };
        const { key, keys } = await this.api.call('POST /account/keys', { body });
        this.told = key;
        this.keys = keys;
        form.values = {};
        await this.updateComplete;
        this.renderRoot.querySelector<HTMLElement>('#told')?.focus();
      },
    );
  }

  #handleRemove({ id, name }: DataKey): void {
    const words = this.text.profile.keys;
    this.told = '';
    void this.form.send(
      () => ({}),
      async () => {
        this.keys = (await this.api.call('DELETE /account/keys/:id', { path: { id }, body: {} })).keys;
        this.done = words.removed(name);
      },
    );
  }

  async #handleCopy(): Promise<void> {
    await navigator.clipboard.writeText(this.told).then(
      () => (this.done = this.text.profile.keys.copied),
      () => this.renderRoot.querySelector<HTMLInputElement>('#told')?.select(),
    );
  }

  protected override render(): TemplateResult {
    const { text, form } = this;
    const words = text.profile.keys;
    return html`
      <p>${words.help}</p>
      ${this.#fetched.render({
        initial: () => renderLoading(text),
        pending: () => renderLoading(text),
        complete: () => this.#renderKeys(),
        error: (error) => renderFailure(text, this.explain(error), () => this.#fetched.run()),
      })}
      ${this.told ? this.#renderTold() : nothing}
      <p role="status">${this.done}</p>
      <form method="post" novalidate @submit=${this.#handleMake}>
        ${renderField(form, 'name', { label: words.name, hint: words.nameHint, autocomplete: 'off', maxlength: 60 })}
        <fieldset aria-describedby=${form.errors.confirm ? 'plants-error' : nothing}>
          <legend>${words.plants}</legend>
          ${this.profile.linked.map(
            ({ id, ownName, customerName, address, plantNumber }) =>
              html`<div class="check">
                <label
                  ><input
                    type="checkbox"
                    .checked=${this.chosen.includes(id)}
                    aria-invalid=${form.errors.confirm ? 'true' : nothing}
                    @change=${(event: Event) => this.#choose(id, (event.target as HTMLInputElement).checked)}
                  /><span>${ownName ?? customerName}, ${address} (${plantNumber})</span></label
                >
              </div>`,
          )}
          ${form.errors.confirm ? html`<p class="error" id="plants-error">${form.errors.confirm}</p>` : nothing}
        </fieldset>
        ${renderSubmit(form, words.make, words.making, 'plain')}
      </form>
    `;
  }

  #choose(id: string, chosen: boolean): void {
    this.chosen = chosen ? [...this.chosen, id] : this.chosen.filter((each) => each !== id);
  }

  #renderTold(): TemplateResult {
    const words = this.text.profile.keys;
    return html`<div class="notice">
      <label for="told">${words.told}</label>
      <input id="told" readonly .value=${this.told} autocomplete="off" spellcheck="false" />
      <button class="quiet" type="button" @click=${this.#handleCopy}>${words.copy}</button>
    </div>`;
  }

  #renderKeys(): TemplateResult {
    const words = this.text.profile.keys;
    if (this.keys.length === 0) return html`<p class="muted">${words.none}</p>`;
    return html`<ul class="rows">
      ${this.keys.map((key) => this.#renderKey(key))}
    </ul>`;
  }

  #renderKey(key: DataKey): TemplateResult {
    const words = this.text.profile.keys;
    const { dateTime } = this.format;
    const plants = key.plants.map(({ ownName, address, plantNumber }) => `${ownName ?? address} (${plantNumber})`).join(', ');
    return html`<li>
      <div>
        <strong>${key.name}</strong>
        <p class="muted small">${plants ? words.reads(plants) : words.readsNothing}</p>
        <p class="muted small">
          ${words.made(dateTime(key.madeAt))}
          ${key.lastUsedAt ? words.used(dateTime(key.lastUsedAt), addressBegin(key.lastUsedFrom ?? '')) : words.unused}
        </p>
      </div>
      <button class="quiet" type="button" aria-label=${words.removeOf(key.name)} @click=${() => this.#handleRemove(key)}>
        ${words.remove}
      </button>
    </li>`;
  }
}

define('min-side-profile-keys', ProfileKeys);
