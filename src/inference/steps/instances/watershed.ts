import { z } from 'zod';
import { instanceTypes } from '../../../domain/kernels/instances/instance-types';
import { connectedComponents } from '../../../domain/kernels/masks/connected-components';
import { distanceTransform } from '../../../domain/kernels/masks/distance-transform';
import { hopsOf, type LabelMap } from '../../../domain/kernels/masks/lattice';
import { peakLocalMax } from '../../../domain/kernels/masks/peak-local-max';
import { relabelSequential } from '../../../domain/kernels/masks/relabel';
import { watershed as flooded } from '../../../domain/kernels/masks/watershed';
import { connectivity, spacingOrPixels } from '../masks/shared/label-values';
import { defineStep, soleInput, soleInputType, typeProblem, valueOf } from '../step';
import { classesOf, instancesValue } from './shared/instance-values';

/**
 * Parts a mask into objects by flooding (`skimage.segmentation.watershed`). Markers come from a label register, or are
 * the peaks of the distance to the background; the landscape is an image register, or that distance turned over.
 */
export const watershed = defineStep({
  name: 'Watershed',
  version: 1,
  kwargs: z.strictObject({
    image: z.string().optional(),
    markers: z.string().optional(),
    /** Between peaks, pixels. */
    min_distance: z.int().min(1).max(1000).default(5),
    /** Of the highest peak. */
    threshold_rel: z.number().min(0).max(1).optional(),
    connectivity: connectivity.default(1),
    compactness: z.number().min(0).default(0),
    watershed_line: z.boolean().default(false),
  }),
  reads: ({ image, markers }) => [image, markers].filter((name) => name !== undefined),
  types: (kwargs, context) => {
    const { dims, space } = soleInputType(context, 'labels');
    const image = kwargs.image === undefined ? undefined : context.register(kwargs.image);
    if (kwargs.image !== undefined && (image?.kind !== 'image' || image.channels !== 1 || image.dims !== dims)) {
      throw typeProblem(`image: "${kwargs.image}" is not an image of one channel and ${String(dims)} dimensions`);
    }
    if (kwargs.markers !== undefined && context.register(kwargs.markers)?.kind !== 'labels') {
      throw typeProblem(`markers: "${kwargs.markers}" is not a label map`);
    }
    return [{ kind: 'instances', dims, space }];
  },
  run: (kwargs, context) => {
    const mask = soleInput(context, 'labels');
    const { shape } = mask;
    const distance = distanceTransform(mask, spacingOrPixels(mask.space));
    const landscape = kwargs.image === undefined ? distance.map((d) => -d) : valueOf(context.register(kwargs.image), 'image').data;
    const markers: LabelMap =
      kwargs.markers === undefined
        ? { data: peakMarkers(distance, shape, kwargs.min_distance, kwargs.threshold_rel), shape }
        : { data: connectedComponents(valueOf(context.register(kwargs.markers), 'labels'), 3).labels, shape };
    const hops = hopsOf(kwargs.connectivity);
    const basins = flooded(landscape, markers, { mask, hops, compactness: kwargs.compactness, line: kwargs.watershed_line });
    const { map } = relabelSequential(basins);
    return [instancesValue(map, mask.space, { classes: classesOf(instanceTypes(map, mask.data)).classes })];
  },
});

/** One marker a peak, numbered from the highest. */
function peakMarkers(distance: Float64Array, shape: readonly number[], minDistance: number, thresholdRel: number | undefined): Uint32Array {
  const markers = new Uint32Array(distance.length);
  const options = { minDistance, excludeBorder: 0, ...(thresholdRel === undefined ? {} : { thresholdRel }) };
  for (const [i, place] of peakLocalMax(distance, shape, options).entries()) markers[place] = i + 1;
  return markers;
}
