import uPlot from 'uplot';
import { listOf } from '../list-of.ts';
import type { Ink } from './ink.ts';
import { lackingRuns, type ChartModel, type Look } from './model.ts';

/** At the right. uPlot's own name for it is a constant that is there for its compiler alone. */
const rightSide: Record<string, unknown> = { side: 1 };

/** What a plot shows at present. Its options read it whenever they are asked, so that one plot shows view after view. */
export interface InkedChart {
  model: ChartModel;
  ink: Ink;
}

/** uPlot's options for bars or a curve over a linear x, no cursor and no legend of its own. */
export function chartOptions(shown: InkedChart, size: { width: number; height: number }): uPlot.Options {
  const { ink } = shown;
  const axis = { stroke: ink.axis, font: ink.font, gap: 8, grid: { show: false }, ticks: { show: false } };
  return {
    ...size,
    padding: [10, () => (shown.model.form === 'bars' || shown.model.line ? 0 : 10), 0, 0],
    legend: { show: false },
    cursor: { show: false },
    scales: {
      x: { time: false, range: () => stretchOf(shown.model) },
      y: { range: () => [0, topOf(shown.model)] },
      side: { range: (_plot, min, max) => [Math.floor(Math.min(0, min) / 5) * 5, Math.ceil(Math.max(10, max) / 5) * 5] },
    },
    axes: [
      {
        ...axis,
        size: 28 * ink.scale,
        splits: (plot, _axis, from, to) =>
          fittingTicks(shown.model.ticks, (plot.width - 40) / ink.scale, to - from - 2 * edgeOf(shown.model)).map(({ at }) => at),
        values: (_plot, splits) => splits.map((at) => shown.model.ticks.find((tick) => tick.at === at)?.text ?? ''),
      },
      {
        ...axis,
        size: (_plot, values) => Math.max(24, ...(values ?? []).map((text) => text.length * 7 * ink.scale + 10)),
        splits: (_plot, _axis, _from, to) => linesTo(to),
        grid: { stroke: ink.grid, width: 1 },
        values: (_plot, splits) => splits.map((value) => shown.model.axisNumber(value)),
      },
      ...(shown.model.line
        ? [
            {
              ...axis,
              scale: 'side',
              ...rightSide,
              stroke: ink.side,
              size: 32,
              incrs: [1, 2, 5, 10, 20],
              gap: 4,
              space: 56,
              values: (_plot: uPlot, splits: number[]) => splits.map((value) => shown.model.axisNumber(value).replace('-', '−')),
            },
          ]
        : []),
    ],
    series: [{}, ...chartSeries(shown)],
    hooks: {
      drawClear: [
        (plot) => drawShaded(plot, shown.model, ink),
        (plot) => drawGaps(plot, shown.model, ink),
        (plot) => drawBand(plot, shown.model, ink),
      ],
      drawAxes: [(plot) => drawOutline(plot, shown.model, ink)],
      draw: [
        (plot) => drawBandEnds(plot, shown.model, ink),
        (plot) => drawDots(plot, shown.model, ink),
        (plot) => drawPeaks(plot, shown.model, ink),
      ],
    },
  };
}

/** Axes are a plot's for life: a model with another set of them needs a new one. */
export const hasSameAxes = (one: ChartModel, other: ChartModel): boolean => !one.line === !other.line;

/** Shows another model of the same axes in a plot. Where its stretch alone is another, one pans or zooms, and nothing else is made anew. */
export function showModel(plot: uPlot, shown: InkedChart, model: ChartModel): void {
  const before = shown.model;
  shown.model = model;
  const moved = (['form', 'x', 'values', 'looks', 'tones', 'outline', 'band', 'line', 'marks', 'peaks', 'tops'] as const).every(
    (part) => before[part] === model[part],
  );
  const [min, max] = stretchOf(model);
  if (moved) return plot.setScale('x', { min, max });
  for (let index = plot.series.length - 1; index > 0; index -= 1) plot.delSeries(index);
  for (const [index, series] of chartSeries(shown).entries()) plot.addSeries(series, index + 1);
  plot.setData(chartData(model));
  plot.redraw(true, true); // labels differ where the scales don't
}

