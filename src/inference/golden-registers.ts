import { AppError } from '../domain/errors';
import { sampleCount } from '../domain/kernels/nd-array';
import { blockVoxels } from '../domain/geometry/block-voxels';
import type { DecodedFrame } from '../domain/pixels';
import type { NpyArray } from './packages/npy';
import { numbersOf } from './runtime/network-tensor';
import type { RegisterType, RegisterValue } from './steps/register';

/**
 * A register as an array, to be compared: images `[1, channels, …]`, label and instance maps by shape, boxes as rows x0, y0,
 * x1, y1, score, label, points as rows of coordinates, score, label, measurements by value, tokens by id.
 */
export function fromRegister(value: RegisterValue): NpyArray {
  switch (value.kind) {
    case 'tensor': {
      const data = numbersOf(value);
      if (data === null) throw new AppError('package-schema', 'tests: texts cannot be expected');
      return { shape: value.dims, data };
    }
    case 'image':
      return { shape: [1, value.channels, ...value.shape], data: value.data };
    case 'labels':
    case 'instances':
      return { shape: value.shape, data: Int32Array.from(value.data) };
    case 'boxes':
      return rows(value.scores, value.labels, (i) => Array.from(value.corners.subarray(i * 4, i * 4 + 4)), 4);
    case 'points': {
      const dims = value.scores.length === 0 ? 2 : value.coordinates.length / value.scores.length;
      return rows(value.scores, value.labels, (i) => Array.from(value.coordinates.subarray(i * dims, (i + 1) * dims)), dims);
    }
    case 'measurements':
      return { shape: [value.values.length], data: Float64Array.from(value.values, (measured) => measured.value) };
    case 'tokens':
      return { shape: [value.windows, value.length], data: value.ids };
    default:
      throw new AppError('package-schema', `tests: ${value.kind} cannot be an expected register`);
  }
}

function rows(scores: Float64Array, labels: Int32Array, place: (index: number) => readonly number[], width: number): NpyArray {
  const data = new Float64Array(scores.length * (width + 2));
  for (const [i, score] of scores.entries()) data.set([...place(i), score, labels[i] ?? 0], i * (width + 2));
  return { shape: [scores.length, width + 2], data };
}

/** An array of a package as the register it stands for; a frame is rows × columns, or rows × columns × 3. */
export function toRegister(array: NpyArray, type: RegisterType, path: string): RegisterValue {
  const { shape, data } = array;
  const given = `${data.constructor.name.replace('Array', '').toLowerCase()} [${shape.join(', ')}]`;
  const misfit = (): AppError => new AppError('package-malformed', `${path} holds ${given}; its register takes ${formOf(type)}`, { path });
  switch (type.kind) {
    case 'frame':
      if (!(data instanceof Uint8Array)) throw misfit();
      return { kind: 'frame', frame: frameOf(shape, data, misfit), spacing: null, modalityLut: null };
    case 'volume': {
      const [slices, rowCount, columns] = shape;
      if (slices === undefined || rowCount === undefined || columns === undefined || shape.length !== 3) throw misfit();
      const grid = { slices, rows: rowCount, columns, affine: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0] } as const;
      return { kind: 'volume', voxels: blockVoxels({ grid, data: Float32Array.from(data, Number) }) };
    }
    case 'tensor':
      return tensorOf(array, type.dtype, misfit);
    case 'image': {
      const own = shape.length === type.dims + 2 && shape[0] === 1 ? shape.slice(1) : shape;
      const fits = type.dtype === 'uint8' ? data instanceof Uint8Array : data instanceof Float32Array;
      if (!fits || own.length !== type.dims + 1 || own[0] !== type.channels) throw misfit();
      if (!(data instanceof Uint8Array || data instanceof Float32Array)) throw misfit();
      return { kind: 'image', channels: type.channels, shape: own.slice(1), data, space: spaceOf(own.slice(1)) };
    }
    case 'labels':
      if (shape.length !== type.dims || !(data instanceof Uint8Array || data instanceof Uint16Array)) throw misfit();
      return { kind: 'labels', shape, data, space: spaceOf(shape) };
    default:
      throw misfit();
  }
}

/** What an array has to be for a register, in words. */
function formOf(type: RegisterType): string {
  switch (type.kind) {
    case 'frame':
      return 'uint8 [rows, columns] or [rows, columns, 3]';
    case 'volume':
      return 'numbers [slices, rows, columns]';
    case 'image':
      return `${type.dtype} [1, ${String(type.channels)}, ${type.dims === 3 ? 'slices, ' : ''}rows, columns]`;
    case 'labels':
      return `uint8 or uint16 [${type.dims === 3 ? 'slices, ' : ''}rows, columns]`;
    case 'tensor':
      return type.dtype;
    default:
      return `no array (${type.kind}): name a later register`;
  }
}

function spaceOf(shape: readonly number[]): { source: readonly number[]; spacing: null; affine: null; transforms: [] } {
  return { source: shape, spacing: null, affine: null, transforms: [] };
}

function tensorOf(
  { shape, data }: NpyArray,
  dtype: Extract<RegisterType, { kind: 'tensor' }>['dtype'],
  misfit: () => AppError,
): RegisterValue {
  const dims = shape;
  if (data.length !== sampleCount(dims)) throw misfit();
  if (dtype === 'float32' && data instanceof Float32Array) return { kind: 'tensor', dtype, dims, data };
  if (dtype === 'float64' && data instanceof Float64Array) return { kind: 'tensor', dtype, dims, data };
  if (dtype === 'int64' && data instanceof BigInt64Array) return { kind: 'tensor', dtype, dims, data };
  if (dtype === 'int64' && data instanceof Int32Array) return { kind: 'tensor', dtype, dims, data: BigInt64Array.from(data, BigInt) };
  if (dtype === 'int32' && data instanceof Int32Array) return { kind: 'tensor', dtype, dims, data };
  if ((dtype === 'uint8' || dtype === 'bool') && data instanceof Uint8Array) return { kind: 'tensor', dtype, dims, data };
  throw misfit();
}

/** A photo: rows × columns × 3 samples, or rows × columns. */
function frameOf(shape: readonly number[], pixels: Uint8Array, misfit: () => AppError): DecodedFrame {
  const [rowCount, columns, samples = 1] = shape;
  if (rowCount === undefined || columns === undefined || (samples !== 1 && samples !== 3)) throw misfit();
  return {
    rows: rowCount,
    columns,
    samplesPerPixel: samples,
    bitsAllocated: 8,
    bitsStored: 8,
    signed: false,
    photometric: samples === 3 ? 'RGB' : 'MONOCHROME2',
    pixels,
    palette: null,
  };
}
