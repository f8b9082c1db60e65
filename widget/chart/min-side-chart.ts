import { html, LitElement, nothing, type PropertyValues } from 'lit';
import { property, state } from 'lit/decorators.js';
import uPlot from 'uplot';
import { afterPaint, whenIdle } from '../later.ts';
import { FocusKeeper } from '../focus-keeper.ts';
import { base } from '../style/base.ts';
import { chartStyle } from './chart-style.ts';
import { readInk } from './ink.ts';
import type { ChartModel, TableModel } from './model.ts';
import { MinSideChartOpenEvent, MinSideChartPointEvent, MinSideChartUpEvent } from './chart-events.ts';
import { placeByKey } from './place-by-key.ts';
import { placeTooltip, unitOf } from './place-tooltip.ts';
import { keepAxisInView } from './axis-in-view.ts';
import { fingerWidth } from './finger-width.ts';
import { nameValues } from './name-values.ts';
import { firstRows, renderTable, rowsOf } from './chart-table.ts';
import { chartData, chartOptions, hasSameAxes, showModel, type InkedChart } from './options.ts';

/** A screen reader is told the first value at once, and of those that follow quickly the one where the arrows rest. */
const restMs = 250;
/** More than a tall window shows. */
const rowsAtOnce = 36;
/** A pointer that only passes over a value asks for nothing. */
const pointMs = 60;

/** A chart on A4, in px: as wide as the paper between its margins, whatever the window. */
const paper = { width: 700, height: 200 };

/**
 * Bars or a curve, with a tooltip that follows pointer and arrow keys, and the same values as a table.
 * Owns uPlot's life: made when the element is connected and has a width, destroyed when it leaves; it shows model after model.
 * @fires min-side-chart-open - `index` of the value, when `model.opens`
 * @fires min-side-chart-point - `index` of a value that may be opened next, when `model.opens`
 * @fires min-side-chart-up - Esc, when `model.goesUp`
 */
export class MinSideChart extends LitElement {
  static override styles = [base, chartStyle];

  @property({ attribute: false }) model?: ChartModel;

  /** The value that pointer or keyboard stands on. */
  @state() private active: number | null = null;
  @state() private spoken = '';
  @state() private tableOpen = false;
  /** A long table opens with its first rows; the others follow once those are painted. */
  @state() private mostRows = rowsAtOnce;
  /** On paper the table stands in full, whatever is open on the screen. */
  @state() private printing = false;
  /** The value was shown by a first tap; a second one opens it. */
  @state() private tapped = false;

  private get host(): HTMLElement {
    return this.renderRoot.querySelector('.plot')!;
  }

  /** What moves sideways, where the chart is wider than the page. */
  private get pan(): HTMLElement {
    return this.renderRoot.querySelector('.pan')!;
  }

  /** A value of the table that was opened is gone with what it stood in. */
  protected readonly focusKeeper = new FocusKeeper(this, () => this.host.focus({ preventScroll: true }));

