import { css, html, nothing, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { define } from '../define.ts';
import { SessionChangedEvent } from '../events.ts';
import { MinSidePage } from '../page-element.ts';
import { base } from '../style/base.ts';
import { form } from '../style/form.ts';
import { list } from '../style/list.ts';

/** After a password log-in with several relationships: which of them to look at. */
export class MinSideChoose extends MinSidePage {
  static override styles = [
    base,
    form,
    list,
    css`
      :host {
        max-width: var(--ms-column);
        margin-inline: auto;
      }
    `,
  ];

  @state() private failure = '';

  async #handleChoose(id: string): Promise<void> {
    this.failure = '';
    try {
      this.dispatchEvent(new SessionChangedEvent(await this.api.call('PUT /relationship', { body: { id } })));
    } catch (error) {
      this.failure = this.explain(error);
    }
  }

  protected override render(): TemplateResult {
    const { choose } = this.text;
    return html`
      <h2 part="heading" tabindex="-1">${choose.heading}</h2>
      <div role="alert">${this.failure ? html`<p class="failure">${this.failure}</p>` : nothing}</div>
      <ul class="choices">
        ${this.signedIn.linked.map(
          (place) =>
            html`<li>
              <button class="quiet" type="button" @click=${() => this.#handleChoose(place.id)}>
                <span
                  ><strong>${place.ownName ?? place.customerName}</strong
                  >${place.favourite ? html` <span class="tag">${choose.favourite}</span>` : nothing}<br /><span class="muted"
                    >${place.address},
                    ${place.plantNumber}${place.endedOn ? ` · ${choose.ended(this.format.date(place.endedOn))}` : ''}</span
                  ></span
                >
              </button>
            </li>`,
        )}
      </ul>
    `;
  }
}

define('min-side-choose', MinSideChoose);
