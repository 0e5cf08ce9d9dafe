import { isColour, toRgb } from '../../domain/kernels/colour';
import type { ModalityValues } from '../../domain/kernels/window-level-modality';
import { applyModalityLut, modalityUnit, paddingMask } from '../../domain/kernels/window-level-modality';
import type { DecodedFrame } from '../../domain/pixels';
import type { FrameInfo } from '../../domain/study';

/** A decoded frame ready for display, measuring and reading under the pointer. */
export interface FrameValues {
  readonly rows: number;
  readonly columns: number;
  /** `values` are interleaved RGB when true, modality values when false. */
  readonly colour: boolean;
  readonly values: ModalityValues;
  /** 1 where the pixel is padding; null without padding. */
  readonly padding: Uint8Array | null;
  /** MONOCHROME1: the lowest value is white. */
  readonly inverse: boolean;
  readonly unit: string;
  readonly bitsStored: number;
  readonly bytes: number;
}

export function frameValues(decoded: DecodedFrame, frame: FrameInfo): FrameValues {
  const { rows, columns, bitsStored } = decoded;
  if (isColour(decoded)) {
    const values = toRgb(decoded);
    return { rows, columns, colour: true, values, padding: null, inverse: false, unit: '', bitsStored: 8, bytes: values.byteLength };
  }
  const padding = paddingMask(decoded.pixels, frame.padding);
  const values = applyModalityLut(decoded.pixels, frame.modalityLut);
  const bytes = values.byteLength + (padding?.byteLength ?? 0);
  const inverse = decoded.photometric === 'MONOCHROME1';
  return { rows, columns, colour: false, values, padding, inverse, unit: modalityUnit(frame.modalityLut), bitsStored, bytes };
}
