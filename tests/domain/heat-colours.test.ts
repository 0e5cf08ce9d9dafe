import { describe, expect, it } from 'vitest';
import { heatColour, heatSteps } from '../../src/domain/heat-colours';

describe('the colours of a heatmap', () => {
  it('are viridis, whose ends matplotlib gives as (0.267004, 0.004874, 0.329415) and (0.993248, 0.906157, 0.143936)', () => {
    expect(heatColour(0)).toBe('#440154');
    expect(heatColour(1)).toBe('#fde725');
    expect(heatColour(0.5)).toBe('#21918c');
    expect([heatColour(-1), heatColour(2)]).toEqual(['#440154', '#fde725']);
  });

  it('grow lighter all the way', () => {
    const lightness = (share: number): number => {
      const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => parseInt(heatColour(share).slice(at, at + 2), 16));
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const all = Array.from({ length: 256 }, (_, i) => lightness(i / 255));
    for (let i = 1; i < all.length; i++) expect(all[i]).toBeGreaterThanOrEqual((all[i - 1] ?? 0) - 0.5);
    expect((all.at(-1) ?? 0) - (all[0] ?? 0)).toBeGreaterThan(180);
  });

  it('share a scale out into steps: nothing at its low end, below it, and where there is no number', () => {
    expect([...heatSteps(Float32Array.of(-1, 10, 10.01, 20, 30, 40, NaN, Infinity), [10, 30])]).toEqual([0, 0, 1, 128, 255, 255, 0, 255]);
  });

  it('of a scale without a span are never divided by nothing', () => {
    expect([...heatSteps(Float32Array.of(0, 1), [1, 1])]).toEqual([0, 0]);
    expect([...heatSteps(Float32Array.of(0, 2), [1, 1])]).toEqual([0, 255]);
  });
});
