import { Task, TaskStatus } from '@lit/task';
import { html, nothing, type PropertyValues } from 'lit';
import { state } from 'lit/decorators.js';
import type { AnswersReply } from '../../server/contract.ts';
import type { ChartModel, Look } from '../chart/model.ts';
import { MinSideChart, type MinSideChartOpenEvent } from '../chart/min-side-chart.ts';
import { define } from '../define.ts';
import { ApiError, type Api } from '../api.ts';
import { InsidePage } from '../page-element.ts';
import { hrefTo, readAddress, subscribeAddress, writeAddress } from '../address.ts';
import { base } from '../style/base.ts';
import { disclosure } from '../style/disclosure.ts';
import { form } from '../style/form.ts';
import type { ConsumptionText } from '../text/consumption-nb.ts';
import { consumptionStyle } from './consumption-style.ts';
import { showCostYears } from './cost-years.ts';
import { MinSideCostMonth } from './cost-month.ts';
import { factsOf } from './answers.ts';
import { chartWithAnswers, overlaysFor, type Overlays } from './chart-with-answers.ts';
import { showReply, type ViewReply } from './fetch-view.ts';
import type { PageModel, Step } from './page-model.ts';
import { MinSideDownloads } from './downloads.ts';
import { renderFacts } from './render-facts.ts';
import { ViewCache } from './view-cache.ts';
import { formatView, levelOf, parseView, type View } from './view.ts';

/** A look's letter as the end of a class name. */
const lookClass = (look: Look | 'before'): string => ({ '-': 'gap', '.': 'awaited', s: 'awaited' })[look as string] ?? look;

/** What is on the screen, and what it was made of. */
interface OnScreen {
  view: View;
  model: PageModel;
  reply: ViewReply['reply'];
  text: ConsumptionText;
}

/** "Se historisk forbruk": years, a month or a day as energy or power. What it shows stands in the page's address. */
export class MinSideConsumption extends InsidePage {
  static override styles = [base, form, disclosure, consumptionStyle];

  @state() private view: View = readView();
  @state() private failure = '';

  /** What is switched on in the chart; kept from view to view. */
  @state() private overlays: Overlays = { temperature: false, usual: false };

  #cache: ViewCache | undefined;
  #last: { at: string; fetched: ViewReply } | undefined;
  /** What is seen: the last that came, which stays while the next is fetched, and when that fails. */
  #onScreen: OnScreen | undefined;
  #unsubscribe?: () => void;

