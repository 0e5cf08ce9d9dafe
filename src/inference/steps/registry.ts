import { boxDecode } from './box-decode';
import { divisiblePad } from './divisible-pad';
import { fixedZeroMeanUnitVariance } from './fixed-zero-mean-unit-variance';
import { infer } from './infer';
import { invertTransforms } from './invert-transforms';
import { nms } from './nms';
import { photometricRgb } from './photometric-rgb';
import { resize } from './resize';
import { scaleLinear } from './scale-linear';
import type { StepDefinition } from './step';

/** The whole pipeline vocabulary, by `name@version`. A package that uses anything else is refused. */
export const STEPS = {
  'BoxDecode@1': boxDecode,
  'DivisiblePad@1': divisiblePad,
  'InvertTransforms@1': invertTransforms,
  'NMS@1': nms,
  'PhotometricRGB@1': photometricRgb,
  'Resize@1': resize,
  'fixed_zero_mean_unit_variance@1': fixedZeroMeanUnitVariance,
  'infer@1': infer,
  'scale_linear@1': scaleLinear,
} as const satisfies Record<string, StepDefinition>;

export type StepId = keyof typeof STEPS;

/** The step a manifest names; a name without version means version 1. */
export function findStep(reference: string): StepDefinition | undefined {
  const id = reference.includes('@') ? reference : `${reference}@1`;
  return Object.hasOwn(STEPS, id) ? STEPS[id as StepId] : undefined;
}
