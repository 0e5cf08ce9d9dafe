import { AppError } from '../../domain/errors';
import { scaled } from '../../domain/geometry/vector';
import { affineOf } from '../../domain/geometry/voxel-affine';
import type { Vec3 } from '../../domain/units';
import type { VoxelAffine } from '../../domain/volume';
import type { VolumeAxis, VolumeHeader } from './description';
import { millimetresPer } from './length-unit';
import { detachedName, headerNumber, headerNumbers, latin1 } from './text-header';
import type { VoxelType } from './voxel-type';

/** MetaIO's `long` has 4 bytes on every machine. */
const TYPES: Readonly<Record<string, VoxelType>> = {
  MET_CHAR: 'int8',
  MET_UCHAR: 'uint8',
  MET_SHORT: 'int16',
  MET_USHORT: 'uint16',
  MET_INT: 'int32',
  MET_UINT: 'uint32',
  MET_LONG: 'int32',
  MET_ULONG: 'uint32',
  MET_LONG_LONG: 'int64',
  MET_ULONG_LONG: 'uint64',
  MET_FLOAT: 'float32',
  MET_DOUBLE: 'float64',
};
const MODALITIES: Readonly<Record<string, string>> = { MET_MOD_CT: 'CT', MET_MOD_MR: 'MR', MET_MOD_NM: 'NM', MET_MOD_US: 'US' };

type Fields = ReadonlyMap<string, string>;

/**
 * Reads the header of a MetaImage (.mha, .mhd; MetaIO, as ITK writes it). Its space is LPS, each line of
 * `TransformMatrix` the direction of one axis.
 * @returns null where the header goes on after `first`
 * @throws AppError `image-malformed`, `volume-variant-unsupported`.
 */
export function readMetaImageHeader(first: Uint8Array): VolumeHeader | null {
  const parsed = parse(first);
  if (parsed === null) return null;
  const { fields, end } = parsed;
  const type = fields.get('ElementType') ?? '';
  const known = TYPES[type.replace(/_ARRAY$/u, '')];
  if (known === undefined) throw new AppError('volume-variant-unsupported', 'an unknown MetaImage element type');
  const dimensions = required(fields, 'NDims');
  const sizes = headerNumbers(fields.get('DimSize') ?? '', 'DimSize');
  if (sizes.length !== dimensions || dimensions < 2 || dimensions > 4) {
    throw new AppError('volume-variant-unsupported', 'a MetaImage of other than 2 to 4 dimensions', { dimensions });
  }
  const spacing = spacingOf(fields, dimensions);
  const data = fields.get('ElementDataFile') ?? '';
  const local = /^local$/iu.test(data);
  const compressed = isTrue(fields.get('CompressedData'));
  const text = fields.has('BinaryData') && !isTrue(fields.get('BinaryData'));
  return {
    description: {
      format: 'MetaImage',
      axes: axesOf(fields, sizes, known),
      type: known,
      bigEndian: isTrue(fields.get('BinaryDataByteOrderMSB') ?? fields.get('ElementByteOrderMSB')),
      affine: dimensions === 2 ? null : affineFrom(fields, dimensions, spacing),
      planeSpacing: dimensions === 2 ? { first: spacing[0] ?? 1, second: spacing[1] ?? 1 } : null,
      orientationAssumed: matrixOf(fields) === undefined,
      slope: optional(fields, 'ElementToIntensityFunctionSlope') ?? 1,
      intercept: optional(fields, 'ElementToIntensityFunctionOffset') ?? 0,
      displayRange: null,
      phaseTime: null,
      modality: MODALITIES[fields.get('Modality') ?? ''] ?? 'OT',
    },
    place: {
      offset: local ? end : (optional(fields, 'HeaderSize') ?? 0),
      encoding: text ? 'text' : compressed ? 'zlib' : 'raw',
      skip: 0,
      detached: local ? null : detachedName(data),
    },
  };
}

/** Lines `key = value` up to `ElementDataFile`, which is the last; `end` is the byte after it. */
function parse(first: Uint8Array): { readonly fields: Fields; readonly end: number } | null {
  const text = latin1(first);
  const fields = new Map<string, string>();
  let at = 0;
  while (at < text.length) {
    const next = text.indexOf('\n', at);
    const line = text.slice(at, next < 0 ? text.length : next);
    const equals = line.indexOf('=');
    const key = line.slice(0, Math.max(equals, 0)).trim();
    if (equals >= 0) fields.set(key, line.slice(equals + 1).trim());
    at = next < 0 ? text.length : next + 1;
    if (key === 'ElementDataFile') return { fields, end: at };
  }
  return null;
}

function axesOf(fields: Fields, sizes: readonly number[], type: VoxelType): readonly VolumeAxis[] {
  const channels = optional(fields, 'ElementNumberOfChannels') ?? 1;
  if (channels !== 1 && !((channels === 3 || channels === 4) && type === 'uint8')) {
    throw new AppError('volume-variant-unsupported', 'MetaImage voxels of several numbers that are no colour', { channels });
  }
  const axes: VolumeAxis[] = channels === 1 ? [] : [{ role: 'colour', size: channels }];
  for (const [i, size] of sizes.entries()) axes.push({ role: i < 3 ? 'space' : 'phase', size });
  return axes;
}

function spacingOf(fields: Fields, dimensions: number): readonly number[] {
  const mm = unitOf(fields);
  const text = fields.get('ElementSpacing') ?? fields.get('ElementSize');
  const values = text === undefined ? [] : headerNumbers(text, 'ElementSpacing');
  return Array.from({ length: dimensions }, (_, i) => (values[i] ?? 1) * mm);
}

function unitOf(fields: Fields): number {
  return millimetresPer(fields.get('DistanceUnits') ?? 'mm');
}

function matrixOf(fields: Fields): string | undefined {
  return fields.get('TransformMatrix') ?? fields.get('Rotation') ?? fields.get('Orientation');
}

function affineFrom(fields: Fields, dimensions: number, spacing: readonly number[]): VoxelAffine {
  const text = matrixOf(fields);
  const matrix = text === undefined ? null : headerNumbers(text, 'TransformMatrix');
  const direction = (axis: number): Vec3 => {
    const at = (i: number): number => (matrix === null ? Number(i === axis) : (matrix[axis * dimensions + i] ?? NaN));
    return [at(0), at(1), at(2)];
  };
  const mm = unitOf(fields);
  const offset = headerNumbers(fields.get('Offset') ?? fields.get('Position') ?? fields.get('Origin') ?? '0 0 0', 'Offset');
  const origin: Vec3 = [(offset[0] ?? 0) * mm, (offset[1] ?? 0) * mm, (offset[2] ?? 0) * mm];
  const step = (axis: number): Vec3 => scaled(direction(axis), spacing[axis] ?? 1);
  return affineOf(step(0), step(1), step(2), origin);
}

function required(fields: Fields, name: string): number {
  return headerNumber(fields.get(name) ?? '', name);
}

function optional(fields: Fields, name: string): number | null {
  const text = fields.get(name);
  return text === undefined ? null : headerNumber(text, name);
}

function isTrue(text: string | undefined): boolean {
  return /^(true|1|t|y)/iu.test(text ?? '');
}
