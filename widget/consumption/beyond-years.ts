import { define } from '../define.ts';
import { MinSideCostMonth } from './cost-month.ts';
import { MinSideDownloads } from './downloads.ts';

export { factsOf } from './answers.ts';
export { DrawnChart, overlaysFor } from './chart-with-answers.ts';
export { costFacts, showCostYears } from './cost-years.ts';
export { showDay } from './day.ts';
export { showMonth } from './month.ts';
export { renderFacts } from './render-facts.ts';

/** What the chart of the years does without: a file of its own, fetched while that is looked at. */
export type BeyondYears = typeof import('./beyond-years.ts');

define('min-side-cost-month', MinSideCostMonth);
define('min-side-downloads', MinSideDownloads);
