import { z } from 'zod';
import { AppError } from '../../../domain/errors';
import { evaluateFormula, formulaNames, parseFormula, type NamePath } from '../../../domain/kernels/tables/formula';
import { numbersOf } from '../../runtime/network-tensor';
import type { RegisterValue } from '../register';
import { defineStep, inputType, typeProblem } from '../step';

const expression = z
  .string()
  .min(1)
  .max(1000)
  .superRefine((text, refinement) => {
    try {
      parseFormula(text);
    } catch (error) {
      refinement.addIssue({ code: 'custom', message: error instanceof Error ? error.message : 'not a formula' });
    }
  });

/**
 * Arithmetic over inputs, named as registers: `psa.psa / (m[1].volume_ml + m[2].volume_ml)`. A row gives its columns
 * (`row.age`), a tensor its numbers (`t[0]`, or `t` where it holds one), measurements theirs (`m[label].name`, `m.name` for
 * the whole). Gives a float32 tensor of one number, or with `measurement` one measured value. An empty cell or a missing
 * measurement is NaN, which is refused.
 */
export const formula = defineStep({
  name: 'Formula',
  version: 1,
  kwargs: z.strictObject({
    expr: expression,
    measurement: z.strictObject({ name: z.string().min(1).max(100), unit: z.string().min(1).max(50) }).optional(),
  }),
  types: (kwargs, context) => {
    if (context.out.names.length !== 1) throw typeProblem('expected one output register');
    for (const [name] of formulaNames(parseFormula(kwargs.expr))) {
      const index = context.in.names.indexOf(name);
      if (index < 0) throw typeProblem(`expr: "${name}" is not one of the inputs`);
      inputType(context, index, 'row', 'tensor', 'measurements');
    }
    return [kwargs.measurement === undefined ? { kind: 'tensor', dtype: 'float32', rank: 1 } : { kind: 'measurements' }];
  },
  run: (kwargs, context) => {
    const value = evaluateFormula(parseFormula(kwargs.expr), (path) => {
      const register = context.inputs[context.in.names.indexOf(path[0])];
      return register === undefined ? Number.NaN : partOf(register, path);
    });
    if (!Number.isFinite(value)) throw new AppError('model-not-applicable', `the formula ${kwargs.expr} has no value here`);
    if (kwargs.measurement === undefined) return [{ kind: 'tensor', dtype: 'float32', dims: [1], data: Float32Array.of(value) }];
    return [{ kind: 'measurements', values: [{ label: null, ...kwargs.measurement, value }] }];
  },
});

function partOf(register: RegisterValue, [, ...parts]: NamePath): number {
  const [first, second] = parts;
  if (register.kind === 'row' && typeof first === 'string' && parts.length === 1) {
    const cell = register.cells.get(first);
    return typeof cell === 'number' || typeof cell === 'boolean' ? Number(cell) : Number.NaN;
  }
  if (register.kind === 'tensor') {
    const numbers = numbersOf(register);
    if (typeof first === 'number' && parts.length === 1) return numbers?.[first] ?? Number.NaN;
    return parts.length === 0 && numbers?.length === 1 ? (numbers[0] ?? Number.NaN) : Number.NaN;
  }
  if (register.kind === 'measurements') {
    const [label, name] = typeof first === 'number' ? [first, second] : [null, first];
    return register.values.find((value) => value.label === label && value.name === name)?.value ?? Number.NaN;
  }
  return Number.NaN;
}
