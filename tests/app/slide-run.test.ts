import { describe, expect, it } from 'vitest';
import { runOnSlide } from '../../src/app/models/slide-run';
import type { ComputeResult } from '../../src/app/workers/compute.client';
import { instanceId, jobId, seriesId, studyId } from '../../src/domain/ids';
import type { JobEvent } from '../../src/domain/job';
import { frameTiles } from '../../src/domain/kernels/slide/frame-tiles';
import type { ModelAnswer } from '../../src/domain/model-answer';
import type { FrameInfo, Series } from '../../src/domain/study';
import { modelSummary } from '../fixtures/installed-model';
import { frameWithCells } from '../inference/fixtures/tiny-package';

const FRAME = { instance: instanceId('i'), frameNumber: 1 } as FrameInfo;
const SERIES = { id: seriesId('s'), studyId: studyId('t'), kind: 'slide', frames: [FRAME], instances: [] } as unknown as Series;
const SUMMARY = {
  ...modelSummary(),
  sources: [
    {
      id: 'image',
      kind: 'image',
      role: '',
      optional: false,
      textColumns: [],
      field: { columns: 64, rows: 64, micronsPerPixel: null, overlap: 16 },
    },
  ],
} as const;
/** 3 × 2 fields. */
const TILES = frameTiles(frameWithCells(112, 160, []), [0.5, 0.5]);

/** One object in the middle of every field; the reader stops the run while it works on field `stopAt`. */
async function run(
  stopAt: number | null,
  refused: readonly number[] = [],
): Promise<{ readonly events: JobEvent[]; readonly answers: ModelAnswer[]; readonly told: number; readonly error: unknown }> {
  const events: JobEvent[] = [];
  const answers: ModelAnswer[] = [];
  const controller = new AbortController();
  let [told, asked] = [0, 0];
  const compute = {
    run: (): Promise<ComputeResult> => {
      if (asked++ === stopAt) {
        controller.abort();
        return Promise.reject(new DOMException('stopped', 'AbortError'));
      }
      const checks = [{ rule: 'blur_min', severity: 'block', satisfied: !refused.includes(asked - 1), message: { fr: '', en: '' } }];
      const boxes = [{ label: 'RBC', score: 0.9, box: { x: 28, y: 28, width: 8, height: 8 } }];
      return Promise.resolve({
        outputs: [{ id: 'cells', kind: 'boxes', threshold: 0.5, boxes }],
        checks: checks.map((check) => ({
          ...check,
          when: 'before',
          measured: { kind: 'range', quantity: 'sharpness', value: 1, unit: '' },
        })),
        provider: 'wasm',
        timing: { pre: 1, run: 2, post: 3 },
        load: 0,
        fallback: null,
      } as unknown as ComputeResult);
    },
  };
  const request = {
    job: jobId('j'),
    summary: SUMMARY,
    model: { key: 'm', files: { manifest: new Blob(), files: new Map() } as never },
    provider: 'wasm',
    place: { series: SERIES, frame: FRAME },
    tiles: TILES,
    area: null,
  } as const;
  const ports = {
    compute,
    publish: (fresh: readonly { readonly kind: string; readonly boxes?: readonly unknown[] }[], answer: ModelAnswer) => {
      told += fresh.reduce((sum, { boxes = [] }) => sum + boxes.length, 0);
      answers.push(answer);
    },
  };
  const error = await runOnSlide(request, ports, controller.signal, (event) => events.push(event)).then(
    () => null,
    (reason: unknown) => reason,
  );
  return { events, answers, told, error };
}

const measured = (answer: ModelAnswer | undefined, name: string): number | undefined =>
  answer?.outputs.flatMap((output) => (output.kind === 'measurements' ? output.measurements : [])).find((one) => one.name === name)?.value;

describe('a run over a slide in the app', () => {
  it('tells every field once, with its answer as a whole at the end', async () => {
    const { events, answers, told, error } = await run(null);
    expect(error).toBeNull();
    expect(events[0]).toMatchObject({ type: 'start', total: 6 });
    expect(events.at(-1)).toEqual({ type: 'progress', done: 6, total: 6, refused: 0 });
    expect(told).toBe(6);
    const last = answers.at(-1);
    expect(last?.outputs.flatMap((output) => (output.kind === 'boxes' ? output.boxes : []))).toHaveLength(6);
    expect(measured(last, 'coverage')).toBe(100);
    expect(measured(last, 'count')).toBe(6);
  });

  it('keeps what it found where it is stopped, and says how far it came', async () => {
    const { answers, told, error } = await run(3);
    expect(error).toMatchObject({ name: 'AbortError' });
    expect(told).toBe(3);
    expect(measured(answers.at(-1), 'coverage')).toBe(50);
    expect(measured(answers.at(-1), 'count')).toBe(3);
  });

  it('tells how many fields were refused, and fails where all were', async () => {
    const some = await run(null, [0, 5]);
    expect(some.error).toBeNull();
    expect(some.events.at(-1)).toEqual({ type: 'progress', done: 6, total: 6, refused: 2 });
    expect(some.told).toBe(4);
    const all = await run(null, [0, 1, 2, 3, 4, 5]);
    expect(all.error).toMatchObject({ code: 'model-not-applicable' });
    expect(all.answers.at(-1)?.checks).toMatchObject([{ rule: 'blur_min', satisfied: false }]);
  });
});
