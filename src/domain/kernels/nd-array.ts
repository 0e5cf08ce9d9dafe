/** Sample types that kernels read and write. */
export type Samples = Uint8Array | Int8Array | Uint16Array | Int16Array | Uint32Array | Int32Array | Float32Array | Float64Array;

/** An n-dimensional array, row-major: the last axis runs fastest. `data.length` is the product of `shape`. */
export interface NdArray<D extends Samples = Samples> {
  readonly data: D;
  readonly shape: readonly number[];
}

/** Number of samples of a shape; 1 for the empty shape. */
export function sampleCount(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}

/** Distance in samples of one step along each axis. */
export function strides(shape: readonly number[]): number[] {
  const result = new Array<number>(shape.length).fill(1);
  for (let axis = shape.length - 2; axis >= 0; axis--) result[axis] = (result[axis + 1] ?? 1) * (shape[axis + 1] ?? 1);
  return result;
}

/** A zeroed array of the same sample type. */
export function allocateLike<D extends Samples>(data: D, length: number): D;
export function allocateLike(data: Samples, length: number): Samples {
  if (data instanceof Float32Array) return new Float32Array(length);
  if (data instanceof Float64Array) return new Float64Array(length);
  if (data instanceof Uint8Array) return new Uint8Array(length);
  if (data instanceof Int8Array) return new Int8Array(length);
  if (data instanceof Uint16Array) return new Uint16Array(length);
  if (data instanceof Int16Array) return new Int16Array(length);
  if (data instanceof Uint32Array) return new Uint32Array(length);
  return new Int32Array(length);
}

/** Writes `change` of each source sample into `target`, many times faster than a typed array's `from` with a function. */
export function mapInto<T extends Samples>(target: T, source: Samples, change: (value: number) => number): T {
  for (let i = 0; i < target.length; i++) target[i] = change(source[i] ?? 0);
  return target;
}

/**
 * An axis seen as `outer` blocks of `length` lines of `inner` samples: sample (o, i, n) lies at
 * `(o · length + i) · inner + n`. What every separable pass and every reduction along one axis loops over.
 */
export interface AxisView {
  readonly outer: number;
  readonly length: number;
  readonly inner: number;
}

export function axisView(shape: readonly number[], axis: number): AxisView {
  return { outer: sampleCount(shape.slice(0, axis)), length: shape[axis] ?? 1, inner: sampleCount(shape.slice(axis + 1)) };
}
