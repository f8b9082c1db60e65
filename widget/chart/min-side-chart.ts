import { html, LitElement, nothing, type PropertyValues } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import uPlot from 'uplot';
import { base } from '../style/base.ts';
import { disclosure } from '../style/disclosure.ts';
import { chartStyle } from './chart-style.ts';
import { readInk } from './ink.ts';
import type { ChartModel } from './model.ts';
import { chartData, chartOptions } from './options.ts';

/** A value of the chart was clicked, or chosen with Enter. */
export class MinSideChartOpenEvent extends Event {
  static readonly type = 'min-side-chart-open';
  /** The value's place in `model.values`. */
  readonly index: number;
  constructor(index: number) {
    super(MinSideChartOpenEvent.type, { bubbles: true, composed: true });
    this.index = index;
  }
}

/**
 * Bars or a curve, with a tooltip that follows pointer and arrow keys, and the same values as a table.
 * Owns uPlot's life: made when the element is connected and has a width, destroyed when it leaves or its model changes.
 * @fires min-side-chart-open - `index` of the value, when `model.opens`
 */
export class MinSideChart extends LitElement {
  static override styles = [base, disclosure, chartStyle];

  @property({ attribute: false }) model?: ChartModel;

  /** The value that pointer or keyboard stands on. */
  @state() private active: number | null = null;
  @state() private spoken = '';
  @state() private tableOpen = false;
  @query('.plot') private host!: HTMLElement;
  @query('.tooltip') private tooltip!: HTMLElement | null;

  #plot: uPlot | undefined;
  readonly #resizes = new ResizeObserver(() => this.#fit());

  override connectedCallback(): void {
    super.connectedCallback();
    this.requestUpdate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resizes.disconnect();
    this.#destroy();
  }

  override willUpdate(changed: PropertyValues): void {
    if (!changed.has('model')) return;
    this.active = null;
    this.spoken = '';
  }

  override updated(changed: PropertyValues): void {
    if (changed.has('model')) this.#destroy();
    if (!this.isConnected || !this.model) return;
    this.#resizes.observe(this.host);
    this.#make();
    this.#placeTooltip();
  }

  #make(): void {
    const { clientWidth: width, clientHeight: height } = this.host;
    if (this.#plot || !this.model || width === 0) return;
    const ink = readInk(this.renderRoot.querySelectorAll('.inks i'), this);
    this.#plot = new uPlot(chartOptions(this.model, ink, { width, height }), chartData(this.model), this.host);
  }

