import { describe, expect, it } from 'vitest';
import { frameTiles } from '../../../src/domain/kernels/slide/frame-tiles';
import type { CheckOutcome, ModelOutput } from '../../../src/domain/result';
import { runSlide, type SlideProgress } from '../../../src/domain/slide-fields/run-slide';
import { frameWithCells } from '../../inference/fixtures/tiny-package';

const CHECK: CheckOutcome = {
  rule: 'blur_min',
  when: 'before',
  severity: 'block',
  satisfied: false,
  message: { fr: 'Trop flou.', en: 'Too blurred.' },
  measured: { kind: 'range', quantity: 'sharpness', value: 1, unit: '', min: 10 },
};
const BOX: ModelOutput = {
  id: 'cells',
  kind: 'boxes',
  threshold: 0.5,
  boxes: [{ label: 'A', score: 0.9, box: { x: 28, y: 28, width: 8, height: 8 } }],
};

/** One object in the middle of each of 3 × 2 fields; the rule refuses those named. */
async function run(refused: readonly number[]): Promise<{ readonly told: SlideProgress[]; readonly error: unknown }> {
  const told: SlideProgress[] = [];
  let asked = -1;
  const error = await runSlide(
    {
      tiles: frameTiles(frameWithCells(112, 160, []), [0.5, 0.5]),
      plane: 0,
      area: null,
      field: { columns: 64, rows: 64, micronsPerPixel: null, overlap: 16 },
      labels: ['A'],
    },
    () => {
      asked += 1;
      // Also where the rule comes after the networks: what they said is there, and does not count.
      return Promise.resolve({ outputs: [BOX], checks: [{ ...CHECK, satisfied: !refused.includes(asked) }] });
    },
    (progress) => told.push(progress),
  ).then(
    () => null,
    (reason: unknown) => reason,
  );
  return { told, error };
}

const value = (progress: SlideProgress | undefined, name: string): number | undefined =>
  progress?.tally.measurements.find((one) => one.name === name)?.value;

describe('fields that the model’s checks refuse', () => {
  it('are neither covered nor counted, and are told', async () => {
    const { told, error } = await run([1, 4]);
    expect(error).toBeNull();
    const last = told.at(-1);
    expect(last).toMatchObject({ done: 6, total: 6, refused: 2 });
    expect(last?.coverage).toBeCloseTo(4 / 6, 10);
    expect(value(last, 'coverage')).toBeCloseTo(400 / 6, 10);
    expect(value(last, 'refused_fields')).toBe(2);
    expect(value(last, 'count')).toBe(4);
    expect(told.flatMap(({ fresh }) => fresh.flatMap((output) => (output.kind === 'boxes' ? output.boxes : [])))).toHaveLength(4);
    expect(last?.checks).toMatchObject([{ rule: 'blur_min', satisfied: false }]);
  });

  it('fail the run where there are no others', async () => {
    const { told, error } = await run([0, 1, 2, 3, 4, 5]);
    expect(error).toMatchObject({ code: 'model-not-applicable' });
    expect(told.at(-1)).toMatchObject({ refused: 6, coverage: 0 });
  });

  it('are not spoken of where there are none', async () => {
    const { told, error } = await run([]);
    expect(error).toBeNull();
    expect(told.at(-1)).toMatchObject({ refused: 0, coverage: 1 });
    expect(value(told.at(-1), 'refused_fields')).toBeUndefined();
  });
});