  #plot: uPlot | undefined;
  #shown: InkedChart | undefined;
  #table: { model: ChartModel; table: TableModel } | undefined;
  #observed: HTMLElement | undefined;
  /** The chart moves sideways after the value that the keyboard stands on. */
  #follows = false;
  #resting: ReturnType<typeof setTimeout> | undefined;
  #pointing: ReturnType<typeof setTimeout> | undefined;
  readonly #resizes = new ResizeObserver(() => this.#fit());

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener('beforeprint', this.#handlePrint);
    addEventListener('afterprint', this.#handlePrint);
    this.requestUpdate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resizes.disconnect();
    this.#observed = undefined;
    clearTimeout(this.#resting);
    clearTimeout(this.#pointing);
    removeEventListener('beforeprint', this.#handlePrint);
    removeEventListener('afterprint', this.#handlePrint);
    this.#destroy();
  }

  /** Paper is light and as wide as it is: the canvas is painted for it, and afterwards for the screen again. */
  readonly #handlePrint = ({ type }: Event): void => {
    this.printing = type === 'beforeprint';
    this.performUpdate();
    this.#handleInkChange();
  };

  override willUpdate(changed: PropertyValues): void {
    if (!changed.has('model')) return;
    this.active = null;
    this.tapped = false;
    this.mostRows = rowsAtOnce;
    clearTimeout(this.#resting);
    this.#resting = undefined;
    this.spoken = '';
  }

  override updated(changed: PropertyValues): void {
    if (changed.has('active')) this.#point();
    if (!this.isConnected || !this.model) return;
    if (this.#observed !== this.pan) {
      this.#destroy();
      this.#resizes.observe((this.#observed = this.pan));
    }
    if (changed.has('model')) this.#show(this.model);
    this.#make();
    this.#placeTooltip();
  }

  #show(model: ChartModel): void {
    if (this.#plot && this.#shown && hasSameAxes(this.#shown.model, model)) {
      showModel(this.#plot, this.#shown, model);
      this.#nameWhenIdle();
    } else this.#destroy();
  }

  #make(): void {
    if (this.#plot || !this.model) return;
    const { width, height } = this.printing ? paper : this.#size(this.model);
    if (width === 0) return;
    const ink = this.#shown?.ink ?? readInk(this.renderRoot.querySelectorAll('.inks i'), this);
    this.#shown = { model: this.model, ink };
    const options = chartOptions(this.#shown, { width, height });
    options.hooks!.draw!.push((plot) => keepAxisInView(plot, ink.ground, !this.printing && plot.width > this.pan.clientWidth));
    this.#plot = new uPlot(options, chartData(this.model), this.host);
    this.#nameWhenIdle();
  }

  /** As wide as the page; or as fingers need it, and then it moves sideways. */
  #size(model: ChartModel): { width: number; height: number } {
    const least = fingerWidth(model, { width: this.pan.clientWidth, coarse: matchMedia('(pointer: coarse)').matches });
    this.host.style.minWidth = least > this.pan.clientWidth ? `${least}px` : '';
    return { width: this.host.clientWidth, height: this.host.clientHeight };
  }

  /** Names are for ears: nothing that is seen waits for them. */
  #nameWhenIdle(): void {
    const name = (): void => {
      const layer = this.renderRoot.querySelector<HTMLElement>('.values');
      if (!layer || !this.#plot || !this.model || this.printing) return;
      const hadFocus = layer.contains(this.shadowRoot!.activeElement);
      nameValues(layer, this.model, this.#plot);
      if (hadFocus) this.host.focus({ preventScroll: true }); // the value that was pressed is gone; its chart is there
    };
    whenIdle(name);
  }

  /** Tells whoever fetches ahead. */
  #point(): void {
    const { active, model } = this;
    clearTimeout(this.#pointing);
    if (active === null || !model?.opens) return;
    this.#pointing = setTimeout(() => this.dispatchEvent(new MinSideChartPointEvent(active)), pointMs);
  }

  #destroy(): void {
    this.#plot?.destroy();
    this.#plot = undefined;
  }

  #fit(): void {
    if (!this.#plot) this.#make();
    else if (this.model && !this.printing) {
      const { width, height } = this.#size(this.model);
      if (width > 0 && (width !== this.#plot.width || height !== this.#plot.height)) {
        this.#plot.setSize({ width, height });
        this.#nameWhenIdle();
      }
    }
    this.#placeTooltip();
  }

  /** Another colour scheme or theme: the canvas has to be painted anew. */
  #handleInkChange(): void {
    this.#shown = undefined;
    this.#destroy();
    this.#make();
  }

  #handlePointer(event: PointerEvent): void {
    if (!this.#plot || !this.model) return;
    const { over } = this.#plot;
    const { left, width } = over.getBoundingClientRect();
    // A page may be zoomed or scaled, of which uPlot's own pixels know nothing.
    const scale = width > 0 ? over.offsetWidth / width : 1;
    const { values, stepped } = this.model;
    const at = (event.clientX - left) * scale - (stepped ? unitOf(this.#plot) / 2 : 0);
    this.active = values.length ? Math.min(this.#plot.posToIdx(at), values.length - 1) : null;
  }

  /** A finger that is lifted leaves the value standing that it was on. */
  #handlePointerLeave(event: PointerEvent): void {
    if (event.pointerType !== 'touch') this.active = null;
  }

  #handleBlur(): void {
    this.active = null;
    this.tapped = false;
  }

  /** A finger's first tap shows the value, a second one on it opens it; a mouse has shown it by then. */
  #handleClick(event: PointerEvent): void {
    const before = this.active;
    const wasTapped = this.tapped;
    // Pressed by a screen reader, on the value's own element.
    const { index } = (event.target as HTMLElement).dataset ?? {};
    if (index !== undefined) return this.#open(Number(index));
    this.#handlePointer(event);
    if (event.pointerType !== 'touch') return this.#open();
    this.tapped = true;
    if (wasTapped && before === this.active) this.#open();
    else if (this.active !== null) this.#say(this.active);
  }

  #handleTable(): void {
    this.tableOpen = !this.tableOpen;
    this.mostRows = rowsAtOnce;
  }

  /** Made once for a model, whatever else is rendered anew. */
  #renderTable(model: ChartModel) {
    if (this.#table?.model !== model) this.#table = { model, table: model.table() };
    const { table } = this.#table;
    if (this.printing) return renderTable(table, model.heading, this.#open);
    if (this.mostRows < rowsOf(table)) afterPaint(() => (this.mostRows += 3 * rowsAtOnce));
    return renderTable(firstRows(table, this.mostRows), model.heading, this.#open);
  }

  #handleKey(event: KeyboardEvent): void {
    const { active } = this;
    const goesUp = this.model?.goesUp ?? false;
    const to = this.model && placeByKey(this.model, active, event.key);
    if (event.key === 'Enter' && active !== null) this.#open();
    else if (event.key === 'Escape' && (active !== null || goesUp)) {
      this.active = null;
      if (goesUp) this.dispatchEvent(new MinSideChartUpEvent());
      event.stopPropagation();
    } else if (to !== undefined) this.#say(to);
    else return;
    event.preventDefault();
  }

  #say(index: number): void {
    this.active = index;
    this.#follows = true;
    const { name, value, share, status, before } = this.model!.describe(index);
    const side = this.model!.line?.describe(index);
    const words = [name, value, share, status, before, side].filter(Boolean).join(', ');
    if (this.#resting === undefined) this.spoken = words;
    clearTimeout(this.#resting);
    this.#resting = setTimeout(() => {
      this.#resting = undefined;
      this.spoken = words;
    }, restMs);
  }

  readonly #open = (index = this.active): void => {
    if (index !== null && this.model?.opens) this.dispatchEvent(new MinSideChartOpenEvent(index));
  };

  /** Beside the value; the chart moves sideways after one that the keyboard stands on. */
  #placeTooltip(): void {
    const { pan, model, active } = this;
    const tooltip = this.renderRoot.querySelector<HTMLElement>('.tooltip');
    const marker = this.renderRoot.querySelector<HTMLElement>('.marker');
    if (!this.#plot || !model || active === null || !tooltip || !marker) return;
    placeTooltip({ plot: this.#plot, model, active, tooltip, marker, pan, follows: this.#follows });
    this.#follows = false;
  }

  override render() {
    const { model, active, tableOpen } = this;
    if (!model) return nothing;
    const { words } = model;
    return html`
      <figure aria-labelledby="heading" aria-describedby="summary">
        <h3 id="heading" class="visually-hidden">${model.heading}</h3>
        <p id="summary" class="visually-hidden">${model.summary}</p>
        <div class="head small">
          <span class="unit">${model.unit}</span>
          <button type="button" class="link" aria-expanded=${tableOpen} aria-controls="table" @click=${this.#handleTable}>
            ${tableOpen ? words.hideTable : words.table}
          </button>
          ${model.line ? html`<span class="unit side">${model.line.unit}</span>` : nothing}
        </div>
        <div class="inks ${this.printing ? 'light' : ''}" aria-hidden="true" @transitionend=${this.#handleInkChange}>
          <i class="tone-1"></i><i class="tone-2"></i><i class="tone-3"></i><i class="axis"></i><i class="grid"></i><i class="line"></i
          ><i class="ground"></i>
        </div>
        <div class="pan">
          <div
            class="plot ${model.opens ? 'opens' : ''}"
            role="application"
            tabindex="0"
            aria-roledescription=${words.role}
            aria-label=${model.heading}
            aria-describedby="summary hint"
            @pointermove=${this.#handlePointer}
            @pointerleave=${this.#handlePointerLeave}
            @click=${this.#handleClick}
            @keydown=${this.#handleKey}
            @blur=${this.#handleBlur}
          >
            <div class="values"></div>
            ${active === null ? nothing : this.#tooltip(active)}
          </div>
        </div>
        <p id="hint" class="visually-hidden">${words.hint}</p>
        <p class="visually-hidden" aria-live="polite">${this.spoken}</p>
        <div id="table" class=${tableOpen ? '' : 'on-paper'}>${tableOpen || this.printing ? this.#renderTable(model) : nothing}</div>
      </figure>
    `;
  }

  #tooltip(index: number) {
    const { describe, line, opens, words } = this.model!;
    const { name, value, share, status, before } = describe(index);
    const more = [[share, status].filter(Boolean).join(' · '), before, line?.describe(index), this.tapped && opens ? words.tapAgain : ''];
    return html`<div class="marker"></div>
      <div class="tooltip small" aria-hidden="true">
        <span>${name}</span><strong class="number">${value}</strong>
        ${more.filter(Boolean).map((words) => html`<span class="muted">${words}</span>`)}
      </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'min-side-chart': MinSideChart;
  }
}
