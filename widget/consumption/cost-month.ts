import { css, html, nothing, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { Task } from '@lit/task';
import type { CostLine, CostMonthReply, PointCost } from '../../server/contract/cost.ts';
import { renderFailure } from '../failure.ts';
import { InsidePage } from '../page-element.ts';
import { base } from '../style/base.ts';
import { form } from '../style/form.ts';

/** What a month cost by the price list, line by line with its formula. The lines add up to the total. */
export class MinSideCostMonth extends InsidePage {
  static override styles = [
    base,
    form,
    css`
      :host {
        max-width: 640px;
      }
      h3 {
        margin-block: var(--ms-space-3) var(--ms-space);
      }
      li {
        display: grid;
        grid-template-columns: 1fr auto;
        gap: 0 var(--ms-space-2);
        padding-block: var(--ms-space);
        border-block-start: 1px solid var(--ms-line);
      }
      li > .small {
        grid-column: 1 / -1;
      }
      li:last-child {
        border-block-end: 1px solid var(--ms-line);
        font-weight: 600;
      }
      p + p,
      ul + p {
        margin-block-start: var(--ms-space);
      }
    `,
  ];

  @property({ attribute: false }) month = '';
  @property({ attribute: false }) point?: string | undefined;

  readonly #cost = new Task(this, {
    args: () => [this.month, this.point, this.signedIn.shown] as const,
    task: ([month, point], { signal }) => this.api.call('GET /cost/month', { query: { month, ...(point && { point }) }, signal }),
  });

  protected override render(): TemplateResult {
    return html`${this.#cost.render({
      initial: () => this.#renderWaiting(),
      pending: () => this.#renderWaiting(),
      complete: (reply) => this.#renderCost(reply),
      error: (error) => renderFailure(this.text, this.explain(error), () => this.#cost.run()),
    })}`;
  }

  #renderWaiting(): TemplateResult {
    return html`<p class="muted" role="status">${this.text.frame.loading}</p>`;
  }

  #renderCost({ month, totalNok, costs }: CostMonthReply): TemplateResult {
    const { cost: words } = this.text.consumption;
    const { number, monthNameInText } = this.format;
    return html`
      ${
        totalNok === null
          ? nothing
          : html`<p class="figure number">
              <strong>${number(totalNok, 2)}</strong> kr <span>${words.inMonth(monthNameInText(month))}</span>
            </p>`
      }
      <p>${words.named}</p>
      ${costs.length ? costs.map((cost) => this.#renderPoint(cost, costs.length > 1)) : html`<p>${words.lacks['no-price-list']}</p>`}
    `;
  }

  #renderPoint(cost: PointCost, several: boolean): TemplateResult {
    const { cost: words } = this.text.consumption;
    const { money, date, power } = this.format;
    if (cost.totalNok === null)
      return html`${several ? html`<h3>${cost.meteringPointId}</h3>` : nothing}
        <p>${words.lacks[cost.lack!]}</p>`;
    const showsVat = cost.lines.some(({ part }) => part === 'vat');
    return html`
      <h3>${several ? cost.meteringPointId : words.lines}</h3>
      <ul>
        ${cost.lines.map((line) => this.#renderLine(line))}
        <li><span>${words.total}</span><span class="number">${money(cost.totalNok)}</span></li>
      </ul>
      ${cost.until ? html`<p>${words.until(date(cost.until))}</p>` : nothing} ${cost.estimated ? html`<p>${words.estimated}</p>` : nothing}
      ${cost.peak ? html`<p>${words.peak(date(cost.peak.date), power(cost.peak.powerKw), money(cost.peak.amountNok))}</p>` : nothing}
      ${cost.others.map(({ priceList, totalNok }) => (totalNok === null ? nothing : html`<p>${words.other(priceList, money(totalNok))}</p>`))}
      <p class="small muted">${words.list(cost.priceList)}${showsVat ? nothing : html`. ${words.ofVat(money(cost.vatNok))}`}</p>
    `;
  }

  #renderLine({ part, name, factors, amountNok }: CostLine): TemplateResult {
    const { cost: words } = this.text.consumption;
    const { money, decimal } = this.format;
    const formula = factors.map(({ value, of, unit }) =>
      unit === 'days' ? words.days(decimal(value), of!) : `${decimal(value)}\u202f${words.units[unit]}`,
    );
    const title = part === 'vat' ? words.vat : part === 'rounding' ? words.rounding : name;
    return html`<li>
      <span>${title}</span><span class="number">${money(amountNok)}</span>
      ${part === 'rounding' ? nothing : html`<span class="small muted number">${formula.join(' × ')}</span>`}
    </li>`;
  }
}
