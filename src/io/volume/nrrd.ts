import { AppError } from '../../domain/errors';
import { cross, unit } from '../../domain/geometry/vector';
import { affineOf } from '../../domain/geometry/voxel-affine';
import type { Vec3 } from '../../domain/units';
import type { VoxelAffine } from '../../domain/volume';
import type { VolumeAxis, VolumeDataPlace, VolumeHeader } from './description';
import { millimetresPer } from './length-unit';
import { detachedName, headerNumber, headerNumbers, latin1 } from './text-header';
import type { VoxelType } from './voxel-type';

/** Names of types, each with its synonyms (NRRD format definition, section 5). */
const TYPES: ReadonlyMap<string, VoxelType> = new Map(
  (
    [
      ['int8', 'signed char', 'int8', 'int8_t'],
      ['uint8', 'uchar', 'unsigned char', 'uint8', 'uint8_t'],
      ['int16', 'short', 'short int', 'signed short', 'signed short int', 'int16', 'int16_t'],
      ['uint16', 'ushort', 'unsigned short', 'unsigned short int', 'uint16', 'uint16_t'],
      ['int32', 'int', 'signed int', 'int32', 'int32_t'],
      ['uint32', 'uint', 'unsigned int', 'uint32', 'uint32_t'],
      ['int64', 'longlong', 'long long', 'long long int', 'signed long long', 'signed long long int', 'int64', 'int64_t'],
      ['uint64', 'ulonglong', 'unsigned long long', 'unsigned long long int', 'uint64', 'uint64_t'],
      ['float32', 'float'],
      ['float64', 'double'],
    ] as const
  ).flatMap(([type, ...names]) => names.map((name): [string, VoxelType] => [name, type])),
);

const ENCODINGS: Readonly<Record<string, VolumeDataPlace['encoding']>> = {
  raw: 'raw',
  gzip: 'gzip',
  gz: 'gzip',
  txt: 'text',
  text: 'text',
  ascii: 'text',
  hex: 'hex',
};

/** Signs of the axes of a known space, to LPS. */
const SPACES: Readonly<Record<string, Vec3>> = {
  'left-posterior-superior': [1, 1, 1],
  lps: [1, 1, 1],
  'right-anterior-superior': [-1, -1, 1],
  ras: [-1, -1, 1],
  'left-anterior-superior': [1, -1, 1],
  las: [1, -1, 1],
};

const COLOUR_KINDS = new Set(['rgb-color', 'rgba-color', '3-color', '4-color']);
/** Kinds whose numbers are several images, one after the other; the others (matrices, gradients, quaternions) are none. */
const PHASE_KINDS = new Set(['list', 'time', 'vector', 'none', '???', 'scalar', 'stub', 'domain', 'space', 'point']);

/** Fields in lower case, without what the file says of its contents as `key:=value`. */
type Fields = ReadonlyMap<string, string>;

/**
 * Reads an NRRD header, attached (.nrrd) or not (.nhdr) (http://teem.sourceforge.net/nrrd/format.html).
 * @returns null where the header goes on after `first`
 * @throws AppError `image-malformed`, `volume-variant-unsupported`.
 */
export function readNrrdHeader(first: Uint8Array, complete: boolean): VolumeHeader | null {
  const parsed = parse(first, complete);
  if (parsed === null) return null;
  const { fields, end } = parsed;
  const type = TYPES.get((fields.get('type') ?? '').toLowerCase());
  if (type === undefined) throw new AppError('volume-variant-unsupported', 'an NRRD of blocks or of an unknown type');
  const sizes = headerNumbers(fields.get('sizes') ?? '', 'sizes');
  const dimensions = headerNumber(fields.get('dimension') ?? '', 'dimension');
  if (sizes.length !== dimensions) throw new AppError('image-malformed', 'NRRD sizes and dimension disagree');
  const directions = directionsOf(fields, sizes.length);
  const axes = axesOf(fields, sizes, directions, type);
  const spatial = axes.filter(({ role }) => role === 'space').length;
  const signs = SPACES[(fields.get('space') ?? '').toLowerCase()];
  const spacings = spacingsOf(fields, axes);
  return {
    description: {
      format: 'NRRD',
      axes,
      type,
      bigEndian: fields.get('endian')?.toLowerCase() === 'big',
      affine: spatial < 3 && directions === null ? null : affineFrom(fields, directions, spacings, signs ?? [1, 1, 1]),
      planeSpacing: { first: spacings[0] ?? 1, second: spacings[1] ?? 1 },
      orientationAssumed: directions === null || signs === undefined,
      slope: 1,
      intercept: 0,
      displayRange: null,
      phaseTime: null,
      modality: 'OT',
    },
    place: placeOf(fields, end),
  };
}

/** The magic, then `field: value` lines up to an empty one; comments and key/value pairs are left out. */
function parse(first: Uint8Array, complete: boolean): { readonly fields: Fields; readonly end: number } | null {
  const text = latin1(first);
  const fields = new Map<string, string>();
  let at = text.indexOf('\n') + 1;
  while (at > 0 && at < text.length) {
    const next = text.indexOf('\n', at);
    if (next < 0 && !complete) return null;
    const line = text.slice(at, next < 0 ? text.length : next).replace(/\r$/u, '');
    at = next < 0 ? text.length : next + 1;
    if (line === '') return { fields, end: at };
    const colon = line.indexOf(': ');
    if (!line.startsWith('#') && colon > 0 && !line.slice(0, colon).includes(':=')) {
      fields.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 2).trim());
    }
  }
  return complete ? { fields, end: at } : null;
}

