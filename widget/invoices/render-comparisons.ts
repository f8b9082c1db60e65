import { html, nothing, type TemplateResult } from 'lit';
import type { MeterComparison } from '../../server/contract/invoices.ts';
import type { Format } from '../text/format.ts';
import type { InvoicesText } from '../text/invoices-nb.ts';

/** The invoice's kWh and registers beside the meter's, and why they differ. */
export function renderComparisons(comparisons: readonly MeterComparison[], words: InvoicesText, format: Format): TemplateResult {
  return html`${comparisons.map((one) => renderComparison(one, words, format, comparisons.length > 1))}`;
}

function renderComparison(
  one: MeterComparison,
  words: InvoicesText,
  { energy, number, money, date }: Format,
  named: boolean,
): TemplateResult {
  const { check, differenceKwh, differenceNok, invoiceRegisters, meterRegisters, readOn } = one;
  const registers = (pair: [number, number] | null) =>
    pair ? html`<br /><span class="small muted">${words.registers(number(pair[0], 0), number(pair[1], 0))}</span>` : nothing;
  const difference = (kwh: number, kroner: number) =>
    (kwh > 0 ? words.tooMuch : words.tooLittle)(energy(Math.abs(kwh)), money(Math.abs(kroner)));
  return html`<div class="comparison">
    <h3 class="check ${check}">${words[check]}</h3>
    ${named ? html`<p class="muted small">${one.meteringPoints.join(', ')}</p>` : nothing}
    ${one.reasons.map((reason) => html`<p>${words.reasons[reason]}</p>`)}
    ${readOn ? html`<p>${words.readOn(date(readOn[0]), date(readOn[1]))}</p>` : nothing}
    <dl>
      <dt>${words.onInvoice}</dt>
      <dd>${energy(one.invoiceKwh)}${registers(invoiceRegisters)}</dd>
      ${
        one.meterKwh === null
          ? nothing
          : html`<dt>${words.onMeter}</dt>
              <dd>${energy(one.meterKwh)}${registers(meterRegisters)}</dd>`
      }
      ${
        check === 'differs' && differenceKwh !== null
          ? html`<dt>${words.difference}</dt>
              <dd>${difference(differenceKwh, differenceNok ?? 0)}</dd>`
          : nothing
      }
    </dl>
  </div>`;
}
