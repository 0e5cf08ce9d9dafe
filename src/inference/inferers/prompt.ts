import { z } from 'zod';
import { AppError, throwIfAborted } from '../../domain/errors';
import { chainMatrix, invertMatrix, transformPoint } from '../../domain/kernels/geometry/spatial-transform';
import { elementCount, type NetworkTensor } from '../runtime/network-tensor';
import type { ImageValue, PointsValue, RegisterType } from '../steps/register';
import { typeProblem, valueOf } from '../steps/step';
import { defineInferer } from './inferer';
import { feedOf, outputValue } from './simple';
import { fromTensor, imageLayout, statedChannels } from './shared/tensor-layout';

const kwargs = z.strictObject({
  inferer: z.literal('Prompt'),
  /** Register of the places clicked, in source pixels: label 1 inside what is meant, 0 outside. */
  points: z.string().max(64),
  /** Register of the image that the encoder saw: places are taken into its pixels, masks lie on its grid. */
  of: z.string().max(64),
  /** Inputs of the network for coordinates `[1, n, 2]` (x, y) and labels `[1, n]`. */
  coords_input: z.string().max(200).default('point_coords'),
  labels_input: z.string().max(200).default('point_labels'),
  /** A last point of label −1 at 0, 0: what exports of SAM ask for where no box is given. */
  padding_point: z.boolean().default(true),
  /** Inputs that stay zero, by shape: an earlier mask that there is none of. */
  zeros: z.record(z.string().max(200), z.array(z.int().min(1).max(4096)).max(6)).default({}),
});

/**
 * A mask decoder asked by clicks (SAM and the like): the embeddings, made once by the encoder, and the places as they are
 * now. Inputs for coordinates, labels and zeros are fed here: the manifest marks them `optional`.
 */
export const prompt = defineInferer({
  kwargs,
  reads: (given) => [given.points, given.of],
  types: (given, { inputs, outputs, register }) => {
    const points = register(given.points);
    if (points?.kind !== 'points' || points.space !== 'source' || points.dims !== 2)
      throw typeProblem(`points: "${given.points}" are no places in source pixels`);
    const of = register(given.of);
    if (of?.kind !== 'image' || of.dims !== 2) throw typeProblem(`of: "${given.of}" is no image of 2 dimensions known here`);
    for (const { tensor, register: type } of inputs) {
      if (type.kind !== 'tensor' || type.rank !== tensor.axes.length)
        throw typeProblem(
          `in: "${tensor.id}" takes a tensor of ${String(tensor.axes.length)} axes (embeddings: declare their axes as index)`,
        );
    }
    return outputs.map((tensor): RegisterType => {
      const channels = statedChannels(tensor);
      if (imageLayout(tensor)?.dims !== 2) return { kind: 'tensor', dtype: 'float32', rank: tensor.axes.length };
      if (channels === null) throw typeProblem(`out: "${tensor.id}": state its channels`);
      return { kind: 'image', dtype: 'float32', channels, dims: 2, space: 'derived' };
    });
  },
  run: async (given, call) => {
    throwIfAborted(call.signal);
    const points = valueOf(call.register(given.points), 'points');
    const image = valueOf(call.register(given.of), 'image');
    if (points.labels.length === 0) throw new AppError('model-not-applicable', 'click on the image first');
    const feeds: Record<string, NetworkTensor> = Object.fromEntries(
      call.inputs.map(({ tensor, register }) => [tensor.id, feedOf(tensor, register)]),
    );
    const { coords, labels } = promptOf(points, image, given.padding_point);
    feeds[given.coords_input] = { dtype: 'float32', dims: [1, labels.length, 2], data: coords };
    feeds[given.labels_input] = { dtype: 'float32', dims: [1, labels.length], data: labels };
    for (const [name, dims] of Object.entries(given.zeros))
      feeds[name] = { dtype: 'float32', dims, data: new Float32Array(elementCount(dims)) };
    call.progress(0, 1);
    const results = await call.session.run(feeds);
    throwIfAborted(call.signal);
    call.progress(1, 1);
    return call.outputs.map((tensor) => {
      const result = results[tensor.id];
      return imageLayout(tensor) === null || result === undefined ? outputValue(tensor, results, call) : fromTensor(result, tensor, image);
    });
  },
});

/** Places in the pixels of the image that the encoder saw; (0, 0) the corner, as the clicks. */
function promptOf(
  points: PointsValue,
  image: ImageValue,
  padding: boolean,
): { readonly coords: Float32Array; readonly labels: Float32Array } {
  const toImage = invertMatrix(chainMatrix(image.space.transforms, 2));
  if (toImage === null) throw new AppError('inference-failed', 'the way from the source to the image cannot be undone');
  const count = points.labels.length + (padding ? 1 : 0);
  const coords = new Float32Array(count * 2);
  const labels = new Float32Array(count).fill(-1);
  for (const [i, label] of points.labels.entries()) {
    // Indices name centres; clicks count from the corner.
    const [y = 0, x = 0] = transformPoint(toImage, [(points.coordinates[i * 2] ?? 0) - 0.5, (points.coordinates[i * 2 + 1] ?? 0) - 0.5]);
    coords.set([x + 0.5, y + 0.5], i * 2);
    labels[i] = label;
  }
  return { coords, labels };
}
