import { z } from 'zod';
import { AppError } from '../../../domain/errors';
import type { NetworkTensor } from '../../runtime/network-tensor';
import { typeProblem } from '../../steps/step';
import { checkPerChannel, perChannel } from '../../steps/intensity/shared/per-channel';
import type { RegisterType } from '../../steps/register';
import type { TensorDescription } from '../inferer';
import { imageLayout, registerDtype, statedChannels, toTensor, type TensorLayout } from './tensor-layout';

/** How the samples of a patch become the network's: `(value · gain − mean) / std` in float32, after the patch was resized. */
export const patchScaling = {
  gain: z.number().default(1),
  mean: perChannel.default(0),
  std: perChannel.default(1),
  /** Patches a call. */
  batch: z.int().min(1).max(256).default(8),
};

export interface PatchScaling {
  readonly gain: number;
  readonly mean: PerChannel;
  readonly std: PerChannel;
}

type PerChannel = z.infer<typeof perChannel>;

/** @throws AppError `package-schema` where the register's patches, or their scaling, do not fit the network's only input. */
export function checkPatchInput(tensor: TensorDescription, register: RegisterType, { mean, std }: PatchScaling): TensorLayout {
  const layout = imageLayout(tensor);
  if (layout?.dims !== 2 || registerDtype(tensor) !== 'float32')
    throw typeProblem(`in: "${tensor.id}" must take a float32 image of 2 dimensions`);
  if (register.kind !== 'slide' && (register.kind !== 'image' || register.dims !== 2))
    throw typeProblem(`in: "${tensor.id}" reads patches of an image or a slide`);
  const channels = register.kind === 'slide' ? 3 : register.channels;
  const stated = statedChannels(tensor);
  if (stated !== null && stated !== channels)
    throw typeProblem(`in: "${tensor.id}" takes ${String(stated)} channels, the patches have ${String(channels)}`);
  checkPerChannel('mean', mean, channels);
  checkPerChannel('std', std, channels);
  if ([std].flat().some((deviation) => !(deviation > 0))) throw typeProblem('std: expected numbers above 0');
  return layout;
}

/** Patches of one size as one tensor. */
export function patchBatch(
  patches: readonly (Uint8Array | Float32Array)[],
  channels: number,
  shape: readonly [rows: number, columns: number],
  layout: TensorLayout,
  scaling: PatchScaling,
): NetworkTensor {
  const plane = shape[0] * shape[1];
  const data = new Float32Array(patches.length * channels * plane);
  for (const [n, patch] of patches.entries()) {
    const scaled = new Float32Array(channels * plane);
    for (let c = 0; c < channels; c++) {
      const mean = Math.fround(ofChannel(scaling.mean, c));
      const std = Math.fround(ofChannel(scaling.std, c));
      const gain = Math.fround(scaling.gain);
      for (let i = c * plane; i < (c + 1) * plane; i++) scaled[i] = Math.fround(Math.fround((patch[i] ?? 0) * gain) - mean) / std;
    }
    const tensor = toTensor({ channels, shape, data: scaled }, layout);
    if (tensor.dtype === 'float32') data.set(tensor.data, n * channels * plane);
  }
  const first = toTensor({ channels, shape, data: new Float32Array(0) }, layout);
  return { dtype: 'float32', dims: [patches.length, ...first.dims.slice(1)], data };
}

function ofChannel(value: PerChannel, channel: number): number {
  return typeof value === 'number' ? value : (value[channel] ?? 0);
}

/** A named output. @throws AppError `inference-failed` where the network did not give it. */
export function answerOf(tensor: TensorDescription, results: Readonly<Record<string, NetworkTensor>>): NetworkTensor<'float32'> {
  const result = results[tensor.id];
  if (result?.dtype !== 'float32') throw new AppError('inference-failed', `the network gave no float32 output "${tensor.id}"`);
  return result;
}
