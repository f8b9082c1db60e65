import { expect, it } from 'vitest';
import { remembered } from '../../../server/ground/remembered.ts';

it('works out once what is asked again, and holds no more of it than it may', () => {
  const worked: number[] = [];
  const double = remembered(3, (number: number) => {
    worked.push(number);
    return number * 2;
  });
  expect([1, 2, 3, 1, 2, 3].map(double)).toEqual([2, 4, 6, 2, 4, 6]);
  expect(worked).toEqual([1, 2, 3]);
  // The fourth makes room for itself.
  expect([4, 4, 1].map(double)).toEqual([8, 8, 2]);
  expect(worked).toEqual([1, 2, 3, 4, 1]);
});
