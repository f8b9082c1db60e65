import { html, nothing, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { Task } from '@lit/task';
import type { InvoiceDetails, InvoiceLine } from '../../server/contract/invoices.ts';
import { hrefTo, writeAddress } from '../address.ts';
import { renderFailure, renderLoading } from '../failure.ts';
import { InsidePage } from '../page-element.ts';
import { base } from '../style/base.ts';
import { form } from '../style/form.ts';
import { list } from '../style/list.ts';
import { invoiceStyle } from './invoice-style.ts';
import { renderComparisons } from './render-comparisons.ts';
import { saveFile } from '../save-file.ts';

/** One invoice: what is to be paid and how, what for, and whether it agrees with the meter. */
export class MinSideInvoice extends InsidePage {
  static override styles = [base, form, list, invoiceStyle];

  @property({ attribute: false }) invoiceId = '';

  @state() private busyFile: number | null = null;
  @state() private failure = '';
  @state() private said = '';

  readonly #invoice = new Task(this, {
    args: () => [this.invoiceId, this.signedIn.shown] as const,
    task: ([id], { signal }) => {
      this.failure = this.said = '';
      return this.api.call('GET /invoices/:id', { path: { id }, signal });
    },
  });

  /** For whoever came by the keyboard. */
  focusHeading(): void {
    this.renderRoot.querySelector('h2')?.focus();
  }

  #handleBack(event: MouseEvent): void {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    writeAddress({ page: 'invoices', rest: [] });
  }

  async #handleCopy(what: string, value: string): Promise<void> {
    try {
      await navigator.clipboard.writeText(value);
      this.said = this.text.invoices.copied(what);
    } catch {
      this.said = this.text.invoices.notCopied;
    }
  }

  async #handleFile(position: number, name: string): Promise<void> {
    this.failure = '';
    this.busyFile = position;
    try {
      const path = { id: this.invoiceId, position: String(position) };
      saveFile(await this.api.call('GET /invoices/:id/attachments/:position', { path }), name);
    } catch (error) {
      this.failure = this.explain(error);
    } finally {
      this.busyFile = null;
    }
  }

  protected override render(): TemplateResult {
    const { text } = this;
    return html`
      <a class="back" href=${hrefTo({ page: 'invoices', rest: [] })} @click=${this.#handleBack}>${text.invoices.all}</a>
      ${this.#invoice.render({
        initial: () => this.#renderWaiting(),
        pending: () => this.#renderWaiting(),
        complete: (invoice) => this.#renderInvoice(invoice),
        error: (error) =>
          html`<h2 part="heading" tabindex="-1">${text.invoices.kinds.invoice}</h2>
            ${renderFailure(text, this.explain(error), () => this.#invoice.run())}`,
      })}
    `;
  }

  #renderWaiting(): TemplateResult {
    return html`<h2 part="heading" tabindex="-1">${this.text.invoices.kinds.invoice}</h2>
      ${renderLoading(this.text)}`;
  }

  #renderInvoice(invoice: InvoiceDetails): TemplateResult {
    const { invoices: words } = this.text;
    const { date, money } = this.format;
    const { kind, number, amountNok, period, paid, dueOn, attachments } = invoice;
    const facts: [string, string | null | false][] = [
      [words.issued, date(invoice.issuedOn)],
      [words.due, dueOn && date(dueOn)],
      [words.payment, paid && words.paid(paid.state, paid.on && date(paid.on))],
      [words.period, period && `${date(period.from)}–${date(period.to)}`],
      [words.refers, invoice.refersTo.join(', ')],
      [words.buyer, invoice.buyerName],
      [words.seller, invoice.sellerName],
      [words.note, invoice.note],
    ];
    return html`
      <h2 part="heading" tabindex="-1">${words.titled(kind, number)}</h2>
      <section>
        <p class="figure number">
          <strong>${money(Math.abs(amountNok))}</strong>
          ${amountNok < 0 ? words.toGetBack : paid?.state === 'paid' ? words.alreadyPaid : words.toPay}
        </p>
      </section>
      <section>
        <dl>
          ${this.#renderCopied(words.kid, invoice.kid, invoice.kid)}
          ${this.#renderCopied(words.account, invoice.account, invoice.account?.replace(/^(\d{4})(\d{2})(\d{5})$/, '$1\u00a0$2\u00a0$3') ?? null)}
          ${facts.map(([name, value]) =>
            value
              ? html`<dt>${name}</dt>
                  <dd>${value}</dd>`
              : nothing,
          )}
        </dl>
        <p role="status">${this.said}</p>
      </section>
      ${invoice.comparisons.length ? html`<section>${renderComparisons(invoice.comparisons, words, this.format)}</section>` : nothing}
      ${
        invoice.lines.length
          ? html`<section>
              <h3>${words.lines}</h3>
              ${this.#renderLines(invoice)}
            </section>`
          : nothing
      }
      ${
        attachments.length
          ? html`<section>
              ${this.failure ? html`<p class="failure" role="alert">${this.failure}</p>` : nothing}
              <div class="files">
                ${attachments.map(
                  ({ position, name, mediaType }) =>
                    html`<button
                      type="button"
                      class="plain"
                      aria-disabled=${this.busyFile !== null}
                      @click=${() => this.busyFile ?? this.#handleFile(position, name)}
                    >
                      ${this.busyFile === position ? words.fetching : mediaType === 'application/pdf' && attachments.length === 1 ? words.pdf : words.file(name)}
                    </button>`,
                )}
              </div>
            </section>`
          : nothing
      }
    `;
  }

  #renderCopied(name: string, value: string | null, shown: string | null): TemplateResult | typeof nothing {
    if (!value) return nothing;
    const { copy, copyWhat } = this.text.invoices;
    return html`<dt>${name}</dt>
      <dd class="copied">
        <span>${shown}</span>
        <button type="button" class="link" aria-label=${copyWhat(name)} @click=${() => this.#handleCopy(name, value)}>${copy}</button>
      </dd>`;
  }

  #renderLines({ kind, lines, totals, amountNok }: InvoiceDetails): TemplateResult {
    const { invoices: words } = this.text;
    const { money } = this.format;
    const sums: [string, number][] = totals
      ? [
          [words.net, totals.netNok],
          [words.vat, totals.vatNok],
          [words.prepaid, -totals.prepaidNok],
          [words.rounding, totals.roundingNok],
        ]
      : [];
    return html`<ul>
      ${lines.map((line) => this.#renderLine(line))}
      ${sums
        .filter(([name, amount]) => amount !== 0 || name === words.net)
        .map(([name, amount]) => html`<li class="line"><span>${name}</span><span class="amount number">${money(amount)}</span></li>`)}
      <li class="line sum">
        <span>${words.amount}</span><span class="amount number">${money(kind === 'credit-note' ? -amountNok : amountNok)}</span>
      </li>
    </ul>`;
  }

  #renderLine({ name, description, quantity, unit, price, amountNok }: InvoiceLine): TemplateResult {
    const { units } = this.text.invoices;
    const { money, decimal } = this.format;
    const formula = `${decimal(quantity)}\u202f${units[unit] ?? ''} × ${decimal(price)}\u202fkr`;
    return html`<li class="line">
      <span>${name}</span><span class="amount number">${money(amountNok)}</span>
      <span class="small muted number">${formula}${description ? html`<br />${description}` : nothing}</span>
    </li>`;
  }
}
