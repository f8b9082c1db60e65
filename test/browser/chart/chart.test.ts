import { expect, fixture, html, nextFrame, oneEvent } from '@open-wc/testing';
import { readInk } from '../../../widget/chart/ink.ts';
import type { MinSideChartOpenEvent } from '../../../widget/chart/chart-events.ts';
import { MinSideChart } from '../../../widget/chart/min-side-chart.ts';
import type { ChartModel } from '../../../widget/chart/model.ts';
import { define } from '../../../widget/define.ts';
import './themed.ts';
import { until } from '../support/until.ts';

define('min-side-chart', MinSideChart);

const model = (over: Partial<ChartModel> = {}): ChartModel => ({
  form: 'bars',
  unit: 'kWh',
  heading: 'Forbruk hver dag i oktober 2019, i kilowattimer',
  summary: 'Til sammen 35 kWh. Høyest: 2. oktober, 20 kWh.',
  largeStep: 2,
  goesUp: false,
  table: () => ({
    columns: ['Tid', 'Energi', 'Status'],
    groups: [
      {
        rows: [1, 2, 3, 4].map((at) => [
          { text: `${at}. oktober`, opens: at - 1 },
          { text: ['10 kWh', '20 kWh', 'mangler', '5 kWh'][at - 1]! },
          { text: at === 2 ? 'anslått' : '' },
        ]),
      },
    ],
    total: [{ text: 'Sum' }, { text: '35 kWh' }, { text: '' }],
  }),
  x: [1, 2, 3, 4],
  values: [10, 20, null, 5],
  looks: 'me-u',
  domain: [1, 4],
  ticks: [1, 2, 3, 4].map((at) => ({ at, text: String(at), order: at })),
  describe: (index) => ({
    name: `${index + 1}. oktober`,
    value: ['10 kWh', '20 kWh', 'mangler', '5 kWh'][index]!,
    share: index === 2 ? '' : '10 % av oktober',
    status: index === 1 ? 'anslått' : '',
  }),
  opens: true,
  words: {
    role: 'Stolpediagram',
    hint: 'Gå med piltastene.',
    table: 'Vis som tabell',
    hideTable: 'Skjul tabellen',
    tapAgain: 'Trykk en gang til',
    columns: ['Tid', 'Energi', 'Andel', 'Status'],
  },
  axisNumber: String,
  ...over,
});

async function show(over: Partial<ChartModel> = {}): Promise<MinSideChart> {
  const place = await fixture(html`<themed-place><min-side-chart .model=${model(over)}></min-side-chart></themed-place>`);
  const chart = place.querySelector<MinSideChart>('min-side-chart')!;
  await chart.updateComplete;
  return chart;
}

const inside = <T extends HTMLElement>(chart: MinSideChart, selector: string): T => chart.renderRoot.querySelector<T>(selector)!;
const canvases = (chart: MinSideChart): number => chart.renderRoot.querySelectorAll('canvas').length;
const press = async (chart: MinSideChart, key: string): Promise<void> => {
  inside(chart, '.plot').dispatchEvent(new KeyboardEvent('keydown', { key, cancelable: true }));
  await chart.updateComplete;
};
/** What a screen reader is told once the arrows rest. */
const spoken = (chart: MinSideChart): string => inside(chart, '[aria-live]').textContent!.trim();
const says = (chart: MinSideChart, words: string) => until(() => spoken(chart).includes(words), `should say ${words}`);
const pointer = (chart: MinSideChart, type: string, share: number): PointerEvent => {
  const { left, width, top } = inside(chart, '.u-over').getBoundingClientRect();
  return new PointerEvent(type, { clientX: left + width * share, clientY: top + 5, bubbles: true });
};

