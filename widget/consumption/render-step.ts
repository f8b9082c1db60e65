import { html, nothing, type TemplateResult } from 'lit';
import { hrefTo } from '../address.ts';
import type { Step } from './page-model.ts';
import { formatView, type View } from './view.ts';

/** Moves the page: the rest of what it shows stays. */
export type Go = (change: Partial<View>) => void;

/** A link to another stretch of time, which opens in a new tab too. `before` and `after` are arrows for the eye. */
export function renderStep({ at, text }: Step, view: View, go: Go, { before = '', after = '' } = {}): TemplateResult {
  const handleClick = (event: MouseEvent): void => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    go({ at });
  };
  const arrow = (sign: string) => (sign ? html`<span class="arrow" aria-hidden="true">${sign}</span>` : nothing);
  return html`<a href=${hrefTo({ page: 'consumption', rest: formatView({ ...view, at }) })} @click=${handleClick}
    >${arrow(before)}${text}${arrow(after)}</a
  >`;
}

/** From all years down to what is shown. */
export const renderPath = (path: readonly Step[], label: string, view: View, go: Go): TemplateResult =>
  html`<nav class="path small" aria-label=${label}>
    <ol>
      ${path.map(
        (step, index) =>
          html`<li>${index === path.length - 1 ? html`<span aria-current="page">${step.text}</span>` : renderStep(step, view, go)}</li>`,
      )}
    </ol>
  </nav>`;
