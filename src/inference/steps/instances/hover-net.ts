import { z } from 'zod';
import { hoverNetInstances } from '../../../domain/kernels/instances/hover-net';
import { instanceTypes } from '../../../domain/kernels/instances/instance-types';
import type { ImageValue } from '../register';
import { defineStep, input, inputType, typeProblem } from '../step';
import { channelsOf, classesOf, instancesValue, requireSameGrid } from './shared/instance-values';
import { decodeInTiles, tiling } from './shared/tiled-decode';

/**
 * Nuclei of a HoVer-Net (MONAI `HoVerNetInstanceMapPostProcessing` and `HoVerNetNuclearTypePostProcessing`). In: the
 * nuclear prediction, the horizontal and vertical maps, and where there is one the types (channel 0 = background).
 */
export const hoverNet = defineStep({
  name: 'HoVerNet',
  version: 1,
  kwargs: z.strictObject({
    /** Absent: the highest channel decides. */
    mask_threshold: z.number().min(0).max(1).optional(),
    sobel_kernel_size: z
      .int()
      .min(3)
      .max(63)
      .refine((size) => size % 2 === 1, 'expected an odd number')
      .default(21),
    marker_threshold: z.number().min(0).max(1).default(0.4),
    marker_radius: z.int().min(0).max(50).default(2),
    min_object_size: z.int().min(0).default(10),
    ...tiling,
  }),
  types: (_kwargs, context) => {
    const nuclei = inputType(context, 0, 'image');
    const hover = inputType(context, 1, 'image');
    if (context.inputs.length > 2) inputType(context, 2, 'image');
    if (nuclei.dims !== 2 || hover.dims !== 2 || hover.channels !== 2) throw typeProblem('in: expected a plane and a plane of 2 channels');
    return [{ kind: 'instances', dims: 2, space: nuclei.space }];
  },
  run: (kwargs, context) => {
    const nuclei = input(context, 0, 'image');
    const hover = input(context, 1, 'image');
    requireSameGrid(nuclei, hover);
    const options = {
      ...(kwargs.mask_threshold === undefined ? {} : { maskThreshold: kwargs.mask_threshold }),
      sobelKernelSize: kwargs.sobel_kernel_size,
      markerThreshold: kwargs.marker_threshold,
      markerRadius: kwargs.marker_radius,
      minObjectSize: kwargs.min_object_size,
    };
    const whole = { data: nuclei.data, shape: [nuclei.channels, ...nuclei.shape] };
    const maps = [whole, channelsOf(hover, 0, 2)];
    const map = decodeInTiles(maps, kwargs, context, ([first = whole, second = whole]) => hoverNetInstances(first, second, options));
    if (context.inputs.length < 3) return [instancesValue(map, nuclei.space)];
    const types = input(context, 2, 'image');
    requireSameGrid(nuclei, types);
    return [instancesValue(map, nuclei.space, classesOf(instanceTypes(map, highestChannel(types))))];
  },
});

function highestChannel({ data, channels }: ImageValue): Int32Array {
  const plane = data.length / channels;
  return Int32Array.from({ length: plane }, (_, i) => {
    let best = 0;
    for (let c = 1; c < channels; c++) if ((data[c * plane + i] ?? 0) > (data[best * plane + i] ?? 0)) best = c;
    return best;
  });
}
