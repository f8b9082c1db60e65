import { describe, expect, it } from 'vitest';
import { lackingRuns } from '../../../widget/chart/model.ts';

describe('gaps', () => {
  it('are runs of missing values, at the ends too', () => {
    expect(lackingRuns('--mme-m..s')).toEqual([
      { look: '-', first: 0, last: 1 },
      { look: '-', first: 5, last: 5 },
      { look: '.', first: 7, last: 8 },
      { look: 's', first: 9, last: 9 },
    ]);
    expect(lackingRuns('mmm')).toEqual([]);
  });
});
