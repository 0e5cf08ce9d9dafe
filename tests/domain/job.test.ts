import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jobId, seriesId } from '../../src/domain/ids';
import { advance, isFinal, queuedJob, type JobEvent, type JobState } from '../../src/domain/job';

const timing = { load: 1, pre: 2, run: 3, post: 4 };
const job = (): JobState => queuedJob(jobId('j'), 'blood', seriesId('s'), 1000);
const event: fc.Arbitrary<JobEvent> = fc.oneof(
  fc.constant<JobEvent>({ type: 'load' }),
  fc.constant<JobEvent>({ type: 'start', provider: 'wasm', total: 4 }),
  fc.nat(4).map((done): JobEvent => ({ type: 'progress', done, total: 4 })),
  fc.constant<JobEvent>({ type: 'succeed', timing, provider: 'wasm' }),
  fc.constant<JobEvent>({ type: 'fail', error: 'inference-failed' }),
  fc.constant<JobEvent>({ type: 'cancel' }),
);

describe('a job', () => {
  it('goes from queue to result', () => {
    const events: readonly JobEvent[] = [
      { type: 'load' },
      { type: 'start', provider: 'wasm', total: 2 },
      { type: 'progress', done: 1, total: 2 },
      { type: 'succeed', timing, provider: 'wasm' },
    ];
    const states = events.map((_, index) => events.slice(0, index + 1).reduce(advance, job()));
    expect(states.map(({ state, done, total }) => `${state} ${String(done)}/${String(total)}`)).toEqual([
      'loading 0/1',
      'running 0/2',
      'running 1/2',
      'succeeded 2/2',
    ]);
    expect(states.at(-1)).toMatchObject({ timing, provider: 'wasm', error: null });
  });

  it('says why it failed', () => {
    expect(advance(job(), { type: 'fail', error: 'out-of-memory' })).toMatchObject({ state: 'failed', error: 'out-of-memory' });
  });

  it('once finished never changes, whatever arrives late', () => {
    fc.assert(
      fc.property(fc.array(event), (events) => {
        let state = job();
        for (const next of events) {
          const after = advance(state, next);
          if (isFinal(state)) expect(after).toBe(state);
          state = after;
        }
        expect(state.error !== null).toBe(state.state === 'failed');
        expect(state.timing !== null).toBe(state.state === 'succeeded');
      }),
    );
  });
});
