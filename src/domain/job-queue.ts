import type { JobId } from './ids';
import { advance, isFinal, type JobEvent, type JobState } from './job';

/** Most urgent first. */
export const JOB_PRIORITIES = ['urgent', 'normal', 'background'] as const;
export type JobPriority = (typeof JOB_PRIORITIES)[number];

export interface QueueEntry {
  readonly job: JobState;
  readonly priority: JobPriority;
}

/**
 * Jobs in the order they came: waiting, running, held and ended. One runs at a time, as they share the machine. Pure: what
 * is run next follows from the entries alone.
 */
export type JobQueue = readonly QueueEntry[];

export function enqueue(queue: JobQueue, job: JobState, priority: JobPriority = 'normal'): JobQueue {
  return [...queue, { job, priority }];
}

/** A job that is unknown or has ended is left as it is: late messages change nothing. */
export function updateJob(queue: JobQueue, id: JobId, event: JobEvent): JobQueue {
  return queue.map((entry) => (entry.job.id === id ? { ...entry, job: advance(entry.job, event) } : entry));
}

export function prioritize(queue: JobQueue, id: JobId, priority: JobPriority): JobQueue {
  return queue.map((entry) => (entry.job.id === id ? { ...entry, priority } : entry));
}

export function findJob(queue: JobQueue, id: JobId): JobState | null {
  return queue.find(({ job }) => job.id === id)?.job ?? null;
}

/** The job that has the machine; null while it is free. A held one has given it up. */
export function activeJob(queue: JobQueue): JobState | null {
  return queue.find(({ job }) => job.state === 'loading' || job.state === 'running')?.job ?? null;
}

/** The job to start or to go on with now: the most urgent, of these the first come; null while one runs or none waits. */
export function nextJob(queue: JobQueue): JobState | null {
  if (activeJob(queue) !== null) return null;
  for (const wanted of JOB_PRIORITIES) {
    const entry = queue.find(({ job, priority }) => job.state === 'queued' && priority === wanted);
    if (entry !== undefined) return entry.job;
  }
  return null;
}

/** Jobs that wait or are held, in the order in which they will run. */
export function waitingJobs(queue: JobQueue): readonly JobState[] {
  const waiting = queue.filter(({ job }) => job.state === 'queued' || job.state === 'paused');
  return JOB_PRIORITIES.flatMap((wanted) => waiting.filter(({ priority }) => priority === wanted).map(({ job }) => job));
}

/** Without the jobs that have ended. */
export function withoutEnded(queue: JobQueue): JobQueue {
  return queue.filter(({ job }) => !isFinal(job));
}
