import { z } from 'zod';
import { AppError } from '../../../domain/errors';
import { aha17 as segments } from '../../../domain/kernels/measures/aha17';
import { defineStep, soleInput, soleInputType, typeProblem } from '../step';

const label = z.int().min(1).max(65535);

/** The 17 segments of the left ventricle (AHA 2002) on a short-axis label map: 1–17 on the myocardium, else 0. */
export const aha17 = defineStep({
  name: 'AHA17',
  version: 1,
  kwargs: z.strictObject({
    myocardium: label,
    cavity: label,
    right_ventricle: label.optional(),
    /** Anterior insertion of the right ventricle, y and x in pixels, where no label of it is there. */
    insertion: z.tuple([z.number(), z.number()]).optional(),
    apex: z.enum(['first', 'last']),
  }),
  types: (kwargs, context) => {
    const type = soleInputType(context, 'labels');
    if (type.dims !== 3) throw typeProblem('AHA17@1 takes short-axis volumes');
    if ((kwargs.right_ventricle === undefined) === (kwargs.insertion === undefined))
      throw typeProblem('expected one of right_ventricle and insertion');
    return [type];
  },
  run: (kwargs, context) => {
    const labels = soleInput(context, 'labels');
    const data = segments(labels, {
      myocardium: kwargs.myocardium,
      cavity: kwargs.cavity,
      ...(kwargs.right_ventricle === undefined ? {} : { rightVentricle: kwargs.right_ventricle }),
      ...(kwargs.insertion === undefined ? {} : { insertion: kwargs.insertion }),
      apex: kwargs.apex,
    });
    if (data === null) throw new AppError('inference-failed', 'no left ventricle with an anterior insertion of the right was found');
    return [{ ...labels, data }];
  },
});