/** Room for half a bar at both ends. */
const edgeOf = ({ form }: ChartModel): number => (form === 'bars' ? 0.6 : 0);

function stretchOf(model: ChartModel): [from: number, to: number] {
  const [first, last] = model.domain;
  return [first - edgeOf(model), Math.max(last, first + 0.01) + edgeOf(model)];
}

const topOf = ({ values, outline = [], band = [] }: ChartModel): number =>
  niceTop([values, outline, band.map(({ high }) => high)].reduce(highestOf, 0));

/** Every series but x. */
function chartSeries({ model, ink }: InkedChart): uPlot.Series[] {
  const side = { scale: 'side', stroke: ink.side, width: 1.75, points: { show: model.values.length < 60, size: 4, fill: ink.side } };
  return [...(model.form === 'bars' ? [barSeries(model, ink)] : curveSeries(model, ink)), ...(model.line ? [side] : [])];
}

/** uPlot's columns: values in one; a curve with estimates in two, which meet in the points between them. */
export function chartData({ form, x, values, looks, line, stepped }: ChartModel): uPlot.AlignedData {
  const side = line ? [line.values] : [];
  const guessed = (index: number): boolean => looks[index] === 'e';
  const columns =
    form === 'bars' || !looks.includes('e')
      ? [values, ...side]
      : [
          values.map((value, index) => (guessed(index) ? null : value)),
          values.map((value, index) => (guessed(index) || guessed(index - 1) || guessed(index + 1) ? value : null)),
          ...side,
        ];
  if (!stepped) return [x, ...columns];
  // The last hour, too, is level to its end.
  return [[...x, (x.at(-1) ?? -1) + 1], ...columns.map((column) => [...column, column.at(-1) ?? null])];
}

const highestOf = (highest: number, values: readonly (number | null)[]): number =>
  values.reduce<number>((so, value) => Math.max(so, value ?? 0), highest);

/** The axis ends at a round number above the highest value, so that a line and its number stand over it (`linesTo`). */
export function niceTop(highest: number): number {
  if (highest <= 0) return 1;
  const step = 10 ** Math.floor(Math.log10(highest));
  const unit = [1, 1.5, 2, 3, 4, 6, 8, 10].find((multiple) => multiple * step >= highest)!;
  return unit * step;
}

/** Nought, the axis' end, and round numbers between. */
export function linesTo(top: number): number[] {
  const isRound = (step: number): boolean => /^(?:[125]|25)0*$|^0\.0*[125]$/.test(String(step));
  const count = [4, 3, 2].find((count) => isRound(Number((top / count).toPrecision(6)))) ?? 1;
  return listOf(count + 1, (index) => (top * index) / count);
}

/** As many labels as fit side by side: all, or those whose order is divided by 2, 3, 5 … */
export function fittingTicks(ticks: ChartModel['ticks'], width: number, span: number): ChartModel['ticks'] {
  const needed = Math.max(...ticks.map(({ text }) => text.length)) * 7 + 6;
  const between = ticks.length > 1 ? ((ticks[1]!.at - ticks[0]!.at) * width) / Math.max(span, 1) : width;
  const step = [1, 2, 3, 5, 6, 10, 12].find((every) => every * between >= needed) ?? 12;
  return step === 1 ? ticks : ticks.filter(({ order }) => order % step === 0);
}

