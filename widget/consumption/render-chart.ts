import { html, nothing, type TemplateResult } from 'lit';
import type { ChartModel } from '../chart/model.ts';
import type { MinSideChartOpenEvent, MinSideChartPointEvent } from '../chart/chart-events.ts';
import type { ConsumptionText } from '../text/consumption-nb.ts';
import type { Overlays } from './chart-with-answers.ts';
import type { PageModel } from './page-model.ts';
import type { Go } from './render-step.ts';

interface ChartSection {
  text: ConsumptionText;
  model: PageModel;
  chart: ChartModel;
  /** What is on the screen is not what was asked for last. */
  old: boolean;
  /** Which overlays there are, and which are switched on; null where there are none ever. Else their place is kept, so that the chart doesn't jump. */
  possible: Overlays | null;
  overlays: Overlays;
  setOverlays: (overlays: Overlays) => void;
  /** Fetches a stretch ahead. */
  prefetch: (at: string) => void;
  go: Go;
}

/** The chart with its legend and what can be switched on in it. */
export function renderChart({ text, model, chart, old, possible, overlays, setOverlays, prefetch, go }: ChartSection): TemplateResult {
  const { opensAt, path } = model;
  const ring = { tone: 2, look: 'peak', text: text.answers.peaks.ring } as const;
  const legend = chart.peaks ? [...model.legend, ring] : model.legend;
  return html`<div>
    ${
      legend.length
        ? html`<ul class="legend small" aria-label=${text.legend}>
            ${legend.map(({ tone, look, text: name }) => html`<li><i class="tone-${tone} look-${lookClass(look)}"></i>${name}</li>`)}
          </ul>`
        : nothing
    }
    ${possible ? renderOverlaySwitches(text, possible, overlays, setOverlays) : nothing}
    <min-side-chart
      part="chart"
      exportparts="table"
      aria-busy=${old}
      .model=${chart}
      @min-side-chart-open=${({ index }: MinSideChartOpenEvent) => go({ at: opensAt[index]! })}
      @min-side-chart-point=${({ index }: MinSideChartPointEvent) => prefetch(opensAt[index]!)}
      @min-side-chart-up=${() => go({ at: path.at(-2)?.at ?? '' })}
    ></min-side-chart>
  </div>`;
}

/** A look's letter as the end of a class name. */
const lookClass = (look: PageModel['legend'][number]['look']): string =>
  ({ '-': 'gap', '.': 'awaited', s: 'awaited' })[look as string] ?? look;

function renderOverlaySwitches(
  { answers: words }: ConsumptionText,
  possible: Overlays,
  overlays: Overlays,
  setOverlays: (overlays: Overlays) => void,
): TemplateResult {
  const names = (['temperature', 'usual'] as const).filter((name) => possible[name]);
  const label = { temperature: words.temperature, usual: words.usualBand };
  return html`<div class="overlays small" role="group" aria-label=${words.showAlso}>
    ${names.map(
      (name) =>
        html`<label
          ><input type="checkbox" .checked=${overlays[name]} @change=${() => setOverlays({ ...overlays, [name]: !overlays[name] })} /><i
            class="overlay-${name}"
          ></i
          >${label[name]}</label
        >`,
    )}
  </div>`;
}
