import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { contrastOf } from '../../../widget/contrast.ts';

type Rgb = [number, number, number];
const source = readFileSync(join(import.meta.dirname, '../../../widget/style/tokens.ts'), 'utf8');
const ink = readFileSync(join(import.meta.dirname, '../../../widget/chart/ink.ts'), 'utf8');

/** A token's default in one scheme. */
function colour(name: string, scheme: 'light' | 'dark'): Rgb {
  const [, light, dark] = new RegExp(`--ms-${name}: var\\([^,]+, light-dark\\(#(\\w{6}), #(\\w{6})\\)`).exec(source)!;
  return [0, 2, 4].map((from) => parseInt((scheme === 'light' ? light! : dark!).slice(from, from + 2), 16)) as Rgb;
}

/** A colour over another, so much of it. */
const over = (above: Rgb, below: Rgb, share: number): Rgb =>
  above.map((value, index) => value * share + below[index]! * (1 - share)) as Rgb;

describe.each(['light', 'dark'] as const)('in the %s scheme', (scheme) => {
  const of = (name: string) => colour(name, scheme);
  const ground = of('ground');

  test('the three years are told apart from their neighbours, and from the ground', () => {
    expect(contrastOf(of('chart-1'), of('chart-2'))).toBeGreaterThanOrEqual(2);
    expect(contrastOf(of('chart-2'), of('chart-3'))).toBeGreaterThanOrEqual(2);
    for (const name of ['chart-1', 'chart-2', 'chart-3', 'chart-side', 'chart-axis', 'edge', 'accent', 'focus'])
      expect(contrastOf(of(name), ground), name).toBeGreaterThanOrEqual(3);
  });

  test('the lines of every hatch stand out from the ground; of estimated ones, from what lies between them too', () => {
    const [, estimated, unfinished] =
      /look === 'e' \? hatch\(tones\[tone\]!, ([\d.]+)\).*look === 'u' \? hatch\(tones\[tone\]!, ([\d.]+)/.exec(ink)!;
    for (const name of ['chart-1', 'chart-2', 'chart-3']) {
      expect(contrastOf(of(name), ground), name).toBeGreaterThanOrEqual(3);
      expect(contrastOf(of(name), over(of(name), ground, Number(estimated))), name).toBeGreaterThanOrEqual(1.9);
      expect(Number(unfinished)).toBeLessThan(1);
    }
    expect(contrastOf(of('chart-axis'), ground)).toBeGreaterThanOrEqual(3);
  });

  test('text is read on every ground', () => {
    for (const [text, on] of [
      ['ink', 'ground'],
      ['muted', 'ground'],
      ['muted', 'raised'],
      ['ink', 'raised'],
      ['wrong', 'ground'],
      ['wrong', 'wrong-ground'],
      ['ink', 'notice-ground'],
      ['on-accent', 'accent'],
      ['accent', 'ground'],
      ['accent', 'raised'],
      ['chart-axis', 'ground'],
      ['chart-side', 'ground'],
    ] as const)
      expect(contrastOf(of(text), of(on)), `${text} on ${on}`).toBeGreaterThanOrEqual(4.5);
  });
});
