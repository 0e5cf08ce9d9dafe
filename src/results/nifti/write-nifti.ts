import type { VoxelAffine } from '../../domain/volume';

/** How an array lies in the file beside it: so that a label map can be laid over its image voxel by voxel by any reader. */
export interface StoredOrder {
  /** The file's first axis is our rows, its second our columns. */
  readonly transposed: boolean;
  /** The file runs against our columns, rows, slices. */
  readonly columnsReversed: boolean;
  readonly rowsReversed: boolean;
  readonly slicesReversed: boolean;
}

export const OWN_ORDER: StoredOrder = { transposed: false, columnsReversed: false, rowsReversed: false, slicesReversed: false };

type Voxels = Uint8Array | Uint16Array | Uint32Array | Float32Array;

const HEADER_BYTES = 348;
/** Header and an empty extension flag. */
const VOXEL_OFFSET = 352;
/** NIfTI-1 datatype codes. */
const DATATYPE = { Uint8Array: 2, Float32Array: 16, Uint16Array: 512, Uint32Array: 768 } as const;
const SFORM_SCANNER = 1;
const UNITS_MM = 2;

/**
 * A NIfTI-1 file (`.nii`), little endian, with the affine as sform (RAS, method 3). Patient data is not among what it holds.
 * @param volume `[slices, rows, columns]` voxels, column fastest, affine in LPS mm.
 * @param order of the file the volume came from; by default our own.
 */
export function writeNifti(
  volume: { readonly shape: readonly number[]; readonly affine: VoxelAffine; readonly data: Voxels },
  order: StoredOrder = OWN_ORDER,
): Uint8Array<ArrayBuffer> {
  const { data, affine } = storedVolume(volume, order);
  const [slices = 1, rows = 1, columns = 1] = volume.shape;
  const [first, second] = order.transposed ? [rows, columns] : [columns, rows];
  const bytesPerVoxel = data.BYTES_PER_ELEMENT;
  const file = new Uint8Array(VOXEL_OFFSET + data.length * bytesPerVoxel);
  const view = new DataView(file.buffer);
  view.setInt32(0, HEADER_BYTES, true);
  for (const [i, value] of [3, first, second, slices, 1, 1, 1, 1].entries()) view.setInt16(40 + i * 2, value, true);
  view.setInt16(70, datatypeOf(data), true);
  view.setInt16(72, bytesPerVoxel * 8, true);
  const spacing = [0, 1, 2].map((axis) => Math.hypot(affine[axis] ?? 0, affine[axis + 4] ?? 0, affine[axis + 8] ?? 0));
  for (const [i, value] of [1, ...spacing].entries()) view.setFloat32(76 + i * 4, value, true);
  view.setFloat32(108, VOXEL_OFFSET, true);
  view.setFloat32(112, 1, true);
  view.setUint8(123, UNITS_MM);
  view.setInt16(254, SFORM_SCANNER, true);
  // LPS → RAS: the first two rows change sign.
  for (let i = 0; i < 12; i++) view.setFloat32(280 + i * 4, (i < 8 ? -1 : 1) * (affine[i] ?? 0), true);
  for (const [i, code] of [0x6e, 0x2b, 0x31].entries()) view.setUint8(344 + i, code);
  file.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), VOXEL_OFFSET);
  return file;
}

function datatypeOf(data: Voxels): number {
  if (data instanceof Uint8Array) return DATATYPE.Uint8Array;
  if (data instanceof Uint16Array) return DATATYPE.Uint16Array;
  return data instanceof Uint32Array ? DATATYPE.Uint32Array : DATATYPE.Float32Array;
}

/** Voxels and affine in the order of the file. */
function storedVolume(
  { shape, affine, data }: { readonly shape: readonly number[]; readonly affine: VoxelAffine; readonly data: Voxels },
  order: StoredOrder,
): { readonly data: Voxels; readonly affine: readonly number[] } {
  const [slices = 1, rows = 1, columns = 1] = shape;
  if (!Object.values(order).includes(true)) return { data, affine };
  const stored = allocate(data);
  let to = 0;
  const inner = order.transposed ? rows : columns;
  const outer = order.transposed ? columns : rows;
  for (let s = 0; s < slices; s++) {
    const slice = order.slicesReversed ? slices - 1 - s : s;
    for (let o = 0; o < outer; o++) {
      for (let i = 0; i < inner; i++) {
        const r = order.transposed ? i : o;
        const c = order.transposed ? o : i;
        const row = order.rowsReversed ? rows - 1 - r : r;
        const column = order.columnsReversed ? columns - 1 - c : c;
        stored[to++] = data[(slice * rows + row) * columns + column] ?? 0;
      }
    }
  }
  const turned = [0, 4, 8].flatMap((at) => {
    const [c = 0, r = 0, s = 0, shift = 0] = affine.slice(at, at + 4);
    const origin =
      shift +
      (order.columnsReversed ? c * (columns - 1) : 0) +
      (order.rowsReversed ? r * (rows - 1) : 0) +
      (order.slicesReversed ? s * (slices - 1) : 0);
    const column = order.columnsReversed ? -c : c;
    const row = order.rowsReversed ? -r : r;
    const slice = order.slicesReversed ? -s : s;
    return order.transposed ? [row, column, slice, origin] : [column, row, slice, origin];
  });
  return { data: stored, affine: turned };
}

function allocate(data: Voxels): Voxels {
  if (data instanceof Uint8Array) return new Uint8Array(data.length);
  if (data instanceof Uint16Array) return new Uint16Array(data.length);
  return data instanceof Uint32Array ? new Uint32Array(data.length) : new Float32Array(data.length);
}
