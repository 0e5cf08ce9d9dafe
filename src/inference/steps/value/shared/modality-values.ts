import { AppError } from '../../../../domain/errors';
import { mapInto, type NdArray } from '../../../../domain/kernels/nd-array';
import { modalityValue } from '../../../../domain/kernels/window-level-modality';
import type { FrameValue, ImageValue, StackValue, VolumeValue } from '../../register';
import { volumeSpace } from '../../space';
import type { RunContext } from '../../step';
import { imageOfFrames } from './read-frames';

/** Modality values of a source as one float32 channel. */
export async function modalityImage(
  source: FrameValue | StackValue | VolumeValue,
  context: Pick<RunContext, 'signal'>,
): Promise<ImageValue> {
  if (source.kind !== 'volume') return imageOfFrames(source, context, frameValues);
  const block = await source.voxels.readRegion(undefined, context.signal);
  const { slices, rows, columns } = block.grid;
  return { kind: 'image', channels: 1, shape: [slices, rows, columns], data: block.data, space: volumeSpace(block) };
}

/** @throws AppError `model-not-applicable` for colours */
export function frameValues({ frame, modalityLut: lut }: FrameValue): NdArray<Float32Array> {
  if (frame.samplesPerPixel !== 1 || frame.palette !== null)
    throw new AppError('model-not-applicable', 'the image holds colours, not measured values', { photometric: frame.photometric });
  const data = mapInto(new Float32Array(frame.pixels.length), frame.pixels, (stored) =>
    lut === null ? stored : modalityValue(stored, lut),
  );
  return { data, shape: [1, frame.rows, frame.columns] };
}
