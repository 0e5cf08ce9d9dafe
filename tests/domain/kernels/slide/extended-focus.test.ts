import { describe, expect, it } from 'vitest';
import { extendedFocus, sharpestPlane, type FocusStack } from '../../../../src/domain/kernels/slide/extended-focus';

const COLUMNS = 96;
const ROWS = 64;

/** A fine pattern, whole numbers from 20 to 220. */
const sharp = Uint8Array.from({ length: COLUMNS * ROWS }, (_, i) => {
  const [x, y] = [i % COLUMNS, Math.floor(i / COLUMNS)];
  return 120 + Math.round(50 * Math.sin(x * 1.3) + 50 * Math.cos(y * 1.7 + x * 0.4));
});

/** The mean over a square of the picture: out of focus. */
function blurred(pixels: Uint8Array, radius: number): Uint8Array {
  return pixels.map((_, i) => {
    const [x, y] = [i % COLUMNS, Math.floor(i / COLUMNS)];
    let sum = 0;
    let count = 0;
    for (let dy = -radius; dy <= radius; dy += 1) {
      for (let dx = -radius; dx <= radius; dx += 1) {
        if (x + dx < 0 || x + dx >= COLUMNS || y + dy < 0 || y + dy >= ROWS) continue;
        sum += pixels[(y + dy) * COLUMNS + x + dx] ?? 0;
        count += 1;
      }
    }
    return Math.round(sum / count);
  });
}

const soft = blurred(sharp, 3);
const thirds = (i: number): number => Math.floor(((i % COLUMNS) * 3) / COLUMNS);
/** Each third of the field is in focus in a plane of its own. */
const stack: FocusStack = {
  columns: COLUMNS,
  rows: ROWS,
  samplesPerPixel: 1,
  planes: [0, 1, 2].map((plane) => sharp.map((value, i) => (thirds(i) === plane ? value : (soft[i] ?? 0)))),
};

describe('extended focus', () => {
  it('takes each place from the plane in which it is sharp', () => {
    const out = extendedFocus(stack);
    const inside = [...out.keys()].filter((i) => Math.abs(((((i % COLUMNS) * 3) / COLUMNS) % 1) - 0.5) < 0.2);
    expect(inside.length).toBeGreaterThan(2000);
    expect(inside.every((i) => out[i] === sharp[i])).toBe(true);
    const error = (pixels: ArrayLike<number>): number => sharp.reduce((sum, value, i) => sum + (value - (pixels[i] ?? 0)) ** 2, 0);
    for (const plane of stack.planes) expect(error(out)).toBeLessThan(error(plane) / 10);
  });

  it('stays with the middle plane where nothing is to be seen', () => {
    const flat = [90, 100, 110].map((value) => new Uint16Array(400).fill(value));
    const empty: FocusStack = { columns: 20, rows: 20, samplesPerPixel: 1, planes: flat };
    expect(new Set(sharpestPlane(empty))).toEqual(new Set([1]));
    expect(extendedFocus(empty)).toEqual(new Uint16Array(400).fill(100));
  });

  it('keeps the colours of a place together', () => {
    const colour: FocusStack = {
      ...stack,
      samplesPerPixel: 3,
      planes: stack.planes.map((plane) =>
        Uint8Array.from({ length: plane.length * 3 }, (_, i) => Math.round((plane[Math.floor(i / 3)] ?? 0) / ((i % 3) + 1))),
      ),
    };
    const out = extendedFocus(colour);
    const middle = (20 * COLUMNS + 48) * 3;
    const value = sharp[20 * COLUMNS + 48] ?? 0;
    expect([...out.subarray(middle, middle + 3)]).toEqual([value, Math.round(value / 2), Math.round(value / 3)]);
  });
});
