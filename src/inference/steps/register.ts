import type { DecodedFrame } from '../../domain/pixels';
import type { Corners } from '../../domain/kernels/box';

/**
 * What flows between steps. Each register has a static type, known before any weight is read, and at run time a value
 * of that type.
 */
export type RegisterType =
  /** One decoded frame of a source, before any change. */
  | { readonly kind: 'frame' }
  /** Channels first, row-major planes. */
  | { readonly kind: 'image'; readonly dtype: 'uint8' | 'float32'; readonly channels: number }
  /** An output of a network. */
  | { readonly kind: 'tensor'; readonly rank: number }
  /** Scored, labelled boxes; `of` is the image register they are measured in, null once in source pixels. */
  | { readonly kind: 'boxes'; readonly of: 'network-input' | null };

/** How an image came from its source, for `InvertTransforms`; applied in order. */
export type SpatialTransform =
  | {
      readonly kind: 'resize';
      readonly fromRows: number;
      readonly fromColumns: number;
      readonly rows: number;
      readonly columns: number;
    }
  | { readonly kind: 'pad'; readonly top: number; readonly left: number };

export interface FrameValue {
  readonly kind: 'frame';
  readonly frame: DecodedFrame;
}

export interface ImageValue {
  readonly kind: 'image';
  readonly channels: number;
  readonly rows: number;
  readonly columns: number;
  /** channels × rows × columns. */
  readonly data: Uint8Array | Float32Array;
  /** Size of the source the transforms started from. */
  readonly source: { readonly rows: number; readonly columns: number };
  readonly transforms: readonly SpatialTransform[];
}

export interface TensorValue {
  readonly kind: 'tensor';
  readonly dims: readonly number[];
  readonly data: Float32Array;
}

export interface BoxesValue {
  readonly kind: 'boxes';
  readonly corners: Corners;
  /** 0–1. */
  readonly scores: Float64Array;
  /** Class index, from 0. */
  readonly labels: Int32Array;
}

export type RegisterValue = FrameValue | ImageValue | TensorValue | BoxesValue;

export function describeType(type: RegisterType): string {
  switch (type.kind) {
    case 'frame':
      return 'a source image';
    case 'image':
      return `a ${type.dtype} image of ${String(type.channels)} channels`;
    case 'tensor':
      return 'a network output';
    case 'boxes':
      return type.of === null ? 'boxes in source pixels' : 'boxes in network pixels';
  }
}
