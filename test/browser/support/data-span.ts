import type { DataSpan } from '../../../server/contract/consumption.ts';

const id = '707057500000006601';

/** Of one metering point whose readings go from January 2018 to the end of 2020. */
export const dataSpan: DataSpan & { wholeKwh: boolean } = {
  point: id,
  points: [{ id, address: null }],
  dataFrom: '2018-01-03',
  dataUntil: '2020-12-31T23:00:00+01:00',
  overdue: false,
  hoursKeptFrom: '2017-01-01',
  daysKeptFrom: '2010-01-01',
  swaps: [],
  wholeKwh: false,
};
