import type { FrameInfo, Series } from './study';
import type { DecodedFrame } from './pixels';
import type { AssociatedImageKind, SlidePyramid, SlideTile, TileAddress } from './slide';
import type { VolumeGrid, VoxelBlock, VoxelRegion } from './volume';

/** Minimal abort contract, so that the domain compiles without the DOM. A DOM `AbortSignal` satisfies it. */
export interface AbortLike {
  readonly aborted: boolean;
  addEventListener(type: 'abort', listener: () => void, options?: { once?: boolean }): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

export type FramePriority = 'visible' | 'prefetch';

/**
 * The one decode path. Display, inference and the command line read pixels through it and nowhere else,
 * so a model never sees other pixels than the reader.
 */
export interface FrameSource {
  /**
   * Decodes one frame of a series. `visible` (the default) goes before `prefetch`: someone looks at it.
   * @throws AppError `codec-failed`, `pixel-data-*`, `read-failed`, `worker-crashed`; AbortError.
   */
  readFrame(series: Series, frame: FrameInfo, signal?: AbortLike, priority?: FramePriority): Promise<DecodedFrame>;
}

/** Voxels of a regular volume, whatever file they came from; read through `FrameSource`, so that they are the reader's own. */
export interface VoxelSource {
  readonly grid: VolumeGrid;
  /**
   * Reads a region, the whole grid where none is named.
   * @throws AppError as `readFrame`; AbortError.
   */
  readRegion(region?: VoxelRegion, signal?: AbortLike): Promise<VoxelBlock>;
}

/** Tiles of a whole slide, whatever file they came from: the one decode path of viewer, models and command line. */
export interface TileSource {
  readonly pyramid: SlidePyramid;
  /**
   * One tile as stored, padding included; null where the file holds none (a sparse slide): the pyramid's background.
   * @param priority `visible` (the default) goes before `prefetch`: someone looks at it
   * @throws AppError `read-failed`, `codec-failed`, `pixel-data-*`; AbortError.
   */
  readTile(address: TileAddress, signal?: AbortLike, priority?: FramePriority): Promise<SlideTile | null>;
  /** The whole of a picture beside the specimen. @throws as `readTile`. */
  readAssociated(kind: AssociatedImageKind, signal?: AbortLike): Promise<SlideTile>;
}

/** A slide, or any large colour image, read by regions of its pyramid. Level 0 is the finest. */
export interface SlideSource {
  readonly columns: number;
  readonly rows: number;
  /** Micrometres a pixel at level 0, [x, y]; null where the file states none. */
  readonly micronsPerPixel: readonly [number, number] | null;
  /**
   * Pixels of a rectangle given in level-0 pixels (not rounded; what lies outside the slide is white), brought to `rows` ×
   * `columns`: 8-bit RGB planes, `[3, rows, columns]`.
   * @throws AppError `read-failed`, `codec-failed`; AbortError.
   */
  readRegion(
    region: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
    size: { readonly rows: number; readonly columns: number },
    signal?: AbortLike,
  ): Promise<Uint8Array>;
}
