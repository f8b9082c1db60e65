import { html, nothing, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { Task } from '@lit/task';
import type { Invoice } from '../../server/contract/invoices.ts';
import { hrefTo, readAddress, subscribeAddress, writeAddress } from '../address.ts';
import { define } from '../define.ts';
import { renderFailure, renderLoading } from '../failure.ts';
import { InsidePage } from '../page-element.ts';
import { base } from '../style/base.ts';
import { form } from '../style/form.ts';
import { beside, list } from '../style/list.ts';
import { byYear } from './by-year.ts';
import { saveFile } from '../save-file.ts';
import { invoiceStyle } from './invoice-style.ts';
import { MinSideInvoice } from './invoice.ts';

/** "Vis tidligere fakturaer": the invoices by year, or the one that the page's address names. "Kommer snart." while there are none. */
export class MinSideInvoices extends InsidePage {
  static override styles = [base, form, list, beside, invoiceStyle];

  @state() private opened = readOpened();
  @state() private busyYear = '';
  @state() private failure = '';

  #unsubscribe?: () => void;

  readonly #invoices = new Task(this, {
    args: () => [this.signedIn.shown] as const,
    task: (_, { signal }) => this.api.call('GET /invoices', { signal }),
  });

  override connectedCallback(): void {
    super.connectedCallback();
    this.opened = readOpened();
    this.#unsubscribe = subscribeAddress(() => {
      if (readAddress()?.page === 'invoices') this.opened = readOpened();
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#unsubscribe?.();
  }

  #handleOpen(event: MouseEvent, id: string): void {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    writeAddress({ page: 'invoices', rest: [id] });
    void this.updateComplete.then(() => this.renderRoot.querySelector<MinSideInvoice>('min-side-invoice')?.focusHeading());
  }

  async #handleYear(year: string): Promise<void> {
    this.failure = '';
    this.busyYear = year;
    try {
      saveFile(await this.api.call('GET /invoice-years/:year', { path: { year } }), this.text.invoices.zipName(year));
    } catch (error) {
      this.failure = this.explain(error);
    } finally {
      this.busyYear = '';
    }
  }

  protected override render(): TemplateResult {
    const { text, opened } = this;
    if (opened !== '')
      return html`<min-side-invoice
        .api=${this.api}
        .session=${this.session}
        .text=${text}
        .format=${this.format}
        .invoiceId=${opened}
      ></min-side-invoice>`;
    return html`
      <h2 part="heading" tabindex="-1">${text.invoices.heading}</h2>
      ${this.#invoices.render({
        initial: () => renderLoading(text),
        pending: () => renderLoading(text),
        complete: ({ invoices }) => (invoices.length ? this.#renderYears(invoices) : this.#renderNone()),
        error: (error) => renderFailure(text, this.explain(error), () => this.#invoices.run()),
      })}
    `;
  }

  #renderNone(): TemplateResult {
    const { soon, soonWhy } = this.text.invoices;
    return html`<p class="soon">${soon}</p>
      <p class="muted">${soonWhy}</p>`;
  }

  #renderYears(invoices: Invoice[]): TemplateResult {
    const { invoices: words } = this.text;
    return html`
      ${this.failure ? html`<p class="failure" role="alert">${this.failure}</p>` : nothing}
      ${byYear(invoices).map(
        ({ year, groups }) =>
          html`<section>
            <h3>${year}</h3>
            <ul class="rows">
              ${groups.map(
                ({ invoice, belonging }) =>
                  html`<li>
                    ${this.#renderEntry(invoice)}
                    ${
                      belonging.length
                        ? html`<ul class="belonging">
                            ${belonging.map((one) => html`<li>${this.#renderEntry(one)}</li>`)}
                          </ul>`
                        : nothing
                    }
                  </li>`,
              )}
            </ul>
            ${
              groups.some(({ invoice, belonging }) => [invoice, ...belonging].some(({ hasPdf }) => hasPdf))
                ? html`<p class="next">
                    <button
                      type="button"
                      class="plain"
                      aria-disabled=${this.busyYear !== ''}
                      @click=${() => this.busyYear || this.#handleYear(year)}
                    >
                      ${this.busyYear === year ? words.fetching : words.year(year)}
                    </button>
                  </p>`
                : nothing
            }
          </section>`,
      )}
    `;
  }

  #renderEntry(invoice: Invoice): TemplateResult {
    const { invoices: words } = this.text;
    const { date, money } = this.format;
    const { kind, number, period, paid, dueOn, meterCheck, refersTo } = invoice;
    const about = [date(invoice.issuedOn), dueOn && words.dueOn(date(dueOn)), paid && words.paid(paid.state, paid.on && date(paid.on))];
    return html`
      <div class="entry">
        <a href=${hrefTo({ page: 'invoices', rest: [invoice.id] })} @click=${(event: MouseEvent) => this.#handleOpen(event, invoice.id)}
          >${words.titled(kind, number)}</a
        >
        <span class="amount number">${money(invoice.amountNok)}</span>
        <span class="about small muted">
          ${period ? html`<span>${date(period.from)}–${date(period.to)}</span>` : nothing}
          ${refersTo.length ? html`<span>${words.refersTo(kind, refersTo.join(', '))}</span>` : nothing}
          <span>${about.filter(Boolean).join(' · ')}</span>
        </span>
        ${meterCheck === 'agrees' || meterCheck === 'differs' ? html`<span class="check small ${meterCheck}">${words[meterCheck]}</span>` : nothing}
      </div>
    `;
  }
}

/** The invoice that the address names; empty for the list. */
function readOpened(): string {
  const address = readAddress();
  return (address?.page === 'invoices' && address.rest[0]) || '';
}

define('min-side-invoice', MinSideInvoice);
define('min-side-invoices', MinSideInvoices);
