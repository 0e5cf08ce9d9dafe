import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WorkerClient } from '../../src/app/workers/rpc';

type Work = Readonly<Record<string, { readonly params: null; readonly result: string; readonly progress: never }>>;

/** A thread that answers when it is told to. */
class Thread extends EventTarget {
  readonly asked: number[] = [];
  ended = false;

  postMessage(request: { readonly id: number }): void {
    this.asked.push(request.id);
  }

  terminate(): void {
    this.ended = true;
  }

  answer(id: number | undefined, value: string): void {
    this.dispatchEvent(new MessageEvent('message', { data: { type: 'result', id, value } }));
  }
}

describe('calls of one worker', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('a call that waits behind longer work ends neither; its own time begins when the thread is free', async () => {
    const thread = new Thread();
    const client = new WorkerClient<Work>(() => thread as unknown as Worker);
    const long = client.call('run', null, { hangMs: 180 });
    const short = client.call('plan', null, { hangMs: 120 });
    const outcome = expect(short).rejects.toMatchObject({ code: 'worker-unresponsive' });
    vi.advanceTimersByTime(170);
    expect(thread.ended).toBe(false);
    thread.answer(thread.asked[0], 'done');
    expect(await long).toBe('done');
    vi.advanceTimersByTime(119);
    expect(thread.ended).toBe(false);
    vi.advanceTimersByTime(2);
    await outcome;
    expect(thread.ended).toBe(true);
  });

  it('a hung thread ends every call once the longest of them has had its time', async () => {
    const thread = new Thread();
    const client = new WorkerClient<Work>(() => thread as unknown as Worker);
    const all = Promise.allSettled([client.call('run', null, { hangMs: 180 }), client.call('plan', null, { hangMs: 120 })]);
    vi.advanceTimersByTime(200);
    expect(thread.ended).toBe(true);
    expect((await all).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  });
});