describe('the chart', () => {
  it('is drawn once, gone when it leaves the page, and drawn anew when it comes back', async () => {
    const chart = await show();
    expect(canvases(chart)).to.equal(1);
    const place = chart.parentElement!;
    chart.remove();
    expect(canvases(chart)).to.equal(0);
    place.append(chart);
    await chart.updateComplete;
    expect(canvases(chart)).to.equal(1);
  });

  it('is drawn anew for another model', async () => {
    const chart = await show();
    chart.model = model({ form: 'curve', unit: 'kW' });
    await chart.updateComplete;
    expect(canvases(chart)).to.equal(1);
    expect(inside(chart, '.unit').textContent).to.equal('kW');
  });

  it('takes its width from the page, and follows it', async () => {
    const chart = await show();
    chart.parentElement!.style.cssText = 'display: block; width: 300px';
    await until(() => inside(chart, 'canvas').getBoundingClientRect().width === 300, 'the canvas should be 300 px wide');
    expect(canvases(chart)).to.equal(1);
  });

  it('is painted for light paper also from a dark page, and dark again afterwards', async () => {
    const chart = await show();
    chart.parentElement!.style.colorScheme = 'dark';
    const grids = { light: [225, 233, 233], dark: [38, 52, 55] };
    const isPainted = (scheme: 'light' | 'dark'): boolean => {
      const canvas = inside<HTMLCanvasElement>(chart, 'canvas');
      const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
      const [red, green, blue] = grids[scheme];
      for (let at = 0; at < data.length; at += 4)
        if (data[at] === red && data[at + 1] === green && data[at + 2] === blue && data[at + 3] === 255) return true;
      return false;
    };
    const drawn = async (scheme: 'light' | 'dark', other: 'light' | 'dark'): Promise<void> =>
      until(() => isPainted(scheme) && !isPainted(other), `in the ${scheme} scheme`);
    await drawn('dark', 'light');
    dispatchEvent(new Event('beforeprint'));
    await nextFrame(); // uPlot paints at the end of a task
    expect([isPainted('light'), isPainted('dark')]).to.deep.equal([true, false]);
    dispatchEvent(new Event('afterprint'));
    await drawn('dark', 'light');
  });

  it('keeps its axis in view where it is wider than the page and moves sideways, and only there', async () => {
    const days = Array.from({ length: 31 }, (_day, index) => index + 1);
    const chart = await show({ x: days, values: days, looks: 'm'.repeat(31), domain: [1, 31] });
    expect(inside(chart, '.axis-in-view')).to.equal(null);
    chart.parentElement!.style.cssText = 'display: block; width: 272px';
    await until(() => inside(chart, '.axis-in-view'));
    const [axis, pan] = [inside<HTMLCanvasElement>(chart, '.axis-in-view'), inside(chart, '.pan')];
    pan.scrollLeft = 300;
    expect(pan.scrollLeft).to.equal(300);
    expect(axis.getBoundingClientRect().left).to.be.closeTo(pan.getBoundingClientRect().left, 1);
    const { data } = axis.getContext('2d')!.getImageData(0, 0, axis.width, axis.height);
    const pixels = new Set(new Uint32Array(data.buffer));
    expect(pixels.size).to.be.above(2); // numbers on a ground
    expect(inside(chart, '.u-wrap').getBoundingClientRect().top).to.equal(axis.getBoundingClientRect().top);
    chart.parentElement!.style.cssText = 'display: block; width: 900px';
    await until(() => !inside(chart, '.axis-in-view'));
  });

  it('waits with drawing until it is seen', async () => {
    const place = await fixture<HTMLElement>(html`<div hidden><min-side-chart .model=${model()}></min-side-chart></div>`);
    const chart = place.querySelector<MinSideChart>('min-side-chart')!;
    await chart.updateComplete;
    expect(canvases(chart)).to.equal(0);
    place.hidden = false;
    await until(() => canvases(chart) === 1);
  });

  it('tells three years and what is not measured apart in grey', async () => {
    const chart = await show();
    const { fill } = readInk(chart.renderRoot.querySelectorAll('.inks i'), chart);
    const grey = ([0, 1, 2] as const).map((tone) => {
      const [red, green, blue] = (fill(tone, 'm') as string).match(/\d+/g)!.map(Number) as [number, number, number];
      return 0.3 * red + 0.59 * green + 0.11 * blue;
    });
    expect(Math.abs(grey[0]! - grey[1]!)).to.be.above(25);
    expect(Math.abs(grey[1]! - grey[2]!)).to.be.above(25);
    expect(fill(1, 'e')).to.be.instanceOf(CanvasPattern);
    expect(fill(1, 'u')).not.to.equal(fill(1, 'e'));
  });

  it('is painted anew when the page turns dark', async () => {
    const chart = await show();
    const before = inside<HTMLCanvasElement>(chart, 'canvas').toDataURL();
    chart.parentElement!.style.colorScheme = 'dark';
    await until(() => inside<HTMLCanvasElement>(chart, 'canvas').toDataURL() !== before);
    expect(canvases(chart)).to.equal(1);
  });
});

