import { AppError } from '../domain/errors';
import type { SuvFactors } from '../domain/kernels/intensity/suv';
import type { DecodedFrame, ModalityLut } from '../domain/pixels';
import { frameTiles } from '../domain/kernels/slide/frame-tiles';
import { slideSource } from '../domain/kernels/slide/slide-source';
import { blockVoxels } from '../domain/geometry/block-voxels';
import type { TileSource } from '../domain/ports';
import type { PromptPoint } from '../domain/prompt';
import type { VoxelBlock } from '../domain/volume';
import type { Cell, FrameValue, SourceValue } from './steps/register';

/** A frame with what its stored values mean. */
export interface FramePayload {
  readonly frame: DecodedFrame;
  readonly spacing: readonly [row: number, column: number] | null;
  readonly modalityLut: ModalityLut | null;
  readonly suv?: SuvFactors;
}

/** The value of one source as plain data, so that it crosses to a worker. */
export type SourcePayload =
  | ({ readonly kind: 'frame' } & FramePayload)
  | { readonly kind: 'stack'; readonly frames: readonly FramePayload[] }
  | { readonly kind: 'volume'; readonly block: VoxelBlock; readonly suv?: SuvFactors }
  /** A slide, by its tiles. It crosses to no worker: its host opens it where the model runs. */
  | { readonly kind: 'tiles'; readonly tiles: TileSource }
  /** A photo read as a slide of one level. */
  | { readonly kind: 'slide'; readonly frame: DecodedFrame; readonly micronsPerPixel: readonly [number, number] | null }
  | { readonly kind: 'row'; readonly cells: ReadonlyMap<string, Cell> }
  | { readonly kind: 'rows'; readonly columns: readonly string[]; readonly rows: readonly (readonly Cell[])[] }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'points'; readonly points: readonly PromptPoint[] };

/** By source id of the manifest. */
export type SourcePayloads = ReadonlyMap<string, SourcePayload>;

export function sourceValues(payloads: SourcePayloads): Map<string, SourceValue> {
  return new Map([...payloads].map(([id, payload]) => [id, sourceValue(payload)]));
}

export function sourceValue(payload: SourcePayload): SourceValue {
  switch (payload.kind) {
    case 'frame':
      return payload;
    case 'stack':
      return { kind: 'stack', count: payload.frames.length, read: (index) => readFrame(payload.frames, index) };
    case 'volume':
      return { kind: 'volume', voxels: blockVoxels(payload.block), ...(payload.suv === undefined ? {} : { suv: payload.suv }) };
    case 'tiles':
      return { kind: 'slide', slide: slideSource(payload.tiles) };
    case 'slide':
      return { kind: 'slide', slide: slideSource(frameTiles(payload.frame, payload.micronsPerPixel)) };
    case 'points':
      return {
        kind: 'points',
        coordinates: Float64Array.from(payload.points.flatMap(({ x, y }) => [y, x])),
        scores: new Float64Array(payload.points.length).fill(1),
        labels: Int32Array.from(payload.points, ({ inside }) => (inside ? 1 : 0)),
      };
    case 'row':
    case 'rows':
    case 'text':
      return payload;
  }
}

function readFrame(frames: readonly FramePayload[], index: number): Promise<FrameValue> {
  const frame = frames[index];
  if (frame === undefined) return Promise.reject(new AppError('internal', `no frame ${String(index)} of ${String(frames.length)}`));
  return Promise.resolve({ kind: 'frame', ...frame });
}
