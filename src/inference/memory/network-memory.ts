import type { CheckedStep } from '../packages/check-pipeline';
import { canonicalShape, planWindows } from '../inferers/shared/window-plan';
import { WindowBlend } from '../inferers/shared/window-blend';
import { statedChannels } from '../inferers/shared/tensor-layout';
import { z } from 'zod';
import type { ManifestNetwork } from '../packages/manifest-schema';
import { weightsOf } from '../packages/read-package';

const FLOAT_BYTES = 4;
const MEGABYTE = 1e6;
/** Layers of a usual convolutional network that share its weights out among them. */
const USUAL_LAYERS = 10;
/** Feature maps at full resolution: few networks have more, as the wide layers lie deeper. */
const CHANNELS = { fewest: 4, most: 32 } as const;
/** Feature maps of full resolution alive at once: what a layer reads, what it writes, and what a later one still waits for. */
const LIVE_MAPS = 3;

/**
 * Bytes that a loaded network takes by itself: its weights, and the copy that is made while it is loaded. Nothing where the
 * manifest states the whole (`memory_mb`), which `activationBytes` then is.
 */
export function loadedBytes(network: ManifestNetwork): number {
  return network.memory_mb === undefined ? 2 * weightsOf(network).size : 0;
}

/**
 * Bytes of one call over `samples` pixels or voxels: what the manifest states, or else a rule of thumb: a network of ten
 * layers of 3 × 3 (× 3) kernels that has so many weights is so many channels wide. It is right within a factor of about two for
 * U-Nets and MeshNets; a manifest that says `memory_mb` is better.
 */
export function activationBytes(network: ManifestNetwork, dims: number, samples: number): number {
  if (network.memory_mb !== undefined) return network.memory_mb * MEGABYTE;
  const weights = weightsOf(network).size / FLOAT_BYTES;
  const width = Math.sqrt(weights / (USUAL_LAYERS * 3 ** dims));
  const channels = Math.min(Math.max(width, CHANNELS.fewest), CHANNELS.most);
  return Math.round(samples * channels * LIVE_MAPS * FLOAT_BYTES);
}

const windowed = z.object({
  inferer: z.literal('SlidingWindow'),
  roi_size: z.array(z.number()),
  overlap: z.number().default(0.25),
  sw_batch_size: z.number().default(1),
});
const patched = z.object({ patch_size: z.tuple([z.number(), z.number()]) });

/**
 * Bytes that the `infer` step takes beside what it reads and answers: windows, sums of windows that overlap, feature maps.
 * @param shape of the first image fed in; empty where there is none.
 * @param channels of that image.
 */
export function inferenceBytes(step: CheckedStep, network: ManifestNetwork, shape: readonly number[], channels: number): number {
  const outputs = network.outputs.reduce((sum, tensor) => sum + (statedChannels(tensor) ?? 1), 0);
  const call = (samples: number, dims: number): number =>
    activationBytes(network, dims, samples) + samples * (channels + 2 * outputs) * FLOAT_BYTES;
  const given = windowed.safeParse(step.kwargs);
  if (given.success) {
    const { roi_size, overlap, sw_batch_size: batch } = given.data;
    const image = canonicalShape(shape);
    const plan = planWindows(image, canonicalShape(roi_size), overlap);
    const border = product(plan.padded) === product(image) ? 0 : channels * product(plan.padded) * FLOAT_BYTES;
    const sums = network.outputs.reduce((sum, tensor) => sum + WindowBlend.bytes(statedChannels(tensor) ?? 1, plan), 0);
    return border + sums + call(batch * product(plan.roi), shape.length);
  }
  const patch = patched.safeParse(step.kwargs);
  if (patch.success) return call(product(patch.data.patch_size), 2);
  // Slices are run one by one, anything else whole.
  const bySlice = z.object({ inferer: z.literal('Slice'), axis: z.number().default(0) }).safeParse(step.kwargs);
  if (bySlice.success) return call(product(shape) / (shape[bySlice.data.axis] ?? 1), 2);
  return shape.length === 0 ? activationBytes(network, 1, 0) : call(product(shape), shape.length);
}

function product(shape: readonly number[]): number {
  return shape.reduce((total, length) => total * length, 1);
}
