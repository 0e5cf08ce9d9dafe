import { abortError, AppError, fromWire, isAbort, toWire, type WireError } from '../../domain/errors';

/**
 * Typed calls to a worker: numbered requests, abort, progress, wire errors. One file for both sides, because the
 * message shapes are its only concept.
 *
 * An API is a record of methods `{ decode: { params: P; result: R; progress: G } }`.
 */
export type Api = Record<string, { params: unknown; result: unknown; progress: unknown }>;

type Request =
  | { readonly type: 'call'; readonly id: number; readonly method: string; readonly params: unknown }
  | { readonly type: 'abort'; readonly id: number };

type Response =
  | { readonly type: 'ready' }
  | { readonly type: 'result'; readonly id: number; readonly value: unknown }
  | { readonly type: 'progress'; readonly id: number; readonly value: unknown }
  | { readonly type: 'error'; readonly id: number; readonly error: WireError };

export interface CallContext<Progress> {
  readonly signal: AbortSignal;
  progress(value: Progress): void;
}

export type Handlers<A extends Api> = {
  [M in keyof A]: (params: A[M]['params'], context: CallContext<A[M]['progress']>) => Promise<A[M]['result'] | Transferred<A[M]['result']>>;
};

class Transferred<T> {
  constructor(
    readonly value: T,
    readonly transfer: Transferable[],
  ) {}
}

/** Marks a result whose buffers are moved, not copied. */
export function transferred<T>(value: T, transfer: Transferable[]): Transferred<T> {
  return new Transferred(value, transfer);
}

interface WorkerScope {
  postMessage(message: unknown, transfer: Transferable[]): void;
  addEventListener(type: 'message', listener: (event: MessageEvent<Request>) => void): void;
}

/** Worker side. Call once, with `self`. */
export function serve<A extends Api>(scope: WorkerScope, handlers: Handlers<A>): void {
  const running = new Map<number, AbortController>();
  const post = (response: Response, transfer: Transferable[] = []): void => {
    scope.postMessage(response, transfer);
  };
  const run = async (id: number, method: string, params: unknown): Promise<void> => {
    const controller = new AbortController();
    running.set(id, controller);
    try {
      const handler = Object.hasOwn(handlers, method) ? handlers[method as keyof A] : undefined;
      if (handler === undefined) throw new AppError('internal', `no such worker method: ${method}`);
      const value = await handler(params, {
        signal: controller.signal,
        progress: (progress) => {
          post({ type: 'progress', id, value: progress });
        },
      });
      if (value instanceof Transferred) post({ type: 'result', id, value: value.value }, value.transfer);
      else post({ type: 'result', id, value });
    } catch (error) {
      post({ type: 'error', id, error: toWire(error) });
    } finally {
      running.delete(id);
    }
  };
  scope.addEventListener('message', (event) => {
    const request = event.data;
    if (request.type === 'abort') running.get(request.id)?.abort();
    else void run(request.id, request.method, request.params);
  });
  post({ type: 'ready' });
}

export interface CallOptions<Progress> {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((value: Progress) => void) | undefined;
  readonly transfer?: Transferable[] | undefined;
  /**
   * No answer and no progress for this long: the worker is killed and the call fails `worker-unresponsive`. A call that
   * waits behind another's work is given that one's time too.
   */
  readonly hangMs?: number | undefined;
  /** After an abort the worker may finish cooperatively for this long, then it is killed. Default: no kill. */
  readonly killAfterAbortMs?: number | undefined;
}

interface Pending {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
  readonly onProgress: ((value: unknown) => void) | undefined;
  /** When it counts as hung, milliseconds of `performance.now`; null: never, and it holds nobody else. */
  deadline: number | null;
  touch(): void;
}

/** Main side: one worker, spawned at the first call and again after a crash, hang or `terminate`. */
export class WorkerClient<A extends Api> {
  #worker: Worker | null = null;
  #next = 1;
  readonly #pending = new Map<number, Pending>();

