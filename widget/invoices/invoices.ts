import { css, html, type TemplateResult } from 'lit';
import { Task } from '@lit/task';
import type { Invoice } from '../../server/contract.ts';
import { define } from '../define.ts';
import { renderFailure, renderLoading } from '../failure.ts';
import { InsidePage } from '../page-element.ts';
import { base } from '../style/base.ts';
import { form } from '../style/form.ts';
import { list } from '../style/list.ts';

/** "Vis tidligere fakturaer": the invoices, as soon as the utility feeds any in. */
export class MinSideInvoices extends InsidePage {
  static override styles = [
    base,
    form,
    list,
    css`
      .soon {
        font-size: var(--ms-text-large);
      }
      .table {
        overflow-x: auto;
      }
      table {
        width: 100%;
        border-collapse: collapse;
        font-variant-numeric: tabular-nums;
      }
      th,
      td {
        padding: var(--ms-space-2) var(--ms-space-2) var(--ms-space-2) 0;
        border-block-end: 1px solid var(--ms-line);
        text-align: start;
      }
      :is(th, td):last-child {
        padding-inline-end: 0;
        text-align: end;
      }
    `,
  ];

  private readonly invoices = new Task(this, {
    args: () => [this.signedIn.shown] as const,
    task: (_, { signal }) => this.api.call('GET /invoices', { signal }),
  });

  protected override render(): TemplateResult {
    const { text } = this;
    return html`
      <h2 tabindex="-1">${text.invoices.heading}</h2>
      ${this.invoices.render({
        initial: () => renderLoading(text),
        pending: () => renderLoading(text),
        complete: ({ invoices }) => (invoices.length ? this.renderInvoices(invoices) : this.renderNone()),
        error: (error) => renderFailure(text, this.explain(error), () => this.invoices.run()),
      })}
    `;
  }

  private renderNone(): TemplateResult {
    const { soon, soonWhy } = this.text.invoices;
    return html`<p class="soon">${soon}</p>
      <p class="muted">${soonWhy}</p>`;
  }

  private renderInvoices(invoices: Invoice[]): TemplateResult {
    const { heading, number, issued, due, amount } = this.text.invoices;
    const { date, money } = this.format;
    return html`<div class="table" tabindex="0" role="region" aria-label=${heading}>
      <table>
        <thead>
          <tr>
            <th scope="col">${number}</th>
            <th scope="col">${issued}</th>
            <th scope="col">${due}</th>
            <th scope="col">${amount}</th>
          </tr>
        </thead>
        <tbody>
          ${invoices.map(
            (invoice) =>
              html`<tr>
                <td>${invoice.number}</td>
                <td>${date(invoice.issuedOn)}</td>
                <td>${invoice.dueOn ? date(invoice.dueOn) : ''}</td>
                <td>${money(invoice.amountNok)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
  }
}

define('min-side-invoices', MinSideInvoices);
