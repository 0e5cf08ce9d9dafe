import { AppError } from '../../domain/errors';
import type { Vec3 } from '../../domain/units';
import type { VolumeAxis, VolumeHeader } from './description';
import { niftiAffineLps, type NiftiPlacement } from './nifti-affine';
import type { VoxelType } from './voxel-type';

/** NIfTI datatype codes that are numbers; colour is told apart before. */
const TYPES: ReadonlyMap<number, VoxelType> = new Map([
  [2, 'uint8'],
  [4, 'int16'],
  [8, 'int32'],
  [16, 'float32'],
  [64, 'float64'],
  [256, 'int8'],
  [512, 'uint16'],
  [768, 'uint32'],
  [1024, 'int64'],
  [1280, 'uint64'],
]);
const RGB24 = 128;
const RGBA32 = 2304;
const UNREAD_TYPES: ReadonlyMap<number, string> = new Map([
  [1, '1-bit'],
  [32, 'complex64'],
  [1536, 'float128'],
  [1792, 'complex128'],
  [2048, 'complex256'],
]);

/** Field positions of one version (nifti1.h, nifti2.h). */
interface Fields {
  readonly view: DataView;
  readonly little: boolean;
  readonly version: 1 | 2;
}

/**
 * Reads a NIfTI-1 or NIfTI-2 header of either byte order.
 * @param path of the header: a pair's image file has the same name with `.img`
 * @throws AppError `image-malformed`, `dimensions-absurd`, `volume-variant-unsupported`, `truncated`.
 */
export function readNiftiHeader(first: Uint8Array<ArrayBuffer>, path: string): VolumeHeader {
  const fields = open(first);
  const dims = dimensions(fields);
  const code = int16(fields, 70, 12);
  const colour = code === RGB24 ? 3 : code === RGBA32 ? 4 : 0;
  const type = colour > 0 ? 'uint8' : TYPES.get(code);
  if (type === undefined) {
    throw new AppError('volume-variant-unsupported', `NIfTI data type ${UNREAD_TYPES.get(code) ?? String(code)}`, { dataType: code });
  }
  const [columns = 1, rows = 1, slices = 1, phases = 1, ...more] = dims;
  if (more.some((size) => size > 1)) {
    throw new AppError('volume-variant-unsupported', 'NIfTI of five or more dimensions (vectors, tensors)', { dimensions: dims.length });
  }
  const axes: VolumeAxis[] = [
    ...(colour > 0 ? [{ role: 'colour' as const, size: colour }] : []),
    { role: 'space', size: columns },
    { role: 'space', size: rows },
    { role: 'space', size: slices },
    ...(phases > 1 ? [{ role: 'phase' as const, size: phases }] : []),
  ];
  const { slope, intercept } = colour > 0 ? { slope: 1, intercept: 0 } : scaling(fields);
  const units = int32or8(fields, 123, 500);
  const placement = placementOf(fields, [columns, rows, slices]);
  const minimum = real(fields, 128, 200);
  const maximum = real(fields, 124, 192);
  const magic = magicOf(fields);
  const single = magic.startsWith('n+');
  const offset = fields.version === 1 ? fields.view.getFloat32(108, fields.little) : Number(fields.view.getBigInt64(168, fields.little));
  const end = fields.version === 1 ? 348 : 540;
  if (!Number.isInteger(offset) || offset < 0 || (single && offset > 0 && offset < end)) {
    throw new AppError('image-malformed', 'NIfTI vox_offset points into the header or nowhere');
  }
  return {
    description: {
      format: 'NIfTI',
      axes,
      type,
      bigEndian: !fields.little,
      affine: niftiAffineLps(placement, millimetres(units)),
      planeSpacing: null,
      orientationAssumed: placement.sformCode <= 0 && placement.qformCode <= 0,
      slope,
      intercept,
      displayRange: Number.isFinite(minimum) && Number.isFinite(maximum) && maximum > minimum ? { minimum, maximum } : null,
      phaseTime: phaseTime(pixdim(fields, 4), units),
      modality: 'OT',
    },
    // Some writers leave 0 for a single file, whose data then follow the header (nibabel reads them so).
    place: {
      offset: single && offset === 0 ? end + 4 : offset,
      encoding: 'raw',
      skip: 0,
      detached: single ? null : imageFile(path),
    },
  };
}

