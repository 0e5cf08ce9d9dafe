import { z } from 'zod';
import { softmax as softmaxArray } from '../../../domain/kernels/activation/activation';
import { defineStep } from '../step';
import { axisOf, checkClassAxis, classAxis } from './shared/class-axis';
import { scoresArray, scoresInput, scoresType, withScores } from './shared/scores';

/** Softmax over the channels of an image or an axis of a tensor (BioImage.IO `softmax`, `torch.softmax`). */
export const softmax = defineStep({
  name: 'softmax',
  version: 1,
  kwargs: z.strictObject({ axis: classAxis }),
  types: (kwargs, context) => {
    const type = scoresType(context);
    checkClassAxis(kwargs.axis, type);
    return [type.kind === 'image' ? { ...type, dtype: 'float32' } : type];
  },
  run: (kwargs, context) => {
    const value = scoresInput(context);
    const array = scoresArray(value);
    return [withScores(value, softmaxArray(array, axisOf(kwargs.axis, array.shape.length, value.kind)))];
  },
});
