import { isAbort, toAppError } from '../../domain/errors';
import type { JobId } from '../../domain/ids';
import { isFinal, type JobEvent, type JobState } from '../../domain/job';
import { enqueue, findJob, nextJob, prioritize, updateJob, type JobPriority, type JobQueue } from '../../domain/job-queue';

/** The work of one job; it tells how it goes on and ends with its result put where it belongs. */
export type JobWork = (signal: AbortSignal, step: (event: JobEvent) => void) => Promise<void>;

export interface RunQueuePorts {
  read(): JobQueue;
  write(queue: JobQueue): void;
  /** Holds the work of a job that has begun, or lets it go on. */
  hold(id: JobId, held: boolean): void;
}

interface Live {
  readonly work: JobWork;
  readonly controller: AbortController;
  /** Settles when the work has ended, whichever way; null while it has not begun. */
  settled: Promise<void> | null;
}

/** Runs the jobs of a queue one at a time, the most urgent first. What is shown is the queue; here is only the work. */
export class RunQueue {
  readonly #live = new Map<JobId, Live>();
  #pumping = false;

  constructor(private readonly ports: RunQueuePorts) {}

  add(job: JobState, work: JobWork, priority?: JobPriority): void {
    this.#live.set(job.id, { work, controller: new AbortController(), settled: null });
    this.ports.write(enqueue(this.ports.read(), job, priority));
    this.#pump();
  }

  /** The state answers at once; the work follows, or its worker is killed. */
  cancel(id: JobId): void {
    this.#live.get(id)?.controller.abort();
    this.#step(id, { type: 'cancel' });
    if (this.#live.get(id)?.settled === null) this.#live.delete(id);
    this.#pump();
  }

  cancelAll(): void {
    for (const { job } of this.ports.read()) if (!isFinal(job)) this.cancel(job.id);
  }

  pause(id: JobId): void {
    const job = findJob(this.ports.read(), id);
    if (job === null || isFinal(job) || job.state === 'paused') return;
    this.#step(id, { type: 'pause' });
    if (this.#begun(id)) this.ports.hold(id, true);
    this.#pump();
  }

  resume(id: JobId): void {
    this.#step(id, { type: 'resume' });
    this.#pump();
  }

  prioritize(id: JobId, priority: JobPriority): void {
    this.ports.write(prioritize(this.ports.read(), id, priority));
  }

  #begun(id: JobId): boolean {
    return (this.#live.get(id)?.settled ?? null) !== null;
  }

  #step(id: JobId, event: JobEvent): void {
    this.ports.write(updateJob(this.ports.read(), id, event));
  }

  /** Starts what is next. A cancelled job may still be ending by the kill of its worker: nothing is begun before it has. */
  #pump(): void {
    if (this.#pumping) return;
    this.#pumping = true;
    void this.#advance();
  }

  async #advance(): Promise<void> {
    // What is said in one breath counts together.
    await Promise.resolve();
    for (let ending = this.#ending(); ending.length > 0; ending = this.#ending()) await Promise.all(ending);
    this.#pumping = false;
    const job = nextJob(this.ports.read());
    if (job !== null) this.#start(job);
  }

  #ending(): Promise<void>[] {
    return [...this.#live.values()].flatMap(({ controller, settled }) => (controller.signal.aborted && settled !== null ? [settled] : []));
  }

  #start(job: JobState): void {
    const live = this.#live.get(job.id);
    if (live === undefined) return;
    if (live.settled !== null) {
      this.#step(job.id, { type: 'progress', done: job.done, total: job.total });
      this.ports.hold(job.id, false);
      return;
    }
    this.#step(job.id, { type: 'load' });
    live.settled = this.#run(job.id, live);
  }

  async #run(id: JobId, live: Live): Promise<void> {
    const { signal } = live.controller;
    try {
      await live.work(signal, (event) => {
        this.#step(id, event);
      });
      this.#live.delete(id);
    } catch (error) {
      if (isAbort(error) && !signal.aborted) this.#again(id, live);
      else {
        // The job itself says what went wrong: it is not said twice.
        this.#step(id, isAbort(error) ? { type: 'cancel' } : { type: 'fail', error: toAppError(error, 'inference-failed').code });
        this.#live.delete(id);
      }
    }
    this.#pump();
  }

  /** The kill of another job's worker has ended this one too: back in the queue, unless it is held. */
  #again(id: JobId, live: Live): void {
    live.settled = null;
    if (findJob(this.ports.read(), id)?.state === 'paused') return;
    this.#step(id, { type: 'pause' });
    this.#step(id, { type: 'resume' });
  }
}
