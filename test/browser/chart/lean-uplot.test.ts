import { expect } from '@open-wc/testing';
import uPlot from 'uplot';

/** uPlot as it comes; what charts import is served without what none of them uses, as the build ships it. */
const source = '/node_modules/uplot/dist/uPlot.esm.js?whole';
const whole = ((await import(source)) as { default: typeof uPlot }).default;

type Make = (from: typeof uPlot) => [options: Omit<uPlot.Options, 'width' | 'height'>, data: uPlot.AlignedData];

const still = { legend: { show: false }, cursor: { show: false } };
const x = { time: false, range: [-0.6, 11.6] as uPlot.Range.MinMax };
/** Every scale of ours says itself what it spans. */
const y: uPlot.Scale = { range: () => [-10, 50] };
const twelve = Array.from({ length: 12 }, (_month, index) => index);
const some = [12, 30.5, null, 7, 0, 41, 18, 22.25, null, null, 3, 9];
const hours = Array.from({ length: 9000 }, (_hour, index) => index);

/** uPlot's name for "each value its own" is a constant that is there for its compiler alone. */
const perValue = { unit: 3, values: () => some.map((_value, index) => (index % 3 ? '#0a6' : '#60a')) };

const charts: Record<string, Make> = {
  'bars in colours of their own, with round shoulders': ({ paths }) => [
    {
      ...still,
      padding: [10, 0, 0, 0],
      scales: { x, y },
      axes: [
        { grid: { show: false }, ticks: { show: false }, splits: () => twelve, values: (_plot, splits) => splits.map((at) => `m${at}`) },
        { size: 40, space: 56, grid: { stroke: '#ccc', width: 1 }, ticks: { show: false }, values: (_plot, splits) => splits.map(String) },
      ],
      series: [
        {},
        {
          width: 0,
          fill: '#234',
          points: { show: false },
          paths: paths.bars!({
            size: [0.8, 56, 1],
            radius: [0.2, 0],
            disp: { fill: perValue },
          }),
        },
      ],
    },
    [twelve, some],
  ],
  'a line with points and gaps, and a second one with its own axis at the right': () => [
    {
      ...still,
      scales: { x, y, side: { range: (_plot, low, high) => [low - 5, high + 5] } },
      axes: [{}, { stroke: '#444' }, { scale: 'side', side: 1, incrs: [1, 2, 5, 10, 20], grid: { show: false } }].map((axis) => ({
        ...axis,
        values: (_plot: uPlot, splits: number[]) => splits.map((value) => value.toFixed(1)),
      })),
      series: [
        {},
        { stroke: '#06a', width: 2, points: { show: true, size: 5, fill: '#06a' } },
        { scale: 'side', stroke: '#a60', width: 1.75, dash: [3, 3], points: { show: false } },
      ],
    },
    [twelve, some, twelve.map((value) => value - 6)],
  ],
  'steps with gaps': ({ paths }) => [
    {
      ...still,
      scales: { x, y },
      axes: [{ values: (_plot, splits) => splits.map(String) }, { values: (_plot, splits) => splits.map(String) }],
      series: [{}, { stroke: '#06a', paths: paths.stepped!({ align: 1 }), points: { show: false } }],
    },
    [twelve, some],
  ],
  'more points than pixels': () => [
    {
      ...still,
      scales: { x: { time: false }, y },
      axes: [{ show: false }, { values: (_plot, splits) => splits.map(String) }],
      series: [{}, { stroke: '#06a', width: 1 }],
    },
    [hours, hours.map((hour) => (hour % 700 < 20 ? null : Math.sin(hour / 90) * 5 + (hour % 24)))],
  ],
  'nothing at all': () => [
    {
      ...still,
      scales: { x: { ...x, range: [0, 5] }, y },
      axes: [{ values: (_plot, splits) => splits.map(String) }, { values: (_plot, splits) => splits.map(String) }],
      series: [{}, { stroke: '#06a' }],
    },
    [[], []],
  ],
};

/** What it has painted, and where it says that things are, at first and after it was made wider and given half of the values. */
async function painted(from: typeof uPlot, make: Make): Promise<unknown[]> {
  const place = document.body.appendChild(document.createElement('div'));
  const [options, data] = make(from);
  const plot = new from({ ...options, width: 420, height: 260 }, data, place);
  const look = async (): Promise<unknown[]> => {
    await Promise.resolve(); // uPlot paints in a microtask
    return [
      plot.ctx.canvas.toDataURL(),
      { ...plot.bbox },
      plot.valToPos(3, 'x'),
      plot.valToPos(10, 'y', true),
      plot.posToIdx(200),
      plot.over.style.cssText,
    ];
  };
  const seen = [await look()];
  plot.setSize({ width: 640, height: 300 });
  seen.push(await look());
  plot.setData(data.map((column) => [...column].slice(0, column.length / 2)) as uPlot.AlignedData);
  seen.push(await look());
  const series = [...plot.series].slice(1);
  for (let index = plot.series.length - 1; index > 0; index -= 1) plot.delSeries(index);
  for (const [index, { scale, stroke }] of series.entries())
    plot.addSeries({ ...(scale && { scale }), stroke: stroke!, width: index + 2, points: { show: false } }, index + 1);
  plot.redraw(true, true);
  seen.push(await look());
  if (data[0].length > 100) plot.setScale('x', { min: 1000, max: 2500 });
  seen.push(await look());
  plot.destroy();
  seen.push([place.childElementCount]);
  place.remove();
  return seen;
}

describe('uPlot as it is shipped', () => {
  for (const [name, make] of Object.entries(charts))
    it(`paints ${name} as the whole uPlot does`, async () => {
      const [own, other] = [await painted(uPlot, make), await painted(whole, make)];
      for (const [step, expected] of other.entries()) expect(own[step]).to.deep.equal(expected);
    });

  it('is not the whole', () => {
    expect(uPlot).not.to.equal(whole);
    expect(uPlot).not.to.have.property('fmtDate');
    expect(whole).to.have.property('fmtDate');
  });
});
