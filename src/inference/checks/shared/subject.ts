import { z } from 'zod';
import { trySeriesGrid } from '../../../domain/geometry/series-grid';
import { luma8 } from '../../../domain/kernels/intensity/grayscale';
import { photometricRgb8 } from '../../../domain/kernels/photometric-rgb';
import { applyModalityLut } from '../../../domain/kernels/window-level-modality';
import type { Series } from '../../../domain/study';
import { voxelSpacing, type VolumeGrid } from '../../../domain/volume';
import type { FrameValue, ImageValue, RegisterValue } from '../../steps/register';
import { currentSpacing } from '../../steps/space';
import type { CheckSubject } from '../rule';

/** Name of a source; absent: the first. */
export const source = z.string().max(64).optional();
export const register = z.string().max(64);

/** Ends of a range, at least one. */
export const ends = { min: z.number().optional(), max: z.number().optional() };

export function seriesOf({ series }: CheckSubject, name: string | undefined): Series | undefined {
  return name === undefined ? [...series.values()][0] : series.get(name);
}

/** A register by name, the first where none is named. */
export function registerOf({ registers }: CheckSubject, name: string | undefined): RegisterValue | undefined {
  return name === undefined ? [...registers.values()][0] : registers.get(name);
}

/** Grid of a source that is a volume, from its register or its headers. */
export function gridOfSource(subject: CheckSubject, name: string | undefined): VolumeGrid | null {
  const value = registerOf(subject, name);
  if (value?.kind === 'volume') return value.voxels.grid;
  const series = seriesOf(subject, name);
  return series === undefined ? null : trySeriesGrid(series);
}

/** Millimetres along z (null for planes), y and x; null where nothing states them. */
export function spacingOfSource(
  subject: CheckSubject,
  name: string | undefined,
): { readonly z: number | null; readonly y: number; readonly x: number } | null {
  const grid = gridOfSource(subject, name);
  if (grid !== null) {
    const { slice, row, column } = voxelSpacing(grid.affine);
    return { z: grid.slices > 1 ? slice : null, y: row, x: column };
  }
  const value = registerOf(subject, name);
  if (value?.kind === 'frame' && value.spacing !== null) return { z: null, y: value.spacing[0], x: value.spacing[1] };
  const spacing = seriesOf(subject, name)?.frames[0]?.spacing ?? null;
  return spacing === null ? null : { z: null, y: spacing.row, x: spacing.column };
}

/** Values of an image's first channel, or the modality values of a frame of grey. */
export function valuesOf(value: RegisterValue | undefined): (ArrayLike<number> & Iterable<number>) | null {
  if (value?.kind === 'image') return value.data.subarray(0, value.data.length / value.channels);
  if (value?.kind !== 'frame' || value.frame.samplesPerPixel !== 1) return null;
  return value.modalityLut === null ? value.frame.pixels : applyModalityLut(value.frame.pixels, value.modalityLut);
}

/** Planes of red, green and blue, of a frame or of an image of 8 bits and 3 channels. */
export function coloursOf(
  value: RegisterValue | undefined,
): { readonly data: Uint8Array; readonly rows: number; readonly columns: number } | null {
  if (value?.kind === 'frame') return { data: photometricRgb8(value.frame), rows: value.frame.rows, columns: value.frame.columns };
  if (value?.kind !== 'image' || value.channels !== 3 || !(value.data instanceof Uint8Array)) return null;
  const [rows = 0, columns = 0] = value.shape.slice(-2);
  return value.shape.length === 2 ? { data: value.data, rows, columns } : null;
}

/** Grey of a plane, as the reader sees a frame. */
export function greyOf(
  value: RegisterValue | undefined,
): { readonly data: ArrayLike<number>; readonly rows: number; readonly columns: number } | null {
  const colours = value?.kind === 'frame' && !isColoured(value) ? null : coloursOf(value);
  if (colours !== null) return { ...colours, data: luma8({ data: colours.data, shape: [3, colours.rows, colours.columns] }).data };
  const data = valuesOf(value);
  if (data === null || (value?.kind !== 'frame' && value?.kind !== 'image')) return null;
  const [rows = 0, columns = 0] = value.kind === 'frame' ? [value.frame.rows, value.frame.columns] : value.shape;
  return value.kind === 'image' && value.shape.length !== 2 ? null : { data, rows, columns };
}

function isColoured({ frame }: FrameValue): boolean {
  return frame.samplesPerPixel > 1 || frame.photometric === 'PALETTE COLOR';
}

/** Area (mm²) or volume (mm³) of one sample; null where the source states no spacing. */
export function sampleSize(value: Pick<ImageValue, 'space'>): number | null {
  return currentSpacing(value.space)?.reduce((product, length) => product * length, 1) ?? null;
}
