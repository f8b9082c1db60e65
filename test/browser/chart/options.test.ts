import { expect } from '@open-wc/testing';
import { chartData, fittingTicks, linesTo, niceTop } from '../../../widget/chart/options.ts';
import type { ChartModel } from '../../../widget/chart/model.ts';

const hours = (clock: string[]): ChartModel['ticks'] =>
  clock.map((text, at) => ({ at, text, order: text === clock[at - 1] ? Number.NaN : Number(text) }));
const texts = (ticks: ChartModel['ticks']): string[] => ticks.map(({ text }) => text);

describe("a chart's labels", () => {
  const october = hours(['00', '01', '02', '02', '03', '04', '05', '06', '07', '08', '09']);

  it('all stand where there is room, both 02s among them', () => {
    expect(fittingTicks(october, 1000, 10)).to.have.length(11);
  });

  it('are thinned out by the clock, not by their place, where there is none', () => {
    expect(texts(fittingTicks(october, 90, 10))).to.deep.equal(['00', '03', '06', '09']);
  });
});

describe("a chart's axis", () => {
  it('has a line over the highest value, and round numbers only', () => {
    for (const highest of [0.04, 0.7, 1, 1.01, 4.4, 9, 43, 68, 90.2, 145, 2794, 12_000]) {
      const lines = linesTo(niceTop(highest));
      expect(lines.at(-1)).to.be.at.least(highest);
      expect(lines.length).to.be.within(3, 5);
    }
    expect(linesTo(niceTop(2794))).to.deep.equal([0, 1000, 2000, 3000]);
    expect(linesTo(niceTop(90.2))).to.deep.equal([0, 25, 50, 75, 100]);
    expect(linesTo(niceTop(9))).to.deep.equal([0, 5, 10]);
  });
});

describe('a stepped curve', () => {
  it('is level to the end of its last hour', () => {
    const curve = { form: 'curve', stepped: true, x: [0, 1, 2], values: [1, null, 3], looks: 'm-m' } as ChartModel;
    expect(chartData(curve)).to.deep.equal([
      [0, 1, 2, 3],
      [1, null, 3, 3],
    ]);
  });
});

describe("a curve's estimated hours", () => {
  const curve = { form: 'curve', x: [0, 1, 2, 3, 4], values: [1, 2, 3, null, 5], looks: 'mme-m' } as ChartModel;

  it('have a line of their own, which meets the measured one', () => {
    expect(chartData(curve)).to.deep.equal([
      [0, 1, 2, 3, 4],
      [1, 2, null, null, 5],
      [null, 2, 3, null, null],
    ]);
  });

  it('leave a missing hour a gap', () => {
    expect(chartData({ ...curve, looks: 'mmm-m' })).to.deep.equal([curve.x, curve.values]);
  });
});