  #destroy(): void {
    this.#plot?.destroy();
    this.#plot = undefined;
  }

  #fit(): void {
    const { clientWidth: width, clientHeight: height } = this.host;
    if (!this.#plot) this.#make();
    else if (width > 0 && (width !== this.#plot.width || height !== this.#plot.height)) this.#plot.setSize({ width, height });
    this.#placeTooltip();
  }

  /** Another colour scheme or theme: the canvas has to be painted anew. */
  private handleInkChange(): void {
    this.#destroy();
    this.#make();
  }

  private handlePointer(event: PointerEvent): void {
    if (!this.#plot || !this.model) return;
    const { over } = this.#plot;
    const { left, width } = over.getBoundingClientRect();
    // A page may be zoomed or scaled, of which uPlot's own pixels know nothing.
    const scale = width > 0 ? over.offsetWidth / width : 1;
    this.active = this.model.values.length ? this.#plot.posToIdx((event.clientX - left) * scale) : null;
  }

  private handleLeave(): void {
    this.active = null;
  }

  private handleClick(event: PointerEvent): void {
    this.handlePointer(event);
    this.#open();
  }

  private handleKey(event: KeyboardEvent): void {
    const last = (this.model?.values.length ?? 0) - 1;
    const { active } = this;
    const steps: Record<string, number> = { ArrowRight: (active ?? -1) + 1, ArrowLeft: (active ?? last + 1) - 1, Home: 0, End: last };
    const to = steps[event.key];
    if (event.key === 'Enter' && active !== null) this.#open();
    else if (event.key === 'Escape' && active !== null) this.active = null;
    else if (to !== undefined && last >= 0) this.#say(Math.max(0, Math.min(last, to)));
    else return;
    event.preventDefault();
  }

  #say(index: number): void {
    this.active = index;
    const { name, value, share, status, before } = this.model!.describe(index);
    this.spoken = [name, value, share, status, before].filter(Boolean).join(', ');
  }

  #open(index = this.active): void {
    if (index !== null && this.model?.opens) this.dispatchEvent(new MinSideChartOpenEvent(index));
  }

  /** Beside the value, inside the chart. Moved by the CSSOM, which a strict style-src allows. */
  #placeTooltip(): void {
    const { tooltip, model, active } = this;
    const plot = this.#plot;
    const marker = this.renderRoot.querySelector<HTMLElement>('.marker');
    if (!plot || !model || active === null || !tooltip || !marker) return;
    const { left: offset, top } = plot.bbox;
    const ratio = devicePixelRatio;
    const at = offset / ratio + plot.valToPos(model.x[active]!, 'x');
    const slot = model.form === 'bars' ? Math.max(4, plot.valToPos(1, 'x') - plot.valToPos(0, 'x')) : 1;
    marker.style.cssText = `left:${at - slot / 2}px;top:${top / ratio}px;width:${slot}px;height:${plot.bbox.height / ratio}px`;
    const left = Math.max(0, Math.min(plot.width - tooltip.offsetWidth, at - tooltip.offsetWidth / 2));
    const value = model.values[active];
    const above = value === null || value === undefined ? plot.bbox.height / ratio / 2 : plot.valToPos(value, 'y') + top / ratio;
    tooltip.style.transform = `translate(${left}px, ${Math.max(0, above - tooltip.offsetHeight - 10)}px)`;
  }

  override render() {
    const { model, active } = this;
    if (!model) return nothing;
    const { words } = model;
    return html`
      <p class="unit small">${model.unit}</p>
      <div class="inks" aria-hidden="true" @transitionend=${this.handleInkChange}>
        <i class="tone-1"></i><i class="tone-2"></i><i class="tone-3"></i><i class="axis"></i><i class="grid"></i>
      </div>
      <div
        class="plot ${model.opens ? 'opens' : ''}"
        role="application"
        tabindex="0"
        aria-roledescription=${words.role}
        aria-label=${model.summary}
        aria-describedby="hint"
        @pointermove=${this.handlePointer}
        @pointerleave=${this.handleLeave}
        @click=${this.handleClick}
        @keydown=${this.handleKey}
        @blur=${this.handleLeave}
      >
        ${active === null ? nothing : this.#tooltip(active)}
      </div>
      <p id="hint" class="visually-hidden">${words.hint}</p>
      <p class="visually-hidden" aria-live="polite">${this.spoken}</p>
      <details @toggle=${(event: Event) => (this.tableOpen = (event.target as HTMLDetailsElement).open)}>
        <summary>${words.table}</summary>
        ${this.tableOpen ? this.#table() : nothing}
      </details>
    `;
  }

  #tooltip(index: number) {
    const { name, value, share, status, before } = this.model!.describe(index);
    return html`<div class="marker"></div>
      <div class="tooltip small" aria-hidden="true">
        <span>${name}</span><strong class="number">${value}</strong>
        <span class="muted">${[share, status].filter(Boolean).join(' · ')}</span>
        ${before ? html`<span class="muted">${before}</span>` : nothing}
      </div>`;
  }

  #table() {
    const { words, values, opens, describe, summary } = this.model!;
    const rows = values.map((_value, index) => {
      const { name, value, share, status } = describe(index);
      const head = opens ? html`<button class="link" type="button" @click=${() => this.#open(index)}>${name}</button>` : name;
      return html`<tr>
        <th scope="row">${head}</th>
        <td>${value}</td>
        <td>${share}</td>
        <td>${status}</td>
      </tr>`;
    });
    return html`<div class="scroll" tabindex="0" role="region" aria-label=${summary}>
      <table class="number">
        <thead>
          <tr>
            ${words.columns.map((column) => html`<th scope="col">${column}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${rows}
        </tbody>
      </table>
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'min-side-chart': MinSideChart;
  }
  interface HTMLElementEventMap {
    'min-side-chart-open': MinSideChartOpenEvent;
  }
}
