import { typeProblem, type TypeContext } from '../../step';
import { scoresType } from './scores';

/** Refuses anything but one float32 tensor and the given number of outputs. */
export function soleTensorType(context: TypeContext, outputs: number): void {
  if (scoresType(context).kind !== 'tensor') throw typeProblem('expected a tensor');
  if (context.out.names.length !== outputs) throw typeProblem(`expected ${String(outputs)} output registers`);
}
