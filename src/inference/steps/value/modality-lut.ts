import { z } from 'zod';
import { defineStep, soleInput, soleInputType } from '../step';
import { modalityImage } from './shared/modality-values';

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
  run: async (_kwargs, context) => [await modalityImage(soleInput(context, 'frame', 'stack', 'volume'), context)],
});
