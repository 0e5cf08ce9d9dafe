import { describe, expect, it } from 'vitest';
import { RunQueue, type JobWork } from '../../src/app/commands/run-queue';
import { abortError, AppError } from '../../src/domain/errors';
import { jobId, type JobId, type SeriesId } from '../../src/domain/ids';
import { queuedJob, type JobEvent } from '../../src/domain/job';
import { findJob, type JobPriority, type JobQueue } from '../../src/domain/job-queue';

const timing = { load: 0, pre: 0, run: 1, post: 0 };
const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));

interface Begun {
  readonly signal: AbortSignal;
  readonly step: (event: JobEvent) => void;
  finish(): void;
  fail(error: Error): void;
}

function setUp() {
  let jobs: JobQueue = [];
  const holds: string[] = [];
  const begun: string[] = [];
  const works = new Map<string, Begun>();
  const queue = new RunQueue({
    read: () => jobs,
    write: (next) => {
      jobs = next;
    },
    hold: (id, held) => holds.push(`${id} ${held ? 'held' : 'goes on'}`),
  });
  const id = (name: string): JobId => jobId(name);
  const add = (name: string, priority?: JobPriority): void => {
    const work: JobWork = (signal, step) =>
      new Promise((resolve, reject) => {
        begun.push(name);
        step({ type: 'start', provider: 'wasm', total: 4 });
        works.set(name, {
          signal,
          step,
          finish: () => {
            step({ type: 'succeed', timing, provider: 'wasm' });
            resolve();
          },
          fail: reject,
        });
      });
    queue.add(queuedJob(id(name), 'cells', name as SeriesId, 0), work, priority);
  };
  const work = (name: string): Begun => {
    const found = works.get(name);
    if (found === undefined) throw new Error(`${name} has not begun`);
    return found;
  };
  const state = (name: string) => findJob(jobs, id(name))?.state;
  return { queue, add, work, state, id, begun, holds };
}

describe('the queue of runs', () => {
  it('runs several images one after the other, the urgent before those that wait', async () => {
    const { add, work, state, begun } = setUp();
    add('first');
    add('later', 'background');
    add('second');
    await settle();
    add('urgent', 'urgent');
    await settle();
    expect(begun).toEqual(['first']);
    for (const name of ['first', 'urgent', 'second', 'later']) {
      expect(state(name)).toBe('running');
      work(name).finish();
      await settle();
      expect(state(name)).toBe('succeeded');
    }
    expect(begun).toEqual(['first', 'urgent', 'second', 'later']);
  });

  it('lets another run while one is held, then goes on with it', async () => {
    const { queue, add, work, state, id, begun, holds } = setUp();
    add('long');
    await settle();
    work('long').step({ type: 'progress', done: 2, total: 4 });
    queue.pause(id('long'));
    add('short');
    await settle();
    expect([state('long'), state('short')]).toEqual(['paused', 'running']);
    queue.resume(id('long'));
    await settle();
    expect(state('long')).toBe('queued');
    work('short').finish();
    await settle();
    expect(state('long')).toBe('running');
    expect(holds).toEqual(['long held', 'long goes on']);
    work('long').finish();
    await settle();
    expect(state('long')).toBe('succeeded');
    expect(begun).toEqual(['long', 'short']);
  });

  it('cancels what waits at once, and begins nothing before what was cancelled has ended', async () => {
    const { queue, add, work, state, id, begun } = setUp();
    add('a');
    add('b');
    add('c');
    await settle();
    queue.cancel(id('b'));
    queue.cancel(id('a'));
    expect([state('a'), state('b')]).toEqual(['cancelled', 'cancelled']);
    expect(work('a').signal.aborted).toBe(true);
    await settle();
    expect(begun).toEqual(['a']);
    work('a').fail(abortError());
    await settle();
    expect(begun).toEqual(['a', 'c']);
    queue.cancelAll();
    expect(state('c')).toBe('cancelled');
  });

  it('begins a held run anew where the kill of another took its worker', async () => {
    const { queue, add, work, state, id, begun } = setUp();
    add('held');
    await settle();
    queue.pause(id('held'));
    add('other');
    await settle();
    queue.cancel(id('other'));
    work('other').fail(abortError());
    work('held').fail(abortError());
    await settle();
    expect(state('held')).toBe('paused');
    queue.resume(id('held'));
    await settle();
    expect(begun).toEqual(['held', 'other', 'held']);
    work('held').finish();
    await settle();
    expect(state('held')).toBe('succeeded');
  });

  it('goes on after a job that failed', async () => {
    const { add, work, state } = setUp();
    add('bad');
    add('good');
    await settle();
    work('bad').fail(new AppError('inference-failed', 'broken'));
    await settle();
    expect([state('bad'), state('good')]).toEqual(['failed', 'running']);
  });
});
