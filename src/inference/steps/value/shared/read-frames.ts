import { AppError, throwIfAborted } from '../../../../domain/errors';
import { sampleCount, type NdArray } from '../../../../domain/kernels/nd-array';
import type { FrameValue, ImageValue, StackValue } from '../../register';
import { frameSpace } from '../../space';
import type { RunContext } from '../../step';

type Planes = NdArray<Uint8Array | Float32Array>;

/**
 * One frame as an image of 2 dimensions, or a stack as one of 3, its frames where a volume has slices; the distance between
 * them is unknown. `decode` gives `[channels, rows, columns]`.
 * @throws AppError `model-not-applicable` where the frames differ in size
 */
export async function imageOfFrames(
  source: FrameValue | StackValue,
  context: Pick<RunContext, 'signal'>,
  decode: (frame: FrameValue) => Planes,
): Promise<ImageValue> {
  if (source.kind === 'frame') {
    const { data, shape } = decode(source);
    const [channels = 1, ...spatial] = shape;
    return { kind: 'image', channels, shape: spatial, data, space: frameSpace(source) };
  }
  const frames: Planes[] = [];
  for (let i = 0; i < source.count; i++) {
    throwIfAborted(context.signal);
    frames.push(decode(await source.read(i)));
  }
  return stacked(frames);
}

function stacked(frames: readonly Planes[]): ImageValue {
  const [first] = frames;
  if (first === undefined || frames.some(({ shape }) => shape.some((length, axis) => length !== first.shape[axis])))
    throw new AppError('model-not-applicable', 'the frames differ in size');
  const [channels = 1, ...plane] = first.shape;
  const size = sampleCount(plane);
  const length = channels * frames.length * size;
  const data = first.data instanceof Uint8Array ? new Uint8Array(length) : new Float32Array(length);
  for (const [i, frame] of frames.entries()) {
    for (let c = 0; c < channels; c++) data.set(frame.data.subarray(c * size, (c + 1) * size), (c * frames.length + i) * size);
  }
  const shape = [frames.length, ...plane];
  return { kind: 'image', channels, shape, data, space: { source: shape, spacing: null, affine: null, transforms: [] } };
}