  constructor(
    private readonly spawn: () => Worker,
    private readonly onRestart: (reason: AppError) => void = () => undefined,
  ) {}

  get busy(): boolean {
    return this.#pending.size > 0;
  }

  /** False before the first call and after a crash, hang, kill or `terminate`. */
  get alive(): boolean {
    return this.#worker !== null;
  }

  get load(): number {
    return this.#pending.size;
  }

  call<M extends keyof A & string>(
    method: M,
    params: A[M]['params'],
    options: CallOptions<A[M]['progress']> = {},
  ): Promise<A[M]['result']> {
    const { signal, onProgress, transfer = [], hangMs, killAfterAbortMs } = options;
    return new Promise((resolve, reject) => {
      if (signal?.aborted === true) {
        reject(abortError());
        return;
      }
      const id = this.#next++;
      const worker = this.#ensure();
      let watchdog: ReturnType<typeof setTimeout> | undefined;
      let killer: ReturnType<typeof setTimeout> | undefined;
      const touch = (): void => {
        if (hangMs === undefined) return;
        const pending = this.#pending.get(id);
        if (pending !== undefined) pending.deadline = performance.now() + hangMs;
        watch(hangMs);
      };
      const watch = (milliseconds: number): void => {
        clearTimeout(watchdog);
        watchdog = setTimeout(() => {
          // One thread does one thing at a time: as long as another call may still be at work, this one is only waiting.
          const held = Math.max(0, ...[...this.#pending.values()].map(({ deadline }) => deadline ?? 0)) - performance.now();
          if (held > 1) {
            watch(held);
            return;
          }
          this.#fail(new AppError('worker-unresponsive', `worker gave no answer to ${method} within ${String(hangMs)} ms`));
        }, milliseconds);
      };
      const onAbort = (): void => {
        worker.postMessage({ type: 'abort', id } satisfies Request);
        if (killAfterAbortMs === undefined) return;
        killer = setTimeout(() => {
          if (this.#pending.has(id)) this.#fail(abortError());
        }, killAfterAbortMs);
      };
      const finish = (): void => {
        clearTimeout(watchdog);
        clearTimeout(killer);
        signal?.removeEventListener('abort', onAbort);
        this.#pending.delete(id);
      };
      this.#pending.set(id, {
        resolve: (value) => {
          finish();
          resolve(value);
        },
        reject: (error) => {
          finish();
          reject(error);
        },
        onProgress: onProgress,
        deadline: null,
        touch,
      });
      signal?.addEventListener('abort', onAbort, { once: true });
      touch();
      worker.postMessage({ type: 'call', id, method, params } satisfies Request, transfer);
    });
  }

  /** Kills the worker at once; pending calls fail with an abort. Also how WASM memory is given back. */
  terminate(): void {
    this.#fail(abortError());
  }

  #ensure(): Worker {
    if (this.#worker !== null) return this.#worker;
    const worker = this.spawn();
    worker.addEventListener('message', (event: MessageEvent<Response>) => {
      this.#receive(event.data);
    });
    worker.addEventListener('error', (event) => {
      event.preventDefault();
      if (this.#worker === worker) this.#fail(new AppError('worker-crashed', event.message || 'worker failed to load'));
    });
    this.#worker = worker;
    return worker;
  }

  #receive(response: Response): void {
    if (response.type === 'ready') return;
    const pending = this.#pending.get(response.id);
    if (pending === undefined) return;
    if (response.type === 'progress') {
      pending.touch();
      pending.onProgress?.(response.value);
      return;
    }
    if (response.type === 'error') pending.reject(fromWire(response.error));
    else pending.resolve(response.value);
    // The thread is free for those that waited: their time begins now.
    for (const waiting of this.#pending.values()) waiting.touch();
  }

  #fail(reason: Error): void {
    this.#worker?.terminate();
    this.#worker = null;
    for (const pending of [...this.#pending.values()]) pending.reject(reason);
    if (!isAbort(reason) && reason instanceof AppError) this.onRestart(reason);
  }
}
