import { abortError, AppError, throwIfAborted } from '../domain/errors';
import { planeAxes, planeOfInstance, planeSeries, sharedLut, ANATOMICAL_PLANES, type PlaneSeries } from '../domain/geometry/planes';
import { planePixels } from '../domain/geometry/plane-pixels';
import { seriesGrid } from '../domain/geometry/series-grid';
import type { SeriesId } from '../domain/ids';
import { applyModalityLut } from '../domain/kernels/window-level-modality';
import type { DecodedFrame, StoredPixels } from '../domain/pixels';
import type { AbortLike, FramePriority, FrameSource } from '../domain/ports';
import type { FrameInfo, Series } from '../domain/study';
import type { VolumeGrid } from '../domain/volume';

/** Frames decoded at once. */
const IN_FLIGHT = 4;
/** A volume held whole, for its slices to be cut from. */
const MOST_BYTES = 1024 * 1024 * 1024;

/** A whole volume in memory. */
interface HeldVolume {
  readonly pixels: StoredPixels;
  /** What every slice has in common. */
  readonly frame: DecodedFrame;
}

interface Volume {
  readonly series: Series;
  readonly grid: VolumeGrid;
  readonly controller: AbortController;
  held: Promise<HeldVolume> | null;
}

/**
 * Frames of planes that were never acquired, cut from the volume; every other frame comes from the source below. A
 * volume is read on first demand, through that same source, and held until its planes are left.
 */
export class PlaneFrames implements FrameSource {
  readonly #volumes = new Map<SeriesId, Volume>();

  constructor(private readonly source: FrameSource) {}

  /**
   * The three planes of a series, in the order of `ANATOMICAL_PLANES`. Colour volumes have them too.
   * @throws AppError `volume-irregular`, `out-of-memory`.
   */
  open(series: Series): readonly PlaneSeries[] {
    const grid = seriesGrid(series, { colour: true });
    const [instance] = series.instances;
    const sampleBytes = Math.ceil((instance?.bitsAllocated ?? 16) / 8) * (instance?.samplesPerPixel ?? 1);
    if (grid.slices * grid.rows * grid.columns * sampleBytes > MOST_BYTES) {
      throw new AppError('out-of-memory', 'a volume too large for planes', { bytes: grid.slices * grid.rows * grid.columns * sampleBytes });
    }
    const known = this.#volumes.get(series.id);
    if (known?.series !== series) {
      known?.controller.abort();
      this.#volumes.set(series.id, { series, grid, controller: new AbortController(), held: null });
    }
    return ANATOMICAL_PLANES.map((plane) => planeSeries(series, grid, plane));
  }

  /** Lets go of the volumes of these series, or of all. */
  release(series: readonly SeriesId[] | 'all'): void {
    for (const [id, volume] of this.#volumes) {
      if (series !== 'all' && !series.includes(id)) continue;
      volume.controller.abort();
      this.#volumes.delete(id);
    }
  }

  async readFrame(series: Series, frame: FrameInfo, signal?: AbortLike, priority?: FramePriority): Promise<DecodedFrame> {
    const place = planeOfInstance(frame.instance);
    if (place === null) return this.source.readFrame(series, frame, signal, priority);
    const volume = this.#volumes.get(place.series);
    if (volume === undefined) throw new AppError('read-failed', 'the planes of this volume have been left');
    volume.held ??= this.#read(volume).catch((error: unknown) => {
      // The next one who asks tries again.
      volume.held = null;
      throw error;
    });
    const held = await untilAborted(volume.held, signal);
    const axes = planeAxes(volume.grid.affine, place.plane);
    const pixels = planePixels(held.pixels, volume.grid, axes, frame.frameNumber - 1, held.frame.samplesPerPixel);
    const [instance] = series.instances;
    return { ...held.frame, rows: instance?.rows ?? 0, columns: instance?.columns ?? 0, pixels };
  }

  async #read({ series, grid, controller }: Volume): Promise<HeldVolume> {
    const { signal } = controller;
    const converts = sharedLut(series.frames) === null;
    const [first] = series.frames;
    if (first === undefined) throw new AppError('internal', 'a volume without slices');
    const read = async (frame: FrameInfo): Promise<DecodedFrame> => {
      const decoded = await this.source.readFrame(series, frame, signal, 'visible');
      throwIfAborted(signal);
      if (decoded.rows !== grid.rows || decoded.columns !== grid.columns) {
        throw new AppError('pixel-data-inconsistent', 'a frame is not of the grid of its series');
      }
      if (!converts) return decoded;
      return {
        ...decoded,
        bitsAllocated: 32,
        bitsStored: 32,
        pixels: Float32Array.from(applyModalityLut(decoded.pixels, frame.modalityLut)),
      };
    };
    const frame = await read(first);
    const size = frame.pixels.length;
    const pixels = whole(frame.pixels, grid.slices);
    pixels.set(frame.pixels);
    let next = 1;
    const readOn = async (): Promise<void> => {
      for (let wanted = series.frames[next]; wanted !== undefined; wanted = series.frames[next]) {
        const slice = next++;
        const decoded = await read(wanted);
        if (decoded.pixels.length !== size) throw new AppError('pixel-data-inconsistent', 'slices of one volume differ in size');
        pixels.set(decoded.pixels, slice * size);
      }
    };
    try {
      await Promise.all(Array.from({ length: IN_FLIGHT }, readOn));
    } finally {
      // After a failure the others stop at their next slice.
      next = series.frames.length;
    }
    return { pixels, frame };
  }
}

/** An array of the same kind for all slices. @throws AppError `out-of-memory`. */
function whole(slice: StoredPixels, slices: number): StoredPixels {
  const length = slice.length * slices;
  try {
    if (slice instanceof Uint8Array) return new Uint8Array(length);
    if (slice instanceof Int8Array) return new Int8Array(length);
    if (slice instanceof Uint16Array) return new Uint16Array(length);
    if (slice instanceof Int16Array) return new Int16Array(length);
    if (slice instanceof Uint32Array) return new Uint32Array(length);
    if (slice instanceof Int32Array) return new Int32Array(length);
    return slice instanceof Float32Array ? new Float32Array(length) : new Float64Array(length);
  } catch (cause) {
    throw new AppError('out-of-memory', 'no memory for the volume', { samples: length }, { cause });
  }
}

/** Waits no longer than the signal allows; what is waited for goes on for the others. */
function untilAborted<T>(promise: Promise<T>, signal: AbortLike | undefined): Promise<T> {
  throwIfAborted(signal);
  if (signal === undefined) return promise;
  return new Promise((resolve, reject) => {
    const leave = (): void => {
      reject(abortError());
    };
    signal.addEventListener('abort', leave, { once: true });
    promise.then(resolve, reject).finally(() => {
      signal.removeEventListener('abort', leave);
    });
  });
}