  readonly #task = new Task(this, {
    args: () => [this.api, fetchedAt(this.view), this.view.point, this.session] as const,
    task: async ([api, at, point], { signal }) => {
      const fetched = await this.#cacheOf(api).view(at, point, signal);
      signal.throwIfAborted();
      this.#last = { at, fetched };
      this.failure = '';
    },
    onError: (error) => this.handleFailure(error),
  });

  /** What there is to say beside the numbers. It comes after them, and a failure is its own alone. */
  readonly #answers = new Task(this, {
    args: () => [this.api, answeredAt(this.view), this.view.point, this.session] as const,
    task: ([api, at, point], { signal }) => this.#cacheOf(api).answers(at, point, signal),
  });

  /** The cost by month; null where there is none to show. It comes beside what is shown, and is missed by nobody when it fails. */
  readonly #cost = new Task(this, {
    args: () => [this.api, this.view.point, this.session] as const,
    task: async ([api, point], { signal }) => {
      const reply = await api.call('GET /cost', { query: { ...(point && { point }) }, signal }).catch(() => null);
      return reply?.months.some(({ totalNok }) => totalNok !== null) ? reply : null;
    },
  });

  override connectedCallback(): void {
    super.connectedCallback();
    this.view = readView();
    this.#unsubscribe = subscribeAddress(() => {
      // On the way to another page there is nothing to fetch here.
      if (readAddress()?.page === 'consumption') this.view = readView();
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#unsubscribe?.();
  }

  protected override willUpdate(changed: PropertyValues): void {
    // Another customer's numbers are never left standing under the new name.
    if (changed.has('session')) this.#last = this.#onScreen = this.#cache = undefined;
    const { view } = this;
    const text = this.text.consumption;
    if (!this.#last || this.#last.at !== fetchedAt(view)) return;
    const { fetched } = this.#last;
    const same = this.#onScreen?.reply === fetched.reply && this.#onScreen.view === view && this.#onScreen.text === text;
    if (same) return;
    const model = showReply(fetched, view, { text, format: this.format });
    this.#onScreen = { view, reply: fetched.reply, text, model };
    const near = [
      model.previous?.at,
      model.next?.at,
      levelOf(view) === 'years' ? fetched.reply.dataUntil?.slice(0, 7) : view.at.slice(0, 7),
    ];
    this.#cache?.prefetch(
      near.filter((at): at is string => at !== undefined && at.length > 4),
      view.point,
    );
  }

  #cacheOf(api: Api): ViewCache {
    return (this.#cache ??= new ViewCache(api));
  }

  private go(change: Partial<View>): void {
    writeAddress({ page: 'consumption', rest: formatView({ ...(this.#onScreen?.view ?? this.view), ...change }) });
  }

  /** A metering point that isn't this customer's stands in an old address: then what they have is shown without it. */
  private handleFailure(error: unknown): void {
    const { view } = this;
    if (view.point && error instanceof ApiError && error.error === 'not-found')
      writeAddress({ page: 'consumption', rest: formatView({ ...view, point: undefined }) }, { replace: true });
    else this.failure = this.explain(error);
  }

  private handleStep(event: MouseEvent, at: string): void {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    this.go({ at });
  }

  private handlePoint(event: Event): void {
    this.go({ point: (event.target as HTMLSelectElement).value });
  }

  protected override render() {
    const pending = this.#task.status === TaskStatus.PENDING;
    const failure = pending ? '' : this.failure;
    const seen = this.#onScreen;
    const old = pending || failure !== '';
    return html`
      <p class="visually-hidden" role="status">${pending ? this.text.frame.loading : inShort(seen && this.#modelOf(seen))}</p>
      ${
        failure
          ? html`<div class="failure" role="alert">
              <p>${failure}</p>
              <button type="button" @click=${() => this.#task.run()}>${this.text.frame.retry}</button>
            </div>`
          : nothing
      }
      ${
        seen
          ? html`<div class="view ${old ? 'old' : ''}">${this.#view(seen, old)}</div>`
          : failure
            ? nothing
            : html`<h2 tabindex="-1">${this.text.frame.loading}</h2>
                <div class="waiting"></div>`
      }
    `;
  }

  /** What is shown: the years in kroner, where those were chosen; a month in kroner has no chart and no figure of its own. */
  #modelOf({ text, model, view }: OnScreen): PageModel {
    const cost = view.cost ? this.#cost.value : null;
    if (!cost) return model;
    if (view.at.length < 7) return showCostYears(model, cost, { text, format: this.format });
    return { ...model, figure: null, change: null, chart: null, notes: [] };
  }

  #view(seen: OnScreen, old: boolean) {
    const { text, reply, view } = seen;
    const model = this.#modelOf(seen);
    const inKroner = view.cost && this.#cost.value && levelOf(view) === 'month';
    const { figure, change, notes, legend } = model;
    const words = { text, format: this.format };
    const answers = this.#answers.status === TaskStatus.COMPLETE ? (this.#answers.value ?? null) : null;
    const fits = answers !== null && (levelOf(view) === 'years' || answers.at === view.at) && !view.cost;
    const { verdict: energyVerdict, facts } = fits ? factsOf(answers, words) : { verdict: null, facts: [] };
    const verdict = view.power ? null : energyVerdict;
    const possible = overlaysFor(answers, view.at, view.power);
    const shown = { temperature: possible.temperature && this.overlays.temperature, usual: possible.usual && this.overlays.usual };
    const chart = model.chart && this.#withAnswers(model, answers, view, shown);
    const explanation = notes.length ? html`<div class="notes">${notes.map((note) => html`<p>${note}</p>`)}</div>` : nothing;
    return html`
      <p class="small muted">${this.#whose()}</p>
      <nav class="path small" aria-label=${text.path}>
        <ol>
          ${model.path.map((step, index) => html`<li>${this.#link(step, index === model.path.length - 1)}</li>`)}
        </ol>
      </nav>
      <div class="top">
        <h2 tabindex="-1">${model.title}</h2>
        ${
          figure
            ? html`<p class="figure number"><strong>${figure.value}</strong> ${figure.unit} <span class="muted">${figure.of}</span></p>`
            : nothing
        }
        ${figure ? html`<p class="change">${[change, verdict].filter(Boolean).join(' · ')}</p>` : nothing}
        ${
          reply.dataUntil
            ? reply.overdue
              ? html`<p class="overdue">${text.overdue(this.format.dateTime(reply.dataUntil))}</p>`
              : html`<p class="muted small">${text.dataUntil(this.format.dateTime(reply.dataUntil))}</p>`
            : nothing
        }
      </div>
      ${this.#controls(text, reply, view, model)}
      ${
        inKroner
          ? html`<min-side-cost-month
              .api=${this.api}
              .session=${this.session}
              .text=${this.text}
              .format=${this.format}
              .month=${view.at}
              .point=${view.point}
            ></min-side-cost-month>`
          : chart
            ? html`<div>
                ${
                  legend.length
                    ? html`<ul class="legend small" aria-label=${text.legend}>
                        ${legend.map(({ tone, look, text: name }) => html`<li><i class="tone-${tone} look-${lookClass(look)}"></i>${name}</li>`)}
                      </ul>`
                    : nothing
                }
                ${this.#overlaySwitches(text, possible)}
                <min-side-chart
                  aria-busy=${old}
                  .model=${chart}
                  @min-side-chart-open=${({ index }: MinSideChartOpenEvent) => this.go({ at: model.opensAt[index]! })}
                  @min-side-chart-up=${() => this.go({ at: model.path.at(-2)?.at ?? '' })}
                ></min-side-chart>
              </div>`
            : nothing
      }
      ${explanation}
      ${
        chart
          ? html`<min-side-downloads
              .api=${this.api}
              .session=${this.session}
              .text=${this.text}
              .format=${this.format}
              .view=${view}
            ></min-side-downloads>`
          : nothing
      }
      ${
        this.#answers.status === TaskStatus.ERROR
          ? html`<p class="muted small">${text.answers.failed}</p>`
          : html`<div class="answers">${facts.length ? renderFacts(facts, [], text.answers) : nothing}</div>`
      }
    `;
  }

  /** Name, plant and address: two relationships of one person are told apart by nothing else, and on paper nothing else says it. */
  #whose(): string {
    const { relationship } = this.signedIn;
    return relationship
      ? [relationship.ownName ?? relationship.customerName, relationship.plantNumber, relationship.address].join(' · ')
      : '';
  }

  #withAnswers(model: PageModel, answers: AnswersReply | null, view: View, shown: Overlays): ChartModel {
    const chart = model.chart!;
    if (!answers || answers.at !== view.at) return chart;
    const keys = levelOf(view) === 'day' ? chart.values.map((_value, index) => String(index)) : model.opensAt;
    const reply = this.#onScreen!.reply;
    const start = view.power ? ('power' in reply ? reply.power.start : 'hours' in reply ? (reply.hours[0]?.start ?? null) : null) : null;
    // A curve that waits for its peaks alone is drawn once, and not again for every answer.
    const key = JSON.stringify([shown, view.power]);
    if (this.#drawn?.chart !== chart || this.#drawn.answers !== answers || this.#drawn.key !== key)
      this.#drawn = {
        chart,
        answers,
        key,
        with: chartWithAnswers(chart, answers, { keys, start, shown }, { text: this.text.consumption, format: this.format }),
      };
    return this.#drawn.with;
  }

  #drawn: { chart: ChartModel; answers: AnswersReply; key: string; with: ChartModel } | undefined;

  #overlaySwitches({ answers: words }: ConsumptionText, possible: Overlays) {
    const names = (['temperature', 'usual'] as const).filter((name) => possible[name]);
    if (names.length === 0) return nothing;
    const label = { temperature: words.temperature, usual: words.usualBand };
    const toggle = (name: keyof Overlays) => () => (this.overlays = { ...this.overlays, [name]: !this.overlays[name] });
    return html`<div class="overlays small" role="group" aria-label=${words.showAlso}>
      ${names.map(
        (name) =>
          html`<label
            ><input type="checkbox" .checked=${this.overlays[name]} @change=${toggle(name)} /><i class="overlay-${name}"></i
            >${label[name]}</label
          >`,
      )}
    </div>`;
  }

  #controls(text: ConsumptionText, { points, point }: ViewReply['reply'], view: View, { previous, next, hasPower }: PageModel) {
    const level = levelOf(view);
    const hasCost = level !== 'day' && this.#cost.value;
    const { power, cost } = view;
    const switches: [label: string, chosen: boolean, to: Pick<View, 'power' | 'cost'>][] = [
      [text.energy, !power && !(cost && hasCost), { power: false, cost: false }],
      ...(hasPower ? [[text.power, power, { power: true, cost: false }] as [string, boolean, Pick<View, 'power' | 'cost'>]] : []),
      ...(hasCost
        ? [[text.cost.cost, cost === true, { power: false, cost: true }] as [string, boolean, Pick<View, 'power' | 'cost'>]]
        : []),
    ];
    if (level === 'years' && points.length < 2 && !hasCost) return nothing;
    return html`<div class="controls">
      ${
        level === 'years'
          ? nothing
          : html`<button type="button" class="quiet" @click=${() => this.go({ at: '', power: false })}>${text.yearly}</button>`
      }
      ${
        switches.length > 1
          ? html`<div class="switch" role="group" aria-label=${text.energyOrPower}>
              ${switches.map(
                ([label, chosen, to]) =>
                  html`<button type="button" class="quiet" aria-pressed=${chosen} @click=${() => this.go(to)}>${label}</button>`,
              )}
            </div>`
          : nothing
      }
      ${
        points.length > 1
          ? html`<label class="point"
              ><span>${text.point}</span>
              <select @change=${this.handlePoint}>
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
        ${previous ? html`<span class="visually-hidden">${text.previous}</span>${this.#link(previous, false, '‹', '')}` : nothing}
        ${next ? html`<span class="visually-hidden">${text.next}</span>${this.#link(next, false, '', '›')}` : nothing}
      </div>
    </div>`;
  }

  #link({ at, text }: Step, current: boolean, before = '', after = '') {
    if (current) return html`<span aria-current="page">${text}</span>`;
    const href = hrefTo({ page: 'consumption', rest: formatView({ ...this.#onScreen!.view, at }) });
    const arrow = (sign: string) => (sign ? html`<span class="arrow" aria-hidden="true">${sign}</span>` : nothing);
    return html`<a href=${href} @click=${(event: MouseEvent) => this.handleStep(event, at)}>${arrow(before)}${text}${arrow(after)}</a>`;
  }
}

/** What must be fetched for a view: a month, a day or, empty, the years, which hold each one of them. */
const fetchedAt = ({ at }: View): string => (at.length > 4 ? at : '');

/** What the answers are about: a stretch, or, of all years, the newest. */
const answeredAt = ({ at }: View): string => at;

/** What has come, for someone who pressed Enter in the chart and doesn't see it change. */
const inShort = (model: PageModel | undefined): string =>
  model ? [model.title, model.figure?.value, model.figure?.unit].filter(Boolean).join(' ') : '';

function readView(): View {
  const address = readAddress();
  return parseView(address?.page === 'consumption' ? address.rest : []);
}

define('min-side-chart', MinSideChart);
define('min-side-cost-month', MinSideCostMonth);
define('min-side-downloads', MinSideDownloads);
define('min-side-consumption', MinSideConsumption);

declare global {
  interface HTMLElementTagNameMap {
    'min-side-consumption': MinSideConsumption;
  }
}
