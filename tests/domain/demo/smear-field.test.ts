import { beforeAll, describe, expect, it } from 'vitest';
import { seededRandom } from '../../../src/domain/demo/random';
import { outlineBounds, randomOutline, locate } from '../../../src/domain/demo/drawing/outline';
import { FIELD_HEIGHT, FIELD_WIDTH, smearField, type SmearField } from '../../../src/domain/demo/smear/smear-field';

let field: SmearField;
beforeAll(() => {
  field = smearField(11);
}, 60_000);

function meanColour(
  { rgb, width }: SmearField,
  left: number,
  top: number,
  right: number,
  bottom: number,
): readonly [number, number, number] {
  const sums = [0, 0, 0];
  let count = 0;
  for (let row = Math.round(top); row < bottom; row++) {
    for (let column = Math.round(left); column < right; column++, count++) {
      for (let channel = 0; channel < 3; channel++) sums[channel] = (sums[channel] ?? 0) + (rgb[3 * (row * width + column) + channel] ?? 0);
    }
  }
  return [(sums[0] ?? 0) / count, (sums[1] ?? 0) / count, (sums[2] ?? 0) / count];
}

describe('the smear field', () => {
  it('is the same for the same seed and another for another', () => {
    expect(smearField(11)).toEqual(field);
    expect(smearField(12).truth).not.toEqual(field.truth);
  }, 60_000);

  it('holds red cells, two white cells and platelets of the right size, inside the field', () => {
    const count = (label: string): number => field.truth.filter((item) => item.label === label).length;
    expect([count('RBC'), count('WBC'), count('Platelets')]).toEqual([18, 2, 4]);
    const sizes = { RBC: [14, 125], WBC: [110, 200], Platelets: [24, 55] } as const;
    for (const { label, box } of field.truth) {
      const [low, high] = sizes[label as keyof typeof sizes];
      for (const side of [box.width, box.height]) {
        expect(side).toBeGreaterThan(low);
        expect(side).toBeLessThan(high);
      }
      expect(Math.min(box.x, box.y)).toBeGreaterThanOrEqual(0);
      expect(box.x + box.width).toBeLessThanOrEqual(FIELD_WIDTH + 1e-9);
      expect(box.y + box.height).toBeLessThanOrEqual(FIELD_HEIGHT + 1e-9);
    }
  });

  it('is drawn where the truth says: each box holds its stain, as wide as it claims', () => {
    for (const { label, box } of field.truth) {
      const middle = (size: number): number => size / 2;
      const x = box.x + middle(box.width);
      const y = box.y + middle(box.height);
      const [red, green, blue] = meanColour(field, x - box.width / 5, y - box.height / 5, x + box.width / 5, y + box.height / 5);
      // Haemoglobin takes the blue and green light, the stain of nuclei and platelets the red and green.
      if (label === 'RBC') expect(red - green).toBeGreaterThan(6);
      else expect(blue - green).toBeGreaterThan(40);
    }
  });

  it('takes about a lamp-lit background elsewhere', () => {
    const lit: number[] = [];
    for (let pixel = 0; pixel < FIELD_WIDTH * FIELD_HEIGHT; pixel += 97) {
      const x = pixel % FIELD_WIDTH;
      const y = Math.floor(pixel / FIELD_WIDTH);
      const free = field.truth.every(
        ({ box }) => x < box.x - 12 || y < box.y - 12 || x > box.x + box.width + 12 || y > box.y + box.height + 12,
      );
      if (free) lit.push(field.rgb[3 * pixel + 1] ?? 0);
    }
    expect(lit.length).toBeGreaterThan(50);
    const mean = lit.reduce((sum, value) => sum + value, 0) / lit.length;
    expect(mean).toBeGreaterThan(190);
    expect(mean).toBeLessThan(212);
  });
});

describe('an outline', () => {
  it('touches each side of its box and stays in it', () => {
    const outline = randomOutline(seededRandom(1), 100, 80, 50, 0.2);
    const box = outlineBounds(outline);
    let [left, right, top, bottom] = [1e9, -1e9, 1e9, -1e9];
    for (let x = 40; x < 160; x += 0.5) {
      for (let y = 20; y < 140; y += 0.5) {
        if (locate(outline, x, y).depth < 0) continue;
        [left, right, top, bottom] = [Math.min(left, x), Math.max(right, x), Math.min(top, y), Math.max(bottom, y)];
      }
    }
    for (const [measured, said] of [
      [left, box.x],
      [right, box.x + box.width],
      [top, box.y],
      [bottom, box.y + box.height],
    ] as const) {
      expect(Math.abs(measured - said)).toBeLessThan(1);
    }
  });
});

describe('seeded numbers', () => {
  it('are the reference sequence of mulberry32', () => {
    // The known first outputs of the algorithm for seed 1, times 2³².
    const random = seededRandom(1);
    expect([random.next(), random.next(), random.next()].map((value) => Math.round(value * 4294967296))).toEqual([
      2693262067, 11749833, 2265367787,
    ]);
  });
});
