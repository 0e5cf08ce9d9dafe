import { z } from 'zod';
import { AppError } from '../../../domain/errors';
import { mapInto } from '../../../domain/kernels/nd-array';
import { modalityValue } from '../../../domain/kernels/window-level-modality';
import type { FrameValue } from '../register';
import { volumeSpace } from '../space';
import { defineStep, soleInput, soleInputType } from '../step';
import { imageOfFrames } from './shared/read-frames';

/**
 * Modality values in float32 (PS3.3 C.11.1: Hounsfield units of CT): of a frame, a stack, or the voxels of a volume, which
 * a file of voxels (NIfTI, MetaImage, NRRD) holds as they are.
 */
export const modalityLut = defineStep({
  name: 'ModalityLUT',
  version: 1,
  kwargs: z.strictObject({}),
  types: (_kwargs, context) => {
    const { kind } = soleInputType(context, 'frame', 'stack', 'volume');
    return [{ kind: 'image', dtype: 'float32', channels: 1, dims: kind === 'frame' ? 2 : 3, space: 'source' }];
  },
  run: async (_kwargs, context) => {
    const source = soleInput(context, 'frame', 'stack', 'volume');
    if (source.kind !== 'volume') return [await imageOfFrames(source, context, modalityValues)];
    const block = await source.voxels.readRegion(undefined, context.signal);
    const { slices, rows, columns } = block.grid;
    return [{ kind: 'image', channels: 1, shape: [slices, rows, columns], data: block.data, space: volumeSpace(block) }];
  },
});

function modalityValues({ frame, modalityLut: lut }: FrameValue): { data: Float32Array; shape: number[] } {
  if (frame.samplesPerPixel !== 1 || frame.palette !== null)
    throw new AppError('model-not-applicable', 'the image holds colours, not measured values', { photometric: frame.photometric });
  const data = mapInto(new Float32Array(frame.pixels.length), frame.pixels, (stored) =>
    lut === null ? stored : modalityValue(stored, lut),
  );
  return { data, shape: [1, frame.rows, frame.columns] };
}
