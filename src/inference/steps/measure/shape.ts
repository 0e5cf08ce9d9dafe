import { z } from 'zod';
import { croppedMask, labelBoxes } from '../../../domain/kernels/masks/label-boxes';
import { shapeIndices } from '../../../domain/kernels/measures/shape-indices';
import { labelList } from '../masks/shared/label-values';
import { defineStep, soleInput, soleInputType, typeProblem } from '../step';
import { measurements, scaleOf, type Measured } from './shared/measured-values';

/** Form of labels of a volume: sphericity and aspect, or the indices of aneurysms that need no neck (Raghavan 2005). */
export const shape = defineStep({
  name: 'Shape',
  version: 1,
  kwargs: z.strictObject({ method: z.enum(['aneurysm', 'sphericity']), labels: labelList.optional() }),
  types: (_kwargs, context) => {
    if (soleInputType(context, 'labels').dims !== 3) throw typeProblem('Shape@1 takes volumes');
    return [{ kind: 'measurements' }];
  },
  run: (kwargs, context) => {
    const map = soleInput(context, 'labels');
    const { spacing } = scaleOf(map.space);
    const boxes = labelBoxes(map).filter(({ label }) => kwargs.labels?.includes(label) ?? true);
    return [
      measurements(
        boxes.flatMap((box): Measured[] => {
          const indices = shapeIndices(croppedMask(map, box, 0), spacing);
          const named = (name: string, value: number): Measured => ({ label: box.label, name, value, unit: '1' });
          const common = [named('sphericity', indices.sphericity), named('aspect_ratio', indices.aspectRatio)];
          if (kwargs.method === 'sphericity') return common;
          return [
            ...common,
            named('undulation_index', indices.undulation),
            named('ellipticity_index', indices.ellipticity),
            named('nonsphericity_index', indices.nonsphericity),
          ];
        }),
      ),
    ];
  },
});
