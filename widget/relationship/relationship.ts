import { css, html, nothing, type TemplateResult } from 'lit';
import { Task } from '@lit/task';
import type { MeteringPoint, Relationship } from '../../server/contract/relationship.ts';
import { define } from '../define.ts';
import { renderFailure, renderLoading } from '../failure.ts';
import { InsidePage } from '../page-element.ts';
import { base } from '../style/base.ts';
import { form } from '../style/form.ts';
import { beside, list } from '../style/list.ts';
import { MinSideLinked } from './linked.ts';

/** "Ditt kundeforhold": who the customer is, the meters with their last readings, and the other relationships of the mobile. */
export class MinSideRelationship extends InsidePage {
  static override styles = [
    base,
    form,
    list,
    beside,
    css`
      h4 {
        margin-block-end: var(--ms-space);
        font-size: var(--ms-text);
      }
      .meter + .meter {
        margin-block-start: var(--ms-space-4);
      }
      .meter dl {
        margin-block-start: var(--ms-space-2);
      }
    `,
  ];

  private readonly relationship = new Task(this, {
    // Anew whenever another relationship is shown.
    args: () => [this.signedIn.shown] as const,
    task: (_, { signal }) => this.api.call('GET /relationship', { signal }),
  });

  protected override render(): TemplateResult {
    const { text } = this;
    const shown = this.relationship.value;
    return html`
      <h2 part="heading" tabindex="-1">${text.relationship.heading}</h2>
      ${this.relationship.render({
        initial: () => renderLoading(text),
        // Another customer's facts are never left standing under the new name.
        pending: () => (shown && shown.id === this.signedIn.relationship?.id ? this.#renderRelationship(shown) : renderLoading(text)),
        complete: (relationship) => this.#renderRelationship(relationship),
        error: (error) => renderFailure(text, this.explain(error), () => this.relationship.run()),
      })}
    `;
  }

  #renderRelationship(relationship: Relationship): TemplateResult {
    const { relationship: words } = this.text;
    const { date } = this.format;
    return html`
      <section>
        <dl>
          <dt>${words.customer}</dt>
          <dd>${relationship.customerName}</dd>
          <dt>${words.address}</dt>
          <dd>${relationship.address}<br />${relationship.postalCode} ${relationship.city}</dd>
          <dt>${words.plantNumber}</dt>
          <dd>${relationship.plantNumber}</dd>
          <dt>${words.period}</dt>
          <dd>${date(relationship.startedOn)}</dd>
          ${
            relationship.endedOn
              ? html`<dt>${words.endedOn}</dt>
                  <dd>${date(relationship.endedOn)}</dd>`
              : nothing
          }
        </dl>
      </section>
      <section>
        <h3>${words.meters(relationship.meteringPoints.length)}</h3>
        ${relationship.meteringPoints.map((point) => this.#renderMeter(point))}
      </section>
      <section class="beside">
        <min-side-linked .api=${this.api} .session=${this.session} .text=${this.text} .format=${this.format}></min-side-linked>
      </section>
    `;
  }

  #dayOf(at: string): string {
    return this.format.date(at.length > 10 ? this.format.localDate(at) : at);
  }

  #renderMeter({ id, address, meterSerial, lastReading, swaps }: MeteringPoint): TemplateResult {
    const { relationship: words } = this.text;
    const { number, dateTime, volume } = this.format;
    return html`<div class="meter">
      ${address ? html`<h4>${address}</h4>` : nothing}
      <p>${words.lastReading}</p>
      ${
        lastReading
          ? html`<p class="figure number"><strong>${number(lastReading.energyKwh, 0)}</strong> kWh</p>
              <p class="muted">${words.readAt(dateTime(lastReading.at))}</p>`
          : html`<p class="muted">${words.noReading}</p>`
      }
      <dl>
        ${
          lastReading?.volumeM3 == null
            ? nothing
            : html`<dt>${words.volume}</dt>
                <dd>${volume(lastReading.volumeM3)}</dd>`
        }
        <dt>${words.meter}</dt>
        <dd>${meterSerial ?? words.noMeter}</dd>
        <dt>${words.meteringPoint}</dt>
        <dd>${id}</dd>
        ${swaps.map(
          (swap) =>
            html`<dt>${words.swapped(this.#dayOf(swap.at))}</dt>
              <dd>
                ${words.swapOld(swap.oldSerial, swap.closingKwh === null ? null : number(swap.closingKwh, 0))}<br />${words.swapNew(
                  swap.newSerial,
                  swap.openingKwh === null ? null : number(swap.openingKwh, 0),
                )}
              </dd>`,
        )}
      </dl>
    </div>`;
  }
}

define('min-side-linked', MinSideLinked);
define('min-side-relationship', MinSideRelationship);
