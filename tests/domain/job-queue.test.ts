import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jobId, type JobId, type SeriesId } from '../../src/domain/ids';
import { isFinal, queuedJob, type JobEvent } from '../../src/domain/job';
import {
  activeJob,
  enqueue,
  findJob,
  JOB_PRIORITIES,
  nextJob,
  prioritize,
  updateJob,
  waitingJobs,
  withoutEnded,
  type JobPriority,
  type JobQueue,
} from '../../src/domain/job-queue';

const id = (name: string): JobId => jobId(name);
const add = (queue: JobQueue, name: string, priority?: JobPriority): JobQueue =>
  enqueue(queue, queuedJob(id(name), 'cells', 'series-1' as SeriesId, 0), priority);
const begin = (queue: JobQueue, name: string): JobQueue => updateJob(queue, id(name), { type: 'load' });
const timing = { load: 0, pre: 0, run: 0, post: 0 };
const succeed = (queue: JobQueue, name: string): JobQueue => updateJob(queue, id(name), { type: 'succeed', timing, provider: 'wasm' });

describe('a queue of jobs', () => {
  it('gives the most urgent first, of these the first come, one at a time', () => {
    let queue = add(add(add(add([], 'a', 'background'), 'b'), 'c'), 'd', 'urgent');
    const order: string[] = [];
    for (let job = nextJob(queue); job !== null; job = nextJob(queue)) {
      order.push(job.id);
      queue = begin(queue, job.id);
      expect(nextJob(queue)).toBeNull();
      expect(activeJob(queue)?.id).toBe(job.id);
      queue = succeed(queue, job.id);
    }
    expect(order).toEqual(['d', 'b', 'c', 'a']);
    expect(withoutEnded(queue)).toEqual([]);
  });

  it('tells what waits in the order in which it will run', () => {
    let queue = add(add(add(add([], 'a', 'background'), 'b'), 'c'), 'd', 'urgent');
    queue = updateJob(begin(queue, 'd'), id('c'), { type: 'pause' });
    expect(waitingJobs(queue).map((job) => `${job.id} ${job.state}`)).toEqual(['b queued', 'c paused', 'a queued']);
    expect(waitingJobs(succeed(queue, 'd'))).toHaveLength(3);
  });

  it('lets another job run while one is held, which goes on where it was', () => {
    let queue = begin(add(add([], 'long', 'background'), 'short'), 'long');
    queue = updateJob(queue, id('long'), { type: 'start', provider: 'wasm', total: 10 });
    queue = updateJob(queue, id('long'), { type: 'progress', done: 4, total: 10 });
    queue = updateJob(queue, id('long'), { type: 'pause' });
    // The window in progress ends all the same.
    queue = updateJob(queue, id('long'), { type: 'progress', done: 5, total: 10 });
    expect(findJob(queue, id('long'))).toMatchObject({ state: 'paused', done: 5 });
    expect(nextJob(queue)?.id).toBe('short');
    queue = begin(queue, 'short');
    queue = updateJob(queue, id('long'), { type: 'resume' });
    expect(findJob(queue, id('long'))).toMatchObject({ state: 'queued', done: 5, total: 10 });
    expect(nextJob(queue)).toBeNull();
    queue = succeed(queue, 'short');
    expect(nextJob(queue)?.id).toBe('long');
  });

  it('leaves a held job alone until it is let go, and a cancelled one for good', () => {
    let queue = updateJob(add(add([], 'a'), 'b'), id('a'), { type: 'pause' });
    expect(nextJob(queue)?.id).toBe('b');
    queue = updateJob(queue, id('b'), { type: 'cancel' });
    expect(nextJob(queue)).toBeNull();
    queue = updateJob(queue, id('b'), { type: 'resume' });
    expect(findJob(queue, id('b'))?.state).toBe('cancelled');
    expect(nextJob(updateJob(queue, id('a'), { type: 'resume' }))?.id).toBe('a');
  });

  it('may be reordered while it waits', () => {
    const queue = add(add([], 'a'), 'b', 'background');
    expect(nextJob(prioritize(queue, id('b'), 'urgent'))?.id).toBe('b');
    expect(nextJob(prioritize(queue, id('a'), 'background'))?.id).toBe('a');
  });

  it('whatever happens, runs at most one job, loses none and never wakes an ended one', () => {
    const events: fc.Arbitrary<JobEvent> = fc.constantFrom<JobEvent>(
      { type: 'progress', done: 1, total: 2 },
      { type: 'pause' },
      { type: 'resume' },
      { type: 'cancel' },
      { type: 'fail', error: 'inference-failed' },
      { type: 'succeed', timing, provider: 'wasm' },
    );
    const moves = fc.array(fc.tuple(fc.nat(5), events, fc.constantFrom(...JOB_PRIORITIES), fc.boolean()), { maxLength: 60 });
    fc.assert(
      fc.property(moves, (list) => {
        let queue: JobQueue = [];
        for (let i = 0; i < 6; i++) queue = add(queue, String(i));
        for (const [which, event, priority, start] of list) {
          const job = findJob(queue, id(String(which)));
          const next = nextJob(queue);
          const before = queue;
          if (start && next !== null) queue = updateJob(queue, next.id, { type: 'load' });
          // Progress comes from the job that runs, or has just been held.
          else if (event.type !== 'progress' || job?.state === 'running' || job?.state === 'loading' || job?.state === 'paused') {
            queue = updateJob(prioritize(queue, id(String(which)), priority), id(String(which)), event);
          }
          expect(queue).toHaveLength(6);
          expect(queue.filter(({ job: each }) => each.state === 'loading' || each.state === 'running').length).toBeLessThanOrEqual(1);
          for (const [i, entry] of before.entries()) if (isFinal(entry.job)) expect(queue[i]?.job).toEqual(entry.job);
        }
      }),
    );
  });
});
