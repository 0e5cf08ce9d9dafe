import { AppError } from '../../domain/errors';
import { affineOf, flipLpsRas } from '../../domain/geometry/voxel-affine';
import { scaled } from '../../domain/geometry/vector';
import type { Vec3 } from '../../domain/units';
import type { VoxelAffine } from '../../domain/volume';

/** The fields of a NIfTI header that place it in space, as stored. */
export interface NiftiPlacement {
  readonly sformCode: number;
  /** Rows of the sform matrix. */
  readonly sform: readonly [readonly number[], readonly number[], readonly number[]];
  readonly qformCode: number;
  /** b, c, d of the unit quaternion. */
  readonly quaternion: Vec3;
  readonly qoffset: Vec3;
  /** pixdim[0]: −1 turns the third axis round; anything else counts as 1. */
  readonly qfac: number;
  /** pixdim[1..3]. */
  readonly zooms: Vec3;
  /** dim[1..3], 1 where there are fewer. */
  readonly shape: Vec3;
}

/** Of float32, as the quaternion is stored (nibabel `quaternion_threshold`). */
const QUATERNION_SLACK = -3 * 2 ** -23;

/**
 * Voxel → mm in RAS, by the precedence of nibabel's `get_best_affine`: the sform where its code is above 0, else the
 * qform, else the voxel sizes with the origin in the middle and the first axis to the left (radiological, as Analyze).
 * @throws AppError `image-malformed` for a matrix that is not finite or flattens space, or no rotation.
 */
export function niftiAffineRas(placement: NiftiPlacement): VoxelAffine {
  const { sformCode, sform, qformCode } = placement;
  const affine = sformCode > 0 ? rowsOf(sform) : qformCode > 0 ? qformAffine(placement) : baseAffine(placement);
  if (affine.some((value) => !Number.isFinite(value))) throw new AppError('image-malformed', 'the NIfTI affine is not finite');
  return affine;
}

/** As `niftiAffineRas`, in LPS and mm. @param mmPerUnit of `xyzt_units`: 1000 for metres, 0.001 for micrometres */
export function niftiAffineLps(placement: NiftiPlacement, mmPerUnit: number): VoxelAffine {
  const [a, b, c, d, e, f, g, h, i, j, k, l] = flipLpsRas(niftiAffineRas(placement));
  const mm = mmPerUnit;
  return [a * mm, b * mm, c * mm, d * mm, e * mm, f * mm, g * mm, h * mm, i * mm, j * mm, k * mm, l * mm];
}

function rowsOf([x, y, z]: NiftiPlacement['sform']): VoxelAffine {
  const at = (row: readonly number[], column: number): number => row[column] ?? NaN;
  return [at(x, 0), at(x, 1), at(x, 2), at(x, 3), at(y, 0), at(y, 1), at(y, 2), at(y, 3), at(z, 0), at(z, 1), at(z, 2), at(z, 3)];
}

/** Sizes as nibabel mends them when it loads: positive, and 1 for 0. */
function mended([x, y, z]: Vec3): Vec3 {
  const size = (value: number): number => (value === 0 ? 1 : Math.abs(value));
  return [size(x), size(y), size(z)];
}

/** NIfTI-1 standard, method 2. */
function qformAffine({ quaternion: [b, c, d], qoffset, qfac, zooms }: NiftiPlacement): VoxelAffine {
  const rest = 1 - (b * b + c * c + d * d);
  if (rest < QUATERNION_SLACK) throw new AppError('image-malformed', 'the NIfTI quaternion is longer than 1');
  const a = rest < 0 ? 0 : Math.sqrt(rest);
  const length = a * a + b * b + c * c + d * d;
  const s = 2 / length;
  const column: Vec3 = [1 - s * (c * c + d * d), s * (b * c + a * d), s * (b * d - a * c)];
  const row: Vec3 = [s * (b * c - a * d), 1 - s * (b * b + d * d), s * (c * d + a * b)];
  const slice: Vec3 = [s * (b * d + a * c), s * (c * d - a * b), 1 - s * (b * b + c * c)];
  const [x, y, z] = mended(zooms);
  return affineOf(scaled(column, x), scaled(row, y), scaled(slice, qfac === -1 ? -z : z), qoffset);
}

function baseAffine({ zooms, shape }: NiftiPlacement): VoxelAffine {
  const [x, y, z] = mended(zooms);
  const middle = (size: number, zoom: number): number => -((size - 1) / 2) * zoom;
  return [-x, 0, 0, -middle(shape[0], x), 0, y, 0, middle(shape[1], y), 0, 0, z, middle(shape[2], z)];
}