function placeOf(fields: Fields, end: number): VolumeDataPlace {
  const encoding = ENCODINGS[(fields.get('encoding') ?? '').toLowerCase()];
  const lines = headerNumber(fields.get('line skip') ?? fields.get('lineskip') ?? '0', 'line skip');
  if (encoding === undefined || lines !== 0) throw new AppError('volume-variant-unsupported', 'an NRRD encoding that is not read');
  const skip = headerNumber(fields.get('byte skip') ?? fields.get('byteskip') ?? '0', 'byte skip');
  if (!Number.isInteger(skip) || skip < -1) throw new AppError('image-malformed', 'an NRRD byte skip that is none');
  const data = fields.get('data file') ?? fields.get('datafile');
  return { offset: data === undefined ? end : 0, encoding, skip, detached: data === undefined ? null : detachedName(data) };
}

/** One direction for each axis, null for those that are not in space; null without `space directions`. */
function directionsOf(fields: Fields, axes: number): readonly (Vec3 | null)[] | null {
  const text = fields.get('space directions');
  if (text === undefined) return null;
  const found = text.match(/\([^)]*\)|none/gu) ?? [];
  if (found.length !== axes) throw new AppError('image-malformed', 'NRRD space directions do not match its axes');
  return found.map((part) => (part === 'none' ? null : vectorOf(part, 'space directions')));
}

function vectorOf(text: string, name: string): Vec3 {
  const values = headerNumbers(text.replace(/[()]/gu, ''), name);
  const [x, y, z] = values;
  if (x === undefined || y === undefined || z === undefined || values.length !== 3) {
    throw new AppError('volume-variant-unsupported', 'an NRRD whose space is not of three dimensions');
  }
  return [x, y, z];
}

function axesOf(
  fields: Fields,
  sizes: readonly number[],
  directions: readonly (Vec3 | null)[] | null,
  type: VoxelType,
): readonly VolumeAxis[] {
  const kinds = (fields.get('kinds') ?? '').toLowerCase().split(/\s+/u);
  let spatial = 0;
  const axes = sizes.map((size, i): VolumeAxis => {
    const kind = kinds[i] ?? '';
    const inSpace = directions === null ? spatial < 3 && ['', 'domain', 'space', '???', 'none'].includes(kind) : directions[i] !== null;
    if (inSpace) {
      spatial++;
      return { role: 'space', size };
    }
    const isColour = COLOUR_KINDS.has(kind) || (kind === 'vector' && type === 'uint8' && (size === 3 || size === 4));
    if (isColour) return { role: 'colour', size };
    if (kind !== '' && !PHASE_KINDS.has(kind)) throw new AppError('volume-variant-unsupported', 'an NRRD of matrices or vectors', { kind });
    return { role: 'phase', size };
  });
  const count = (role: VolumeAxis['role']): number => axes.filter((axis) => axis.role === role).length;
  if (count('phase') > 1 || count('colour') > 1) throw new AppError('volume-variant-unsupported', 'an NRRD of more than four dimensions');
  return axes;
}

/** `spacings` of the axes in space, in mm where `units` are given; 1 where the file says nothing. */
function spacingsOf(fields: Fields, axes: readonly VolumeAxis[]): readonly number[] {
  const text = fields.get('spacings');
  const values = text === undefined ? [] : headerNumbers(text, 'spacings');
  const units = unitsOf(fields, 'units');
  return axes.flatMap(({ role }, i) => {
    const value = values[i] ?? NaN;
    return role === 'space' ? [Number.isFinite(value) && value !== 0 ? Math.abs(value) * millimetresPer(units[i] ?? '') : 1] : [];
  });
}

function affineFrom(
  fields: Fields,
  directions: readonly (Vec3 | null)[] | null,
  spacings: readonly number[],
  [sx, sy, sz]: Vec3,
): VoxelAffine {
  const [mx = 1, my = 1, mz = 1] = unitsOf(fields, 'space units').map(millimetresPer);
  const toLps = ([x, y, z]: Vec3): Vec3 => [sx * mx * x, sy * my * y, sz * mz * z];
  const text = fields.get('space origin');
  const origin: Vec3 = text === undefined ? [0, 0, 0] : toLps(vectorOf(text, 'space origin'));
  if (directions === null) {
    const [x = 1, y = 1, z = 1] = spacings;
    return affineOf([x, 0, 0], [0, y, 0], [0, 0, z], origin);
  }
  const [first, second, third] = directions.filter((direction) => direction !== null).map(toLps);
  if (first === undefined || second === undefined) throw new AppError('volume-variant-unsupported', 'an NRRD of one dimension');
  return affineOf(first, second, third ?? unit(cross(first, second)), origin);
}

/** Names in quotes, one for each axis of the array (`units`) or of space (`space units`). */
function unitsOf(fields: Fields, name: 'units' | 'space units'): readonly string[] {
  return Array.from((fields.get(name) ?? '').matchAll(/"([^"]*)"/gu), ([, unit = '']) => unit);
}
