import { AppError } from '../../../../domain/errors';
import type { LabelsValue, RegisterType } from '../../register';
import { input, inputType, type RunContext, type TypeContext } from '../../step';
import { scaleOf, type Scale } from './measured-values';

/** What a step measures of lines or vessels (first input), in the labels of a second input or the whole image. */
export interface LabelsInRegion extends Scale {
  readonly labels: LabelsValue;
  /** Null: the whole image. */
  readonly region: LabelsValue | null;
  /** A length for the area or volume it lies in. */
  readonly lengthDensityUnit: string;
}

/** One or two inputs of labels, measurements out. */
export function labelsInRegionTypes(context: TypeContext): RegisterType[] {
  inputType(context, 0, 'labels');
  if (context.inputs.length > 1) inputType(context, 1, 'labels');
  return [{ kind: 'measurements' }];
}

/** @throws AppError `inference-failed` where the two do not lie on one grid. */
export function labelsInRegion(context: RunContext): LabelsInRegion {
  const labels = input(context, 0, 'labels');
  const region = context.inputs.length > 1 ? input(context, 1, 'labels') : null;
  if (region !== null && region.shape.join() !== labels.shape.join())
    throw new AppError('inference-failed', 'labels and region do not lie on one grid');
  const scale = scaleOf(labels.space);
  const { unit } = scale;
  return { ...scale, labels, region, lengthDensityUnit: `${unit}/${unit}${String(labels.shape.length)}` };
}