describe('with the keyboard', () => {
  it('moves from value to value and says value, share and status', async () => {
    const chart = await show();
    await press(chart, 'ArrowRight');
    await says(chart, '1. oktober, 10 kWh, 10 % av oktober');
    await press(chart, 'ArrowRight');
    await says(chart, '2. oktober, 20 kWh, 10 % av oktober, anslått');
    await press(chart, 'ArrowRight');
    await says(chart, '3. oktober, mangler');
    await press(chart, 'End');
    await press(chart, 'ArrowRight');
    await says(chart, '4. oktober');
    await press(chart, 'Home');
    await says(chart, '1. oktober');
  });

  it('takes larger steps, and goes to the same stretch of another year', async () => {
    const chart = await show({ sibling: (index, direction) => (index + direction * 3 === 3 ? 3 : null) });
    await press(chart, 'Home');
    await press(chart, 'PageDown');
    await says(chart, '3. oktober');
    await press(chart, 'PageUp');
    await says(chart, '1. oktober');
    await press(chart, 'ArrowDown');
    await says(chart, '4. oktober');
    await press(chart, 'ArrowUp');
    await says(chart, '4. oktober');
  });

  it('says where it rests, not every value that it passes', async () => {
    const chart = await show();
    const heard: string[] = [];
    const live = inside(chart, '[aria-live]');
    const observer = new MutationObserver(() => heard.push(live.textContent!.trim()));
    observer.observe(live, { childList: true, characterData: true, subtree: true });
    for (const key of ['ArrowRight', 'ArrowRight', 'ArrowLeft', 'ArrowRight', 'ArrowRight', 'ArrowRight']) await press(chart, key);
    await says(chart, '4. oktober');
    observer.disconnect();
    expect(new Set(heard).size).to.equal(2);
  });

  it('goes a level up with Escape, where there is one', async () => {
    const chart = await show({ goesUp: true });
    await press(chart, 'Home');
    setTimeout(() => void press(chart, 'Escape'));
    await oneEvent(chart, 'min-side-chart-up');
  });

  it('shows the tooltip where it stands, and takes it away with Escape', async () => {
    const chart = await show();
    await press(chart, 'End');
    expect(inside(chart, '.tooltip').textContent).to.contain('5 kWh');
    await press(chart, 'Escape');
    expect(inside(chart, '.tooltip')).to.equal(null);
  });

  it('opens the value with Enter', async () => {
    const chart = await show();
    await press(chart, 'ArrowRight');
    setTimeout(() => void press(chart, 'Enter'));
    const event = (await oneEvent(chart, 'min-side-chart-open')) as MinSideChartOpenEvent;
    expect(event.index).to.equal(0);
  });
});

