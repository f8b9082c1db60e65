import { Task, TaskStatus } from '@lit/task';
import { html, nothing, type PropertyValues } from 'lit';
import { state } from 'lit/decorators.js';
import type { AnswersReply } from '../../server/contract/answers.ts';
import type { CostReply } from '../../server/contract/cost.ts';
import type { Note } from '../../server/contract/notes.ts';
import { MinSideChart } from '../chart/min-side-chart.ts';
import { afterPaint, whenIdle } from '../later.ts';
import { define } from '../define.ts';
import { ApiError, type Api } from '../api.ts';
import { InsidePage } from '../page-element.ts';
import { readAddress, subscribeAddress, writeAddress } from '../address.ts';
import { base } from '../style/base.ts';
import { disclosure } from '../style/disclosure.ts';
import { form } from '../style/form.ts';
import type { ConsumptionText } from '../text/consumption-nb.ts';
import { consumptionStyle } from './consumption-style.ts';
import { legendStyle } from './legend-style.ts';
import { factsStyle } from './facts-style.ts';
import type { Fact } from './answers.ts';
import type { BeyondYears } from './beyond-years.ts';
import type { DrawnChart, Overlays } from './chart-with-answers.ts';
import { showReply, type ViewReply } from './fetch-view.ts';
import type { PageModel, Words } from './page-model.ts';
import { renderChart } from './render-chart.ts';
import { renderControls } from './render-controls.ts';
import { renderPath } from './render-step.ts';
import { renderTop } from './render-top.ts';
import { MadeModels } from './made-models.ts';
import type { NotesChangedEvent } from './notes.ts';
import { marksAt, withMarks } from './time-marks.ts';
import { ViewCache } from './view-cache.ts';
import { formatView, levelOf, parseView, type View } from './view.ts';

/** What is on the screen, and what it was made of. */
interface PageState {
  view: View;
  model: PageModel;
  reply: ViewReply['reply'];
  text: ConsumptionText;
  notes: readonly Note[];
}

/** "Se historisk forbruk": years, a month or a day as energy or power. What it shows stands in the page's address. */
export class MinSideConsumption extends InsidePage {
  static override styles = [base, form, disclosure, consumptionStyle, legendStyle, factsStyle];

  @state() private view: View = readView();
  @state() private failure = '';

  @state() private beyond?: BeyondYears;
  /** What is switched on in the chart; kept from view to view. */
  @state() private overlays: Overlays = { temperature: false, usual: false };

  /** What the account holder has written; it comes after the numbers. */
  @state() private notes: readonly Note[] = [];

  #cache: ViewCache | undefined;
  #last: { key: string; fetched: ViewReply } | undefined;
  /** What is seen: the last that came, which stays while the next is fetched, and when that fails. */
  #onScreen: PageState | undefined;
  #drawn: DrawnChart | undefined;
  readonly #models = new MadeModels();
  /** The years in kroner, made once of what came: another model would be painted anew, and nobody stand where they stood in it. */
  #inKroner: { model: PageModel; cost: CostReply; page: PageModel } | undefined;
  #loading: Promise<BeyondYears> | undefined;
  #notesAsked = false;
  /** What the address says; and where the customer is already, before it does. */
  #addressed = this.view;
  #unwritten: View | undefined;
  #unsubscribe?: () => void;

  /** Asked for before anything else: the first view needs this one answer alone. */
  readonly #task = new Task(this, {
    args: () => [this.api, fetchedAt(this.view), this.view.point, this.session] as const,
    task: async ([api, at, point], { signal }) => {
      const [fetched] = await Promise.all([this.#cacheOf(api).view(at, point, signal), at && this.#loadBeyond()]);
      if (this.view.cost) await this.#cost.taskComplete.catch(() => null);
      signal.throwIfAborted();
      this.#last = { key: keyOf(this.view), fetched };
      this.failure = '';
    },
    onError: (error) => this.#handleFailure(error),
  });

