import { AppError } from '../domain/errors';
import type { InstanceId } from '../domain/ids';
import type { DecodedFrame } from '../domain/pixels';
import type { AbortLike, FramePriority, FrameSource } from '../domain/ports';
import type { FrameInfo, Series } from '../domain/study';
import { platformSignal } from './platform-signal';
import { AS_GIVEN, type FileKeeper } from './session-files';

/** Decodes one frame of one file; the worker pool in the browser, the io layer itself in Node. */
export type FrameDecoder<Locator> = (
  source: Blob,
  locator: Locator,
  frameNumber: number,
  options: { readonly signal: AbortSignal | undefined; readonly priority: FramePriority },
) => Promise<DecodedFrame>;

/**
 * The one decode path of a session: knows where each open instance's bytes are, holds handles and offsets, never pixels.
 */
export class SessionFrames<Locator> implements FrameSource {
  readonly #places = new Map<InstanceId, { readonly source: Blob; readonly locator: Locator }>();

  constructor(
    private readonly decode: FrameDecoder<Locator>,
    private readonly files: FileKeeper = AS_GIVEN,
  ) {}

  add(instance: InstanceId, source: Blob, locator: Locator): void {
    this.#places.set(instance, { source, locator });
  }

  clear(): void {
    this.#places.clear();
  }

  /** The bytes of an instance, for hashing. */
  source(instance: InstanceId): Blob | null {
    const source = this.#places.get(instance)?.source;
    return source === undefined ? null : this.files.current(source);
  }

  /** Where the coded bytes of an instance are; null once they are gone. */
  locator(instance: InstanceId): Locator | null {
    return this.#places.get(instance)?.locator ?? null;
  }

  async readFrame(_series: Series, frame: FrameInfo, signal?: AbortLike, priority: FramePriority = 'visible'): Promise<DecodedFrame> {
    const place = this.#places.get(frame.instance);
    if (place === undefined) throw new AppError('read-failed', 'the study of this image has been closed');
    try {
      return await this.decode(this.files.current(place.source), place.locator, frame.frameNumber, {
        signal: platformSignal(signal),
        priority,
      });
    } catch (error) {
      this.files.failed([place.source], error);
      throw error;
    }
  }
}
