import { z } from 'zod';
import { sigmoid as sigmoidArray } from '../../../domain/kernels/activation/activation';
import { defineStep } from '../step';
import { scoresArray, scoresInput, scoresType, withScores } from './shared/scores';

/** 1 / (1 + e^−x) of every number of an image or tensor (BioImage.IO `sigmoid`, MONAI `Activations`). */
export const sigmoid = defineStep({
  name: 'sigmoid',
  version: 1,
  kwargs: z.strictObject({}),
  types: (_kwargs, context) => {
    const type = scoresType(context);
    return [type.kind === 'image' ? { ...type, dtype: 'float32' } : type];
  },
  run: (_kwargs, context) => {
    const value = scoresInput(context);
    return [withScores(value, sigmoidArray(scoresArray(value)))];
  },
});
