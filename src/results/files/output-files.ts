import { largestLabel } from '../../domain/kernels/masks/lattice';
import type { ModelOutput, ResultGrid } from '../../domain/result';
import { writeGeoJson } from '../geojson/write-geojson';
import { OWN_ORDER, writeNifti, type StoredOrder } from '../nifti/write-nifti';
import { writeNpy } from '../npy/write-npy';
import { writeLabelPng } from '../png/write-label-png';

export interface OutputFile {
  /** Ends the name of its input: `.cells.geojson`. */
  readonly suffix: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/**
 * What an answer is written to beside its line of JSON: label and instance maps as PNG (frames of up to 65,535 objects) or
 * NIfTI, heatmaps as float32 `.npy` or NIfTI, outlines as GeoJSON, features as `.npy`. Numbers and words need no file.
 * @param order of the volume file the answer belongs to.
 */
export function outputFiles(output: ModelOutput, order: StoredOrder = OWN_ORDER): readonly OutputFile[] {
  /** A PNG holds 16 bits: a map of more objects is a NIfTI of one slice. */
  const labelMap = ({ data, grid }: Extract<ModelOutput, { kind: 'segmentation' | 'instances' }>): OutputFile => {
    const [rows = 1, columns = 1] = grid.shape;
    if (largestLabel(data) <= 65_535) return file('png', writeLabelPng(data, rows, columns));
    return file('nii', nifti(data, { shape: [1, rows, columns], spacing: grid.spacing && [1, ...grid.spacing], affine: null }, order));
  };
  const file = (extension: string, bytes: Uint8Array<ArrayBuffer>): OutputFile => ({ suffix: `.${output.id}.${extension}`, bytes });
  switch (output.kind) {
    case 'segmentation':
    case 'instances':
      return isFlat(output.grid)
        ? [labelMap(output), file('geojson', new TextEncoder().encode(writeGeoJson(output)))]
        : [file('nii', nifti(output.data, output.grid, order))];
    case 'heatmap':
      return [
        isFlat(output.grid) ? file('npy', writeNpy(output.grid.shape, output.data)) : file('nii', nifti(output.data, output.grid, order)),
      ];
    case 'boxes':
    case 'points':
    case 'polygons':
      return [file('geojson', new TextEncoder().encode(writeGeoJson(output)))];
    case 'features':
      return [file('npy', writeNpy(output.dims, output.data))];
    case 'classification':
    case 'score':
    case 'curve':
    case 'measurements':
    case 'entities':
    case 'codes':
    case 'timeline':
    case 'text':
      return [];
  }
}

const isFlat = ({ shape }: ResultGrid): boolean => shape.length === 2;

function nifti(
  data: Uint8Array | Uint16Array | Uint32Array | Float32Array,
  { shape, spacing, affine }: ResultGrid,
  order: StoredOrder,
): Uint8Array<ArrayBuffer> {
  const [slice = 1, row = 1, column = 1] = spacing ?? [];
  return writeNifti({ shape, data, affine: affine ?? [column, 0, 0, 0, 0, row, 0, 0, 0, 0, slice, 0] }, order);
}
