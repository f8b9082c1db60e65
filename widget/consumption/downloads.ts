import { css, html, nothing, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import type { ConsumptionLevel } from '../../server/contract/consumption.ts';
import { saveFile } from '../save-file.ts';
import { InsidePage } from '../page-element.ts';
import { base } from '../style/base.ts';
import { disclosure } from '../style/disclosure.ts';
import { form } from '../style/form.ts';
import { levelOf, type View } from './view.ts';

/** What a view's lines are: the years' months, a month's days, a day's hours. */
const finest = { years: 'month', year: 'month', month: 'day', day: 'hour' } as const;

/** Called the same in every language. */
const formats = [
  ['csv', 'CSV'],
  ['xlsx', 'Excel'],
] as const;
const levels = ['hour', 'day', 'month', 'year'] as const;

/** "Last ned": what is seen, or everything by the hour, day, month or year, as CSV or Excel. */
export class MinSideDownloads extends InsidePage {
  static override styles = [
    base,
    form,
    disclosure,
    css`
      ul {
        display: grid;
        gap: var(--ms-space);
        margin: 0;
        padding: 0;
        list-style: none;
      }
      li {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--ms-space) var(--ms-space-2);
      }
      li > :first-child {
        flex-basis: 100%;
        font-weight: 600;
      }
      @media print {
        :host {
          display: none;
        }
      }
    `,
  ];

  @property({ attribute: false }) view!: View;
  @state() private level: ConsumptionLevel = 'hour';
  @state() private state: 'idle' | 'making' | 'failed' = 'idle';

  async #handleDownload(all: boolean, format: 'csv' | 'xlsx'): Promise<void> {
    const { at, point, power } = this.view;
    const level = all ? this.level : power ? 'hour' : finest[levelOf(this.view)];
    this.state = 'making';
    try {
      const query = { ...(point && { point }), ...(!all && at && { at }), level, format } as const;
      const name = ['forbruk', all ? '' : at].filter(Boolean).join('-') + `.${format}`;
      saveFile(await this.api.call('GET /consumption/download', { query }), name);
      this.state = 'idle';
    } catch (error) {
      this.explain(error);
      this.state = 'failed';
    }
  }

  protected override render() {
    const { download: words } = this.text.consumption;
    const line = (what: TemplateResult, name: string, all = false) =>
      html`<li>
        ${what}
        ${formats.map(
          ([format, program]) =>
            html`<button type="button" class="quiet" aria-label=${`${name}: ${program}`} @click=${() => this.#handleDownload(all, format)}>
              ${program}
            </button>`,
        )}
      </li>`;
    return html`<details>
      <summary>${this.view.cost ? words.energy : words.open}</summary>
      <ul>
        ${line(html`<span>${words.view}</span>`, words.view)}
        ${line(
          html`<label
            >${words.all}
            <select @change=${({ target }: Event) => (this.level = (target as HTMLSelectElement).value as ConsumptionLevel)}>
              ${levels.map((level) => html`<option value=${level}>${words.levels[level]}</option>`)}
            </select></label
          >`,
          words.all,
          true,
        )}
      </ul>
      <p role="status" class="small">${this.state === 'making' ? words.making : this.state === 'failed' ? words.failed : nothing}</p>
    </details>`;
  }
}