  /** The cost by month; null where there is none to show. It comes beside what is shown, and a failure is its own alone. */
  readonly #cost = new Task(this, {
    args: () => [this.api, this.view.point, this.session] as const,
    task: async ([api, point], { signal }) => {
      const reply = await api.call('GET /cost', { query: { ...(point && { point }) }, signal });
      return reply.months.some(({ totalNok }) => totalNok !== null) ? reply : null;
    },
  });

  /** What there is to say beside the numbers. It comes after them, and a failure is its own alone. */
  readonly #answers = new Task(this, {
    args: () => [this.api, this.view.at, this.view.point, this.session] as const,
    task: ([api, at, point], { signal }) => this.#cacheOf(api).answers(at, point, signal),
  });

  /** What the running year will cost, beside the years in kroner. */
  readonly #costForecast = new Task(this, {
    args: () => [this.api, this.view.point, this.session, this.view.cost && levelOf(this.view) === 'years'] as const,
    task: ([api, point, , asked], { signal }) =>
      asked ? api.call('GET /cost/forecast', { query: { ...(point && { point }) }, signal }) : null,
  });

  override connectedCallback(): void {
    super.connectedCallback();
    this.view = this.#addressed = readView();
    this.#unsubscribe = subscribeAddress(() => this.#readView());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#unwritten = undefined;
    this.#unsubscribe?.();
  }

  protected override willUpdate(changed: PropertyValues): void {
    // Another customer's numbers are never left standing under the new name.
    if (changed.has('session')) {
      this.#last = this.#onScreen = this.#cache = undefined;
      this.notes = [];
    }
    const { view, notes, beyond } = this;
    const text = this.text.consumption;
    const key = keyOf(view);
    if (changed.has('view') && this.#last?.key !== key) {
      // What has been fetched ahead is shown in the same frame.
      const known = this.#cache?.known(fetchedAt(view), view.point);
      if (known) this.#last = { key, fetched: known };
      if (known) this.failure = '';
    }
    if (!this.#last || this.#last.key !== key) return;
    const { fetched } = this.#last;
    const on = this.#onScreen;
    if (on?.reply === fetched.reply && on.view === view && on.text === text && on.notes === notes) return;
    if (fetched.level !== 'years' && !beyond) return;
    const words = { text, format: this.format };
    const { reply } = fetched;
    const model = this.#models.model(reply, view, [text, notes], () =>
      withMarks(showReply(fetched, view, words, beyond), marksAt(view.at, reply.swaps, notes, words), words),
    );
    this.#onScreen = { view, reply, text, notes, model };
    if (on?.reply === reply) return;
    const near = [model.previous?.at, model.next?.at, levelOf(view) === 'years' ? reply.dataUntil?.slice(0, 7) : view.at.slice(0, 7)];
    this.#cache?.prefetch(
      near.filter((at): at is string => at !== undefined && at.length > 4),
      view.point,
    );
  }

  /** Whoever looks at the years goes on to a month, and is told what there is to say beside the numbers. Notes are few people's, and no number waits for them. */
  protected override updated(): void {
    if (!this.#onScreen) return;
    if (!this.#loading) this.#loadBeyond().catch(() => undefined); // asked for again when it is needed
    if (this.#notesAsked || this.signedIn.kind !== 'account') return;
    this.#notesAsked = true;
    whenIdle(() => void import('./notes.ts').catch(() => (this.#notesAsked = false)));
  }

  #loadBeyond(): Promise<BeyondYears> {
    this.#loading ??= import('./beyond-years.ts').then(
      (beyond) => (this.beyond = beyond),
      () => {
        this.#loading = undefined;
        throw new ApiError({ error: navigator.onLine ? 'outdated' : 'offline' });
      },
    );
    return this.#loading;
  }

  #cacheOf(api: Api): ViewCache {
    return (this.#cache ??= new ViewCache(api));
  }

  /** Shown in the next frame, and after it in the address: a step of the browser's history takes as long as a chart to paint. */
  readonly #go = (change: Partial<View>): void => {
    this.#writeView();
    const view = parseView(formatView({ ...(this.#onScreen?.view ?? this.view), ...change }));
    if (isSame(view, this.view)) return;
    this.view = this.#unwritten = view;
    afterPaint(() => this.#writeView());
  };

  #writeView(): void {
    const view = this.#unwritten;
    this.#unwritten = undefined;
    if (view) writeAddress({ page: 'consumption', rest: formatView((this.#addressed = view)) });
  }

  /** Moved by back, forward or an address, or on the way to another page, where there is nothing to fetch here. */
  #readView(): void {
    const view = readView();
    const here = readAddress()?.page === 'consumption';
    if (here && isSame(view, this.#addressed)) return; // `hashchange` comes late, after what it tells of
    this.#unwritten = undefined;
    if (here) this.view = this.#addressed = view;
  }

  /** A metering point that isn't this customer's stands in an old address: then what they have is shown without it. */
  #handleFailure(error: unknown): void {
    const { view } = this;
    if (view.point && error instanceof ApiError && error.error === 'not-found')
      writeAddress({ page: 'consumption', rest: formatView({ ...view, point: undefined }) }, { replace: true });
    else this.failure = this.explain(error);
  }

  protected override render() {
    const seen = this.#onScreen;
    const pending = this.#task.status === TaskStatus.PENDING && seen?.view !== this.view;
    const failure = pending ? '' : this.failure;
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
            : html`<h2 part="heading" tabindex="-1">${this.text.frame.loading}</h2>
                <div class="waiting"></div>`
      }
    `;
  }

  /** What is shown: the years in kroner, where those were chosen; a month in kroner has no chart and no figure of its own. */
  #modelOf({ text, model, view }: PageState): PageModel {
    const { beyond } = this;
    const cost = view.cost ? this.#cost.value : null;
    if (!cost || !beyond) return model;
    if (view.at.length < 7) {
      if (this.#inKroner?.model !== model || this.#inKroner.cost !== cost)
        this.#inKroner = { model, cost, page: beyond.showCostYears(model, cost, { text, format: this.format }) };
      return this.#inKroner.page;
    }
    return { ...model, figure: null, change: null, chart: null, notes: [] };
  }

  #costFacts(words: Words): Fact[] {
    const forecast = this.#costForecast.value;
    return forecast && this.beyond && this.view.cost && levelOf(this.view) === 'years' ? this.beyond.costFacts(forecast, words) : [];
  }

  #view(seen: PageState, old: boolean) {
    const { text, reply, view } = seen;
    const model = this.#modelOf(seen);
    const words = { text, format: this.format };
    const { beyond } = this;
    const answers = this.#answers.status === TaskStatus.COMPLETE ? (this.#answers.value ?? null) : null;
    const fits = answers !== null && (levelOf(view) === 'years' || answers.at === view.at) && !view.cost;
    const { verdict, facts } = fits && beyond ? beyond.factsOf(answers, words) : { verdict: null, facts: this.#costFacts(words) };
    return html`
      ${model.path.length > 1 ? renderPath(model.path, text.path, view, this.#go) : nothing}
      ${renderTop(model, reply, view.power || view.cost ? undefined : verdict, words)}
      ${renderControls({ text, view, reply, model, hasCost: Boolean(this.#cost.value) || (this.#cost.status === TaskStatus.PENDING ? null : false), go: this.#go })}
      ${this.#chart(seen, model, answers, old)}
      ${model.notes.length ? html`<div class="notes">${model.notes.map((note) => html`<p>${note}</p>`)}</div>` : nothing}
      ${
        seen.model.chart
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
        this.signedIn.kind === 'account'
          ? html`<min-side-notes
              .api=${this.api}
              .session=${this.session}
              .text=${this.text}
              .format=${this.format}
              .day=${view.at.length === 10 ? view.at : ''}
              @notes-changed=${({ notes }: NotesChangedEvent) => (this.notes = notes)}
            ></min-side-notes>`
          : nothing
      }
      ${this.#cost.status === TaskStatus.ERROR ? failed(text.cost.failed) : nothing}
      ${
        (view.cost ? this.#costForecast : this.#answers).status === TaskStatus.ERROR
          ? failed(text.answers.failed)
          : html`<div class="answers">${facts.length && beyond ? beyond.renderFacts(facts, text.answers) : nothing}</div>`
      }
    `;
  }

  #chart(seen: PageState, model: PageModel, answers: AnswersReply | null, old: boolean) {
    const { text, view } = seen;
    if (view.cost && this.#cost.value && levelOf(view) === 'month')
      return html`<min-side-cost-month
        .api=${this.api}
        .session=${this.session}
        .text=${this.text}
        .format=${this.format}
        .month=${view.at}
        .point=${view.point}
      ></min-side-cost-month>`;
    if (!model.chart) return nothing;
    const { beyond } = this;
    if (beyond) this.#drawn ??= new beyond.DrawnChart();
    const possible = beyond?.overlaysFor(answers, view.at, view.power) ?? { temperature: false, usual: false };
    const { overlays, format } = this;
    const shown = { temperature: possible.temperature && overlays.temperature, usual: possible.usual && overlays.usual };
    return renderChart({
      text,
      model,
      chart: this.#drawn?.chart(model, answers, seen, shown, { text, format }) ?? model.chart,
      old,
      possible: view.at && !view.power ? possible : null,
      overlays,
      prefetch: (at) => this.#cache?.prefetch([at], view.point),
      setOverlays: (chosen) => (this.overlays = chosen),
      go: this.#go,
    });
  }
}

const failed = (words: string) => html`<p class="muted small">${words}</p>`;

/** What must be fetched for a view: a month, a day or, empty, the years, which hold each one of them. */
const fetchedAt = ({ at }: View): string => (at.length > 4 ? at : '');

const isSame = (one: View, other: View): boolean => formatView(one).join('/') === formatView(other).join('/');

/** Tells whether what was fetched is what is to be shown. */
const keyOf = (view: View): string => `${fetchedAt(view)} ${view.point ?? ''}`;

/** What has come, for someone who pressed Enter in the chart and doesn't see it change. */
const inShort = (model: PageModel | undefined): string =>
  model ? [model.title, model.figure?.value, model.figure?.unit].filter(Boolean).join(' ') : '';

function readView(): View {
  const address = readAddress();
  return parseView(address?.page === 'consumption' ? address.rest : []);
}

define('min-side-chart', MinSideChart);
define('min-side-consumption', MinSideConsumption);

declare global {
  interface HTMLElementTagNameMap {
    'min-side-consumption': MinSideConsumption;
  }
}
