import { html, nothing, type TemplateResult } from 'lit';
import type { ViewReply } from './fetch-view.ts';
import type { PageModel, Words } from './page-model.ts';

/** The number and its answer in one sentence, and how fresh the data are. `verdict` is what the weather says of it; null until that has come, undefined where it says nothing ever. */
export function renderTop(
  { title, figure, change }: PageModel,
  { dataUntil, overdue }: ViewReply['reply'],
  verdict: string | null | undefined,
  { text, format }: Words,
): TemplateResult {
  return html`<div class="top">
    <h2 part="heading" tabindex="-1">${title}</h2>
    ${
      figure
        ? html`<p class="figure number"><strong>${figure.value}</strong> ${figure.unit} <span class="muted">${figure.of}</span></p>
            ${change || verdict !== undefined ? html`<p class="change">${[change, verdict].filter(Boolean).join(' · ')}</p>` : nothing}`
        : nothing
    }
    ${
      dataUntil
        ? overdue
          ? html`<p class="overdue">${text.overdue(format.dateTime(dataUntil))}</p>`
          : html`<p class="muted small">${text.dataUntil(format.dateTime(dataUntil))}</p>`
        : nothing
    }
  </div>`;
}
