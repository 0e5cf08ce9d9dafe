import { AppError } from '../../../../domain/errors';
import type { InstanceType } from '../../../../domain/kernels/instances/instance-types';
import { largestLabel, type LabelMap } from '../../../../domain/kernels/masks/lattice';
import type { ImageValue, InstancesValue, Space } from '../../register';

interface InstanceFacts {
  /** Class of object i + 1; 1 for all where absent. */
  readonly classes?: readonly number[];
  readonly scores?: readonly number[];
}

/** An instance map as a register's value. Objects are numbered 1 to n already. */
export function instancesValue(map: LabelMap, space: Space, facts: InstanceFacts = {}): InstancesValue {
  const data = map.data instanceof Uint32Array ? map.data : Uint32Array.from(map.data);
  const count = facts.classes?.length ?? largestLabel(map.data);
  const classes = facts.classes === undefined ? new Int32Array(count).fill(1) : Int32Array.from(facts.classes);
  return {
    kind: 'instances',
    shape: map.shape,
    data,
    classes,
    scores: facts.scores === undefined ? null : Float64Array.from(facts.scores),
    space,
  };
}

/** Class of each object by its majority. */
export function classesOf(types: readonly InstanceType[]): { readonly classes: number[]; readonly scores: number[] } {
  return { classes: types.map(({ type }) => type), scores: types.map(({ probability }) => Math.min(probability, 1)) };
}

/** Some channels of an image, as an array of channels × shape. */
export function channelsOf(
  image: ImageValue,
  from: number,
  count: number,
): { readonly data: ImageValue['data']; readonly shape: readonly number[] } {
  const plane = image.shape.reduce((product, length) => product * length, 1);
  return { data: image.data.subarray(from * plane, (from + count) * plane), shape: count === 1 ? image.shape : [count, ...image.shape] };
}

/** @throws AppError `inference-failed` where two maps that belong together do not lie on one grid */
export function requireSameGrid(first: ImageValue, ...others: readonly ImageValue[]): void {
  for (const other of others) {
    if (other.shape.join() !== first.shape.join()) {
      throw new AppError('inference-failed', `maps of ${first.shape.join('×')} and ${other.shape.join('×')} do not lie on one grid`);
    }
  }
}
