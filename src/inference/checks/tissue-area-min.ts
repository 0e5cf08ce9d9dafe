import { z } from 'zod';
import { rangeVerdict } from '../../domain/kernels/checks/range';
import { tissueMask } from '../../domain/kernels/checks/tissue-mask';
import { defineRule } from './rule';
import { coloursOf, register, registerOf, sampleSize } from './shared/subject';

/**
 * Area of tissue (mm², or as a part of the image): of a label map, what is not background; of colours, where they are
 * saturated beyond Otsu's threshold. An area in mm² of an image without spacing is not judged.
 */
export const tissueAreaMin = defineRule({
  kwargs: z.strictObject({
    register: register.optional(),
    min_mm2: z.number().min(0).optional(),
    min_fraction: z.number().min(0).max(1).optional(),
  }),
  readsPixels: true,
  reads: ({ register: name }) => (name === undefined ? [] : [name]),
  evaluate: ({ register: name, min_mm2: area, min_fraction: fraction }, subject) => {
    const value = registerOf(subject, name);
    const colours = coloursOf(value);
    const mask = value?.kind === 'labels' ? value.data : colours === null ? null : tissueMask(colours.data, colours.rows, colours.columns);
    if (mask === null || mask.length === 0) return null;
    const count = mask.filter((label) => label !== 0).length;
    if (fraction !== undefined) return rangeVerdict('tissue', (100 * count) / mask.length, '%', { min: 100 * fraction });
    const spacing = value?.kind === 'frame' ? value.spacing : null;
    const size =
      value?.kind === 'labels' || value?.kind === 'image' ? sampleSize(value) : spacing === null ? null : spacing[0] * spacing[1];
    return area === undefined || size === null ? null : rangeVerdict('tissue', count * size, 'mm²', { min: area });
  },
});
