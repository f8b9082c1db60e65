import { build } from 'esbuild';
import puppeteer from 'puppeteer-core';
import { browser, browserFlags } from '../../setup/browser.ts';
import { compare, type Row } from './row.ts';

const points = 26_280;
const rounds = 41;

/** Runs in the browser: our element against raw uPlot, in turns, with the same three years of hours and the same size. */
const page = `
import uPlot from 'uplot';
import { MinSideChart } from './widget/chart/min-side-chart.ts';

customElements.define('min-side-chart', MinSideChart);
const x = Array.from({ length: ${points} }, (_, hour) => hour);
const values = x.map((hour) => 2 + Math.sin(hour / 24) + Math.sin(hour * 12.9898) ** 2);
const size = { width: 1000, height: 380 };
const words = { role: '', hint: '', table: '', hideTable: '', tapAgain: '', columns: ['', '', '', ''] };
const model = () => ({
  form: 'curve', unit: 'kW', heading: 'Effekt', summary: '', largeStep: 24, goesUp: false, table: () => ({ columns: [], groups: [] }), x, values, domain: [0, ${points - 1}], looks: 'm'.repeat(${points}), opens: false, words,
  ticks: Array.from({ length: 36 }, (_, order) => ({ at: order * 730, text: String(order), order })),
  describe: () => ({ name: '', value: '', share: '', status: '' }), axisNumber: String,
});
// uPlot draws in a microtask; reading a pixel makes the canvas finish.
const drawn = async (root) => {
  await Promise.resolve();
  root.querySelector('canvas').getContext('2d').getImageData(0, 0, 1, 1);
};
const place = document.body.appendChild(document.createElement('div'));
place.style.width = '1000px';
async function ours() {
  const chart = document.createElement('min-side-chart');
  chart.model = model();
  place.append(chart);
  await chart.updateComplete;
  await drawn(chart.renderRoot);
  return () => chart.remove();
}
async function raw() {
  const plot = new uPlot({ ...size, scales: { x: { time: false } }, series: [{}, { stroke: '#2b7a82', width: 1 }] }, [x, values], place);
  await drawn(plot.root);
  return () => plot.destroy();
}
async function time(make) {
  const before = performance.now();
  const end = await make();
  const took = performance.now() - before;
  end();
  return took;
}
const middle = (times) => times.toSorted((one, other) => one - other)[Math.floor(times.length / 2)];
globalThis.measure = async () => {
  const times = { ours: [], raw: [] };
  for (let round = -3; round < ${rounds}; round += 1) {
    const [own, reference] = [await time(ours), await time(raw)];
    if (round >= 0) times.ours.push(own), times.raw.push(reference);
  }
  return [middle(times.ours), middle(times.raw)];
};
`;

/** Making the chart element with 26,280 hourly points, against raw uPlot with the same data and size in the same page. */
export async function run(): Promise<Row[]> {
  const root = new URL('../..', import.meta.url).pathname;
  const { outputFiles } = await build({
    stdin: { contents: page, resolveDir: root, loader: 'js' },
    bundle: true,
    minify: true,
    write: false,
    format: 'iife',
    conditions: ['production'],
    tsconfig: `${root}tsconfig.json`,
  });
  const chromium = await puppeteer.launch({ executablePath: browser(), args: browserFlags });
  try {
    const tab = await chromium.newPage();
    await tab.setViewport({ width: 1100, height: 900 });
    await tab.setContent('<!doctype html><body></body>');
    await tab.addScriptTag({ content: outputFiles[0]!.text });
    const [ours, raw] = (await tab.evaluate('measure()')) as [number, number];
    return [compare({ name: `chart: element with ${points} points, against raw uPlot`, ours, reference: raw, unit: 'ms', atMost: 1.5 })];
  } finally {
    await chromium.close();
  }
}
