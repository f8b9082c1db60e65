import { expect, it } from 'vitest';
import { contrastOf } from '../../../widget/contrast.ts';

it.each([
  [[0, 0, 0], [255, 255, 255], 21],
  [[255, 255, 255], [255, 255, 255], 1],
  [[255, 255, 255], [255, 212, 0], 1.43],
  [[118, 118, 118], [255, 255, 255], 4.54],
] as const)('the contrast of %j to %j is %s', (one, other, expected) => {
  expect(contrastOf([...one], [...other])).toBeCloseTo(expected, 2);
});