function barSeries({ values, looks, tones, domain }: ChartModel, ink: Ink): uPlot.Series {
  const slots = domain[1] - domain[0] + 1.2;
  // uPlot wants the radius as a share of the bar's width.
  const radius: uPlot.Series.BarsPathBuilderRadius = (plot) => [Math.min(0.5, (2 * devicePixelRatio * slots) / (plot.bbox.width * 0.8)), 0];
  const fills = values.map((_value, index) => ink.fill(tones?.[index] ?? 1, looks[index] as Look));
  const disp = { fill: { unit: 3, values: () => fills as string[] } };
  return {
    width: 0,
    fill: ink.line,
    points: { show: false },
    paths: uPlot.paths.bars!({ size: [tones ? 0.9 : 0.8, 56, 1], radius, disp }),
  };
}

function curveSeries({ values, looks, stepped }: ChartModel, ink: Ink): uPlot.Series[] {
  const few = values.length < 60;
  const paths = stepped ? { paths: uPlot.paths.stepped!({ align: 1 }) } : {};
  // A dense curve is a hairline: wider ones take the canvas seven times as long.
  const line: uPlot.Series = {
    stroke: ink.line,
    width: few ? 2 : 1,
    points: few && !stepped ? { show: true, size: 5, fill: ink.line } : { show: false },
    ...paths,
  };
  return looks.includes('e') ? [line, { ...line, dash: [3, 3], points: { show: false } }] : [line];
}

/** Weekends: a ground of their own, behind everything. */
function drawShaded({ ctx, bbox, valToPos }: uPlot, { shaded = [] }: ChartModel, ink: Ink): void {
  ctx.save();
  ctx.globalAlpha = 0.55;
  ctx.fillStyle = ink.grid;
  for (const { from, to } of shaded) {
    const left = Math.max(bbox.left, valToPos(from, 'x', true));
    const right = Math.min(bbox.left + bbox.width, valToPos(to, 'x', true));
    ctx.fillRect(left, bbox.top, right - left, bbox.height);
  }
  ctx.restore();
}

/** What is missing is a hatched gap over the whole height, and never a zero. */
function drawGaps({ ctx, bbox, valToPos }: uPlot, { form, x, looks, stepped }: ChartModel, ink: Ink): void {
  const [before, after] = stepped ? [0, 1] : form === 'bars' ? [0.45, 0.45] : [0.5, 0.5];
  for (const { look, first, last } of lackingRuns(looks)) {
    ctx.fillStyle = look === '-' ? ink.gap : look === 'x' ? ink.grid : ink.dots;
    const left = Math.max(bbox.left, valToPos(x[first]! - before, 'x', true));
    const right = Math.min(bbox.left + bbox.width, valToPos(x[last]! + after, 'x', true));
    ctx.fillRect(left, bbox.top, right - left, bbox.height);
  }
}

/** At the foot: a triangle for a swap of the meter, a diamond for a note, a dot for each bar that was corrected or read by hand. */
function drawDots({ ctx, bbox, valToPos }: uPlot, { form, x, looks, marks = [] }: ChartModel, ink: Ink): void {
  const radius = 2 * devicePixelRatio;
  ctx.fillStyle = ink.axis;
  for (const { at, kind } of marks) {
    const [left, bottom] = [valToPos(at, 'x', true), bbox.top + bbox.height];
    ctx.beginPath();
    ctx.moveTo(left, bottom);
    ctx.lineTo(left - 2.5 * radius, bottom + (kind === 'swap' ? 4 : 2.5) * radius);
    if (kind === 'note') ctx.lineTo(left, bottom + 5 * radius);
    ctx.lineTo(left + 2.5 * radius, bottom + (kind === 'swap' ? 4 : 2.5) * radius);
    ctx.fill();
  }
  if (form !== 'bars') return;
  for (const { index } of looks.matchAll(/[ch]/g)) {
    ctx.beginPath();
    ctx.arc(valToPos(x[index]!, 'x', true), bbox.top + bbox.height + 2 * radius, radius, 0, 2 * Math.PI);
    ctx.fillStyle = ink.axis;
    ctx.fill();
  }
}

