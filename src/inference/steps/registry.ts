import { ACTIVATION_STEPS } from './activation/registry';
import { DETECTION_STEPS } from './detection/registry';
import { GEOMETRY_STEPS } from './geometry/registry';
import { infer } from './infer';
import { INSTANCE_STEPS } from './instances/registry';
import { INTENSITY_STEPS } from './intensity/registry';
import { MASK_STEPS } from './masks/registry';
import { MEASURE_STEPS } from './measure/registry';
import type { StepDefinition } from './step';
import { TABLE_STEPS } from './table/registry';
import { TEXT_STEPS } from './text/registry';
import { VALUE_STEPS } from './value/registry';

/** The whole pipeline vocabulary, by `name@version`. A package that uses anything else is refused. */
export const STEPS = {
  ...VALUE_STEPS,
  ...GEOMETRY_STEPS,
  ...INTENSITY_STEPS,
  ...ACTIVATION_STEPS,
  ...DETECTION_STEPS,
  ...MASK_STEPS,
  ...INSTANCE_STEPS,
  ...MEASURE_STEPS,
  ...TABLE_STEPS,
  ...TEXT_STEPS,
  'infer@1': infer,
} as const satisfies Record<string, StepDefinition>;

export type StepId = keyof typeof STEPS;

/** The step a manifest names; a name without version means version 1. */
export function findStep(reference: string): StepDefinition | undefined {
  const id = reference.includes('@') ? reference : `${reference}@1`;
  return Object.hasOwn(STEPS, id) ? STEPS[id as StepId] : undefined;
}