describe('with the pointer', () => {
  it('shows the nearest value, keeps the tooltip inside and takes it away', async () => {
    const chart = await show();
    inside(chart, '.u-over').dispatchEvent(pointer(chart, 'pointermove', 0.99));
    await chart.updateComplete;
    const tooltip = inside(chart, '.tooltip');
    expect(tooltip.textContent).to.contain('4. oktober');
    expect(tooltip.getBoundingClientRect().right).to.be.at.most(inside(chart, '.plot').getBoundingClientRect().right + 1);
    inside(chart, '.plot').dispatchEvent(new PointerEvent('pointerleave'));
    await chart.updateComplete;
    expect(inside(chart, '.tooltip')).to.equal(null);
  });

  it('opens the value that was clicked', async () => {
    const chart = await show();
    setTimeout(() => inside(chart, '.u-over').dispatchEvent(pointer(chart, 'click', 0.4)));
    expect(((await oneEvent(chart, 'min-side-chart-open')) as MinSideChartOpenEvent).index).to.equal(1);
  });

  it('shows the value at the first tap of a finger, and opens it at the second', async () => {
    const chart = await show();
    let opened = 0;
    chart.addEventListener('min-side-chart-open', () => (opened += 1));
    const tap = async (): Promise<void> => {
      const { left, width, top } = inside(chart, '.u-over').getBoundingClientRect();
      const at = { clientX: left + width * 0.4, clientY: top + 5, bubbles: true, pointerType: 'touch' };
      inside(chart, '.u-over').dispatchEvent(new PointerEvent('click', at));
      inside(chart, '.plot').dispatchEvent(new PointerEvent('pointerleave', { pointerType: 'touch' }));
      await chart.updateComplete;
    };
    await tap();
    expect(opened).to.equal(0);
    expect(inside(chart, '.tooltip').textContent).to.contain('20 kWh').and.to.contain('Trykk en gang til');
    await tap();
    expect(opened).to.equal(1);
  });

  it('opens nothing where there is nothing below', async () => {
    const chart = await show({ opens: false });
    let opened = false;
    chart.addEventListener('min-side-chart-open', () => (opened = true));
    inside(chart, '.u-over').dispatchEvent(pointer(chart, 'click', 0.4));
    expect(opened).to.equal(false);
  });
});

describe('for someone who does not see it', () => {
  it('has the same values in a table one can open, and open values from', async () => {
    const chart = await show();
    inside(chart, '[aria-expanded]').click();
    await until(() => inside(chart, 'table'));
    const rows = [...chart.renderRoot.querySelectorAll('tbody tr')].map((row) => [...row.children].map((cell) => cell.textContent!.trim()));
    expect(rows[1]).to.deep.equal(['2. oktober', '20 kWh', 'anslått']);
    expect(rows[2]).to.deep.equal(['3. oktober', 'mangler', '']);
    setTimeout(() => chart.renderRoot.querySelectorAll<HTMLElement>('tbody button')[3]!.click());
    expect(((await oneEvent(chart, 'min-side-chart-open')) as MinSideChartOpenEvent).index).to.equal(3);
  });

  it('shows values in the table of a phone, however much there is to say of one of them, and names the row where the table is moved', async () => {
    const doubt = '2\u202f581,0 (ufullstendig, 48 timer mangler)';
    const cells = [[doubt, '2\u202f796,5', '2\u202f236,7'], ...Array.from({ length: 3 }, () => Array<string>(3).fill('2\u202f700,1'))];
    const chart = await show({
      table: () => ({
        columns: ['Måned', '2018, kWh', '2019, kWh', '2020, kWh'],
        groups: [{ rows: cells.map((row, index) => [{ text: 'September' }, ...row.map((text) => ({ text, opens: index }))]) }],
      }),
    });
    chart.parentElement!.style.cssText = 'display: block; width: 272px';
    inside(chart, '[aria-expanded]').click();
    await until(() => inside(chart, 'table'));
    const scroll = inside(chart, '.scroll');
    const seen = scroll.getBoundingClientRect();
    const second = [...chart.renderRoot.querySelectorAll('tbody tr')[1]!.children];
    expect(second[1]!.firstElementChild!.getBoundingClientRect().right).to.be.at.most(seen.right);
    scroll.scrollLeft = 1000;
    expect(scroll.scrollLeft).to.be.above(0);
    expect(second[0]!.getBoundingClientRect().left).to.be.closeTo(seen.left, 1);
  });

  it('has no faults of accessibility, open and with a tooltip', async () => {
    const chart = await show();
    await press(chart, 'Home');
    inside(chart, '[aria-expanded]').click();
    await until(() => inside(chart, 'table'));
    await nextFrame();
    await expect(chart.parentElement!).to.be.accessible();
  });
});
