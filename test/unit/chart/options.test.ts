import { describe, expect, it } from 'vitest';
import { missingRuns } from '../../../widget/chart/model.ts';

describe('gaps', () => {
  it('are runs of missing values, at the ends too', () => {
    expect(missingRuns('--mme-m-')).toEqual([
      [0, 1],
      [5, 5],
      [7, 7],
    ]);
    expect(missingRuns('mmm')).toEqual([]);
  });
});
