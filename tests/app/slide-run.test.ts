import { describe, expect, it } from 'vitest';
import { RunQueue } from '../../src/app/commands/run-queue';
import { runOnSlide } from '../../src/app/models/slide-run';
import type { ComputeResult } from '../../src/app/workers/compute.client';
import { instanceId, jobId, seriesId, studyId } from '../../src/domain/ids';
import { queuedJob, type JobEvent } from '../../src/domain/job';
import type { JobQueue } from '../../src/domain/job-queue';
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
    outline: null,
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

/** A worker that is held before it begins a field, as `ComputeHost` holds it; `kill` ends what it is at, as another job's cancellation does. */
class HeldCompute {
  readonly asked: number[] = [];
  #held: (() => void)[] = [];
  #holding = false;
  #kill: (() => void) | null = null;

  constructor(private readonly onField: (done: number, compute: HeldCompute) => void) {}

  hold(held: boolean): void {
    this.#holding = held;
    if (!held) for (const go of this.#held.splice(0)) go();
  }

  kill(): void {
    this.#kill?.();
  }

  run = async ({ sources }: { readonly sources: ReadonlyMap<string, unknown> }): Promise<ComputeResult> => {
    await new Promise<void>((resolve, reject) => {
      this.#kill = () => {
        reject(new DOMException('killed', 'AbortError'));
      };
      if (this.#holding) this.#held.push(resolve);
      else setTimeout(resolve, 1);
    });
    const { frame } = [...sources.values()][0] as { readonly frame: { readonly pixels: Uint8Array } };
    const [red = 0] = frame.pixels;
    this.asked.push(red);
    this.onField(this.asked.length, this);
    const boxes = [{ label: 'RBC', score: 0.5 + red / 512, box: { x: 28, y: 28, width: 8, height: 8 } }];
    const data = Float32Array.from({ length: 64 * 64 }, () => red / 255);
    const grid = { shape: [64, 64], spacing: null, affine: null };
    return {
      outputs: [
        { id: 'cells', kind: 'boxes', threshold: 0.5, boxes },
        { id: 'red', kind: 'heatmap', grid, data, range: [0, 1], label: 'red', explains: null },
      ],
      checks: [],
      provider: 'wasm',
      timing: { pre: 1, run: 2, post: 3 },
      load: 0,
      fallback: null,
    };
  };
}

/** Every field has a red of its own in its first pixel. */
const MARKED = frameTiles(
  frameWithCells(
    112,
    160,
    [0, 1, 2, 3, 4, 5].map((i) => ({ x: (i % 3) * 48, y: Math.floor(i / 3) * 48, size: 4, channel: 0, value: 40 + 30 * i })),
  ),
  [0.5, 0.5],
);

async function queued(onField: (done: number, queue: RunQueue, compute: HeldCompute) => void) {
  let jobs: JobQueue = [];
  let last: ModelAnswer | null = null;
  const states: string[] = [];
  const compute = new HeldCompute((done) => {
    onField(done, queue, compute);
  });
  let finish: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const queue = new RunQueue({
    read: () => jobs,
    write: (next) => {
      jobs = next;
      states.push(...next.map(({ job }) => job.state).filter((state) => state !== states.at(-1)));
    },
    hold: (_id, held) => {
      compute.hold(held);
    },
  });
  queue.add(queuedJob(jobId('j'), 'm', SERIES.id, 0), async (signal, step) => {
    const model = { key: 'm', files: { manifest: new Blob(), files: new Map() } as never };
    const request = {
      job: jobId('j'),
      summary: SUMMARY,
      model,
      provider: 'wasm',
      place: { series: SERIES, frame: FRAME },
      tiles: MARKED,
      area: null,
      outline: null,
    } as const;
    const publish = (_: unknown, answer: ModelAnswer): void => {
      last = answer;
    };
    try {
      const { timing, provider } = await runOnSlide(request, { compute, publish }, signal, step);
      step({ type: 'succeed', timing, provider });
    } finally {
      finish();
    }
  });
  await ended;
  return { asked: compute.asked, states, outputs: (last as ModelAnswer | null)?.outputs };
}

describe('a run over a slide that is held', () => {
  it('goes on where it was: no field twice, in the same order, to the same answer', async () => {
    const straight = await queued(() => undefined);
    expect(straight.asked).toEqual([40, 70, 100, 130, 160, 190]);
    const held = await queued((done, queue, compute) => {
      if (done !== 2 && done !== 3) return;
      queue.pause(jobId('j'));
      setTimeout(() => {
        expect(compute.asked).toHaveLength(done);
        queue.resume(jobId('j'));
      }, 40);
    });
    expect(held.asked).toEqual(straight.asked);
    expect(held.outputs).toEqual(straight.outputs);
    expect(held.states.filter((state) => state === 'paused').length).toBe(2);
    expect(held.states.at(-1)).toBe('succeeded');
  });

  it('outlives the kill of its worker for another job: the field that was in work is done again, no other', async () => {
    const straight = await queued(() => undefined);
    const killed = await queued((done, queue, compute) => {
      if (done !== 3) return;
      queue.pause(jobId('j'));
      setTimeout(() => {
        compute.kill();
        setTimeout(() => {
          queue.resume(jobId('j'));
        }, 10);
      }, 20);
    });
    expect(killed.asked).toEqual(straight.asked);
    expect(killed.outputs).toEqual(straight.outputs);
  });
});
