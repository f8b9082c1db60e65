import { html, nothing, type TemplateResult } from 'lit';
import type { ConsumptionText } from '../text/consumption-nb.ts';
import type { ViewReply } from './fetch-view.ts';
import type { PageModel } from './page-model.ts';
import { renderStep, type Go } from './render-step.ts';
import { levelOf, type View } from './view.ts';

interface Controls {
  text: ConsumptionText;
  view: View;
  reply: ViewReply['reply'];
  model: PageModel;
  /** There is a cost to switch to. null: not known yet; its place is kept, so that nothing jumps. */
  hasCost: boolean | null;
  go: Go;
}

/** Back to the years, energy, power or cost, which metering point, and the stretches before and after. */
export function renderControls({ text, view, reply: { points, point }, model, hasCost: anyCost, go }: Controls): TemplateResult {
  const level = levelOf(view);
  const hasCost = level !== 'day' && anyCost;
  const { previous, next } = model;
  return html`<div class="controls">
    ${
      level === 'years'
        ? nothing
        : html`<button type="button" class="quiet" @click=${() => go({ at: '', power: false })}>${text.yearly}</button>`
    }
    ${renderSwitch(text, view, { hasPower: model.hasPower, hasCost }, go)}
    ${
      points.length > 1
        ? html`<label class="point"
            ><span>${text.point}</span>
            <select @change=${(event: Event) => go({ point: (event.target as HTMLSelectElement).value })}>
              ${[{ id: 'sum', address: text.sum }, ...points].map(
                ({ id, address }) =>
                  html`<option value=${id} ?selected=${id === point}>
                    ${id === 'sum' ? address : [address, id].filter(Boolean).join(', ')}
                  </option>`,
              )}
            </select></label
          >`
        : nothing
    }
    <div class="steps">
      ${previous ? html`<span class="visually-hidden">${text.previous}</span>${renderStep(previous, view, go, { before: '‹' })}` : nothing}
      ${next ? html`<span class="visually-hidden">${text.next}</span>${renderStep(next, view, go, { after: '›' })}` : nothing}
    </div>
  </div>`;
}

/** Energy, power or cost: as far as they are there, and nothing where there is no choice. */
function renderSwitch(text: ConsumptionText, { power, cost }: View, has: { hasPower: boolean; hasCost: boolean | null }, go: Go) {
  const switches: [label: string, chosen: boolean, to: Pick<View, 'power' | 'cost'>][] = [
    [text.energy, !power && !(cost && has.hasCost), { power: false, cost: false }],
  ];
  if (has.hasPower) switches.push([text.power, power, { power: true, cost: false }]);
  if (has.hasCost !== false) switches.push([text.cost.cost, cost === true, { power: false, cost: true }]);
  if (switches.length < 2) return nothing;
  const known = switches.length - (has.hasCost === null ? 1 : 0);
  return html`<div class="switch" role="group" aria-label=${text.energyOrPower}>
    ${switches.map(
      ([label, chosen, to], index) =>
        html`<button
          type="button"
          class="quiet ${known < 2 || index >= known ? 'coming' : ''}"
          aria-pressed=${chosen}
          @click=${() => go(to)}
        >
          ${label}
        </button>`,
    )}
  </div>`;
}
