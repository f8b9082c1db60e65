import { css, html, nothing } from 'lit';
import { property, state } from 'lit/decorators.js';
import { saveFile } from '../save-file.ts';
import { InsidePage } from '../page-element.ts';
import { base } from '../style/base.ts';
import { disclosure } from '../style/disclosure.ts';
import { levelOf, type View } from './view.ts';

/** What a view's lines are: the years' months, a month's days, a day's hours. */
const finest = { years: 'month', year: 'month', month: 'day', day: 'hour' } as const;

/** "Last ned": what is seen, or everything by the hour, as CSV or Excel. */
export class MinSideDownloads extends InsidePage {
  static override styles = [
    base,
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
        gap: var(--ms-space-2);
      }
      @media print {
        :host {
          display: none;
        }
      }
    `,
  ];

  @property({ attribute: false }) view!: View;
  @state() private state: 'idle' | 'making' | 'failed' = 'idle';

  private async handleDownload(all: boolean, format: 'csv' | 'xlsx'): Promise<void> {
    const { at, point, power } = this.view;
    const level = all || power ? 'hour' : finest[levelOf(this.view)];
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
    const line = (name: string, all: boolean) =>
      html`<li>
        <span>${name}</span>
        <button type="button" class="quiet" aria-label=${`${name}: ${words.csv}`} @click=${() => this.handleDownload(all, 'csv')}>
          ${words.csv}
        </button>
        <button type="button" class="quiet" aria-label=${`${name}: ${words.excel}`} @click=${() => this.handleDownload(all, 'xlsx')}>
          ${words.excel}
        </button>
      </li>`;
    return html`<details>
      <summary>${words.open}</summary>
      <ul>
        ${line(words.view, false)} ${line(words.all, true)}
      </ul>
      <p role="status" class="small">${this.state === 'making' ? words.making : this.state === 'failed' ? words.failed : nothing}</p>
    </details>`;
  }
}