/** What was used in the same stretch before: an outline behind each bar, open at its foot. */
function drawOutline({ ctx, bbox, valToPos }: uPlot, { x, outline }: ChartModel, ink: Ink): void {
  if (!outline) return;
  const half = 0.46;
  ctx.save();
  ctx.strokeStyle = ink.axis;
  ctx.lineWidth = 1.25 * devicePixelRatio;
  ctx.beginPath();
  for (const [index, value] of outline.entries()) {
    if (value === null) continue;
    const [left, right, top] = [valToPos(x[index]! - half, 'x', true), valToPos(x[index]! + half, 'x', true), valToPos(value, 'y', true)];
    ctx.moveTo(left, bbox.top + bbox.height);
    ctx.lineTo(left, top);
    ctx.lineTo(right, top);
    ctx.lineTo(right, bbox.top + bbox.height);
  }
  ctx.stroke();
  ctx.restore();
}

/** What is usual, behind the values: a block for each bar, a ribbon under a curve. */
function drawBand({ ctx, valToPos }: uPlot, { x, band }: ChartModel, ink: Ink): void {
  if (!band) return;
  ctx.fillStyle = ink.band;
  for (const [index, { low, high }] of band.entries()) {
    if (low === null || high === null) continue;
    const [left, right] = [valToPos(x[index]! - 0.5, 'x', true), valToPos(x[index]! + 0.5, 'x', true)];
    const [top, bottom] = [valToPos(high, 'y', true), valToPos(low, 'y', true)];
    ctx.fillRect(left, top, right - left, Math.max(bottom - top, 1));
  }
}

/** Where the band begins and ends, over the values: two short lines that are seen on any bar. */
function drawBandEnds({ ctx, valToPos }: uPlot, { x, band }: ChartModel, ink: Ink): void {
  if (!band) return;
  ctx.save();
  for (const [width, color] of [
    [4, ink.ground],
    [1.5, ink.axis],
  ] as const) {
    ctx.strokeStyle = color;
    ctx.lineWidth = width * devicePixelRatio;
    ctx.beginPath();
    for (const [index, { low, high }] of band.entries()) {
      for (const value of [low, high]) {
        if (value === null) continue;
        const y = valToPos(value, 'y', true);
        ctx.moveTo(valToPos(x[index]! - 0.4, 'x', true), y);
        ctx.lineTo(valToPos(x[index]! + 0.4, 'x', true), y);
      }
    }
    ctx.stroke();
  }
  ctx.restore();
}

/** The highest of each day over it; a ring round each billed peak, and their mean across. */
function drawPeaks({ ctx, bbox, valToPos }: uPlot, { x, values, peaks, tops = [] }: ChartModel, ink: Ink): void {
  const acrossAt = (value: number, from: number, to: number): void => {
    ctx.moveTo(from, valToPos(value, 'y', true));
    ctx.lineTo(to, valToPos(value, 'y', true));
  };
  ctx.save();
  ctx.lineWidth = 1.5 * devicePixelRatio;
  ctx.strokeStyle = ink.axis;
  ctx.beginPath();
  for (const { value, from, to } of tops) acrossAt(value, valToPos(from, 'x', true), valToPos(to, 'x', true));
  ctx.stroke();
  ctx.strokeStyle = ink.side;
  for (const index of peaks?.indexes ?? []) {
    const value = values[index];
    if (value === null || value === undefined) continue;
    ctx.beginPath();
    ctx.arc(valToPos(x[index]! + 0.5, 'x', true), valToPos(value, 'y', true), 5 * devicePixelRatio, 0, 2 * Math.PI);
    ctx.stroke();
  }
  ctx.setLineDash([6 * devicePixelRatio, 4 * devicePixelRatio]);
  ctx.beginPath();
  if (peaks) acrossAt(peaks.mean, bbox.left, bbox.left + bbox.width);
  ctx.stroke();
  ctx.restore();
}