function open(first: Uint8Array<ArrayBuffer>): Fields {
  if (first.byteLength < 348) throw new AppError('truncated', 'a NIfTI header that ends too early');
  const view = new DataView(first.buffer, first.byteOffset, first.byteLength);
  for (const little of [true, false]) {
    const size = view.getInt32(0, little);
    if (size === 348) return { view, little, version: 1 };
    if (size === 540) {
      if (first.byteLength < 540) throw new AppError('truncated', 'a NIfTI-2 header that ends too early');
      return { view, little, version: 2 };
    }
  }
  throw new AppError('image-malformed', 'sizeof_hdr is neither 348 nor 540');
}

function magicOf({ view, version }: Fields): string {
  const at = version === 1 ? 344 : 4;
  return String.fromCharCode(view.getUint8(at), view.getUint8(at + 1), view.getUint8(at + 2));
}

/** dim[1] … dim[dim[0]]. */
function dimensions(fields: Fields): readonly number[] {
  const { view, little, version } = fields;
  const dim = (i: number): number => (version === 1 ? view.getInt16(40 + 2 * i, little) : Number(view.getBigInt64(16 + 8 * i, little)));
  const count = dim(0);
  if (count < 1 || count > 7) throw new AppError('image-malformed', 'NIfTI dim[0] is not 1 to 7', { dimensions: count });
  const dims = Array.from({ length: count }, (_, i) => dim(i + 1));
  // A length of 0 beyond the third dimension is how some writers say 1.
  const mended = dims.map((size, i) => (i >= 3 && size === 0 ? 1 : size));
  if (mended.some((size) => size < 1)) throw new AppError('dimensions-absurd', 'a NIfTI dimension below 1');
  return mended;
}

function scaling(fields: Fields): { readonly slope: number; readonly intercept: number } {
  const slope = real(fields, 112, 176);
  const intercept = real(fields, 116, 184);
  if (slope === 0 || !Number.isFinite(slope)) return { slope: 1, intercept: 0 };
  if (!Number.isFinite(intercept)) throw new AppError('image-malformed', 'NIfTI scl_slope without a finite scl_inter');
  return { slope, intercept };
}

function placementOf(fields: Fields, shape: Vec3): NiftiPlacement {
  const row = (i: number): number[] => [0, 1, 2, 3].map((j) => real(fields, 280 + 16 * i + 4 * j, 400 + 32 * i + 8 * j));
  return {
    qformCode: int16or32(fields, 252, 344),
    sformCode: int16or32(fields, 254, 348),
    quaternion: [real(fields, 256, 352), real(fields, 260, 360), real(fields, 264, 368)],
    qoffset: [real(fields, 268, 376), real(fields, 272, 384), real(fields, 276, 392)],
    sform: [row(0), row(1), row(2)],
    qfac: pixdim(fields, 0),
    zooms: [pixdim(fields, 1), pixdim(fields, 2), pixdim(fields, 3)],
    shape,
  };
}

function pixdim(fields: Fields, i: number): number {
  return real(fields, 76 + 4 * i, 104 + 8 * i);
}

/** Reads the field that lies at one place in NIfTI-1 (float32) and another in NIfTI-2 (float64). */
function real({ view, little, version }: Fields, one: number, two: number): number {
  return version === 1 ? view.getFloat32(one, little) : view.getFloat64(two, little);
}

function int16({ view, little, version }: Fields, one: number, two: number): number {
  return view.getInt16(version === 1 ? one : two, little);
}

function int16or32({ view, little, version }: Fields, one: number, two: number): number {
  return version === 1 ? view.getInt16(one, little) : view.getInt32(two, little);
}

function int32or8({ view, little, version }: Fields, one: number, two: number): number {
  return version === 1 ? view.getUint8(one) : view.getInt32(two, little);
}

/** `xyzt_units` bits 0–2; what says nothing is taken as mm, as every reader does. */
function millimetres(units: number): number {
  switch (units & 7) {
    case 1:
      return 1000;
    case 3:
      return 0.001;
    default:
      return 1;
  }
}

/** `xyzt_units` bits 3–5; only times are times: Hz, ppm and rad/s are not. */
function phaseTime(step: number, units: number): number | null {
  if (!(step > 0) || !Number.isFinite(step)) return null;
  switch (units & 56) {
    case 8:
      return step * 1000;
    case 16:
      return step;
    case 24:
      return step / 1000;
    default:
      return null;
  }
}

/** `brain.hdr` → `brain.img`, `BRAIN.HDR` → `BRAIN.IMG`. */
function imageFile(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1).replace(/\.gz$/iu, '');
  const stem = name.replace(/\.hdr$/iu, '');
  return `${stem}${name.endsWith('.HDR') ? '.IMG' : '.img'}`;
}
