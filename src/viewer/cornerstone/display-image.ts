import type { Types } from '@cornerstonejs/core';
import { Enums, cache, metaData, registerImageLoader, utilities } from '@cornerstonejs/core';
import { AppError } from '../../domain/errors';
import type { ModalityValues } from '../../domain/kernels/window-level-modality';
import type { FrameValues } from '../frames/frame-values';
import type { Presentation } from '../frames/presentation';
import { presentValue } from '../frames/presentation';

const SCHEME = 'diaphane';
const IMAGE_PLANE: string = Enums.MetadataModules.IMAGE_PLANE;
const IMAGE_PIXEL: string = Enums.MetadataModules.IMAGE_PIXEL;
const GENERAL_SERIES: string = Enums.MetadataModules.GENERAL_SERIES;

/** Largest value of an image whose VOI table was applied beforehand. */
export const APPLIED_MAXIMUM = 65_535;

/**
 * The id under which Cornerstone knows a frame.
 * @param frame the frame's key: what the pixels are of
 * @param table which of the frame's VOI tables was applied to the values, from 0 (Cornerstone's own table support covers
 * windows only); null for none
 */
export const imageId = (frame: string, table: number | null): string => `${SCHEME}:${frame}${table === null ? '' : `/voi${String(table)}`}`;

interface Grid {
  readonly rows: number;
  readonly columns: number;
  readonly aspect: number;
  readonly colour: boolean;
  readonly bits: number;
}

const grids = new Map<string, Grid>();

/**
 * Every frame lies on the same plane, in units of its column width. Position and tilt in the patient stay with
 * `FrameGeometry`: a stack whose slices are irregular, tilted or without geometry then displays like any other.
 */
function provide(type: string, id: unknown): unknown {
  const grid = typeof id === 'string' ? grids.get(id) : undefined;
  if (grid === undefined) return undefined;
  switch (type) {
    case IMAGE_PLANE:
      return {
        rows: grid.rows,
        columns: grid.columns,
        imagePositionPatient: [0, 0, 0],
        imageOrientationPatient: [1, 0, 0, 0, 1, 0],
        rowCosines: [1, 0, 0],
        columnCosines: [0, 1, 0],
        rowPixelSpacing: grid.aspect,
        columnPixelSpacing: 1,
        pixelSpacing: [grid.aspect, 1],
        frameOfReferenceUID: SCHEME,
        usingDefaultValues: true,
      };
    case IMAGE_PIXEL:
      return {
        rows: grid.rows,
        columns: grid.columns,
        samplesPerPixel: grid.colour ? 3 : 1,
        photometricInterpretation: grid.colour ? 'RGB' : 'MONOCHROME2',
        bitsAllocated: grid.bits,
        bitsStored: grid.bits,
        highBit: grid.bits - 1,
        pixelRepresentation: 0,
      };
    case GENERAL_SERIES:
      return { modality: 'OT' };
    default:
      return undefined;
  }
}

/** Values as drawn: padding gives way to what shows black, VOI tables are applied where asked. */
function displayValues(values: FrameValues, applied: Presentation | null): ModalityValues {
  if (values.colour) return values.values;
  if (applied !== null) {
    const out = new Uint16Array(values.values.length);
    for (let i = 0; i < out.length; i += 1) {
      const fraction = values.padding?.[i] === 1 ? 0 : presentValue(values.values[i] ?? 0, applied);
      out[i] = Math.round(fraction * APPLIED_MAXIMUM);
    }
    return out;
  }
  if (values.padding === null) return values.values;
  const out = values.values.slice();
  let black = values.inverse ? -Infinity : Infinity;
  for (let i = 0; i < out.length; i += 1) {
    if (values.padding[i] === 1) continue;
    const value = out[i] ?? 0;
    if (values.inverse ? value > black : value < black) black = value;
  }
  if (!Number.isFinite(black)) black = 0;
  for (let i = 0; i < out.length; i += 1) if (values.padding[i] === 1) out[i] = black;
  return out;
}

const TYPE_NAMES = new Map<unknown, Types.PixelDataTypedArrayString>([
  [Uint8Array, 'Uint8Array'],
  [Uint16Array, 'Uint16Array'],
  [Int16Array, 'Int16Array'],
  [Float32Array, 'Float32Array'],
]);

function extremes(values: ModalityValues): { readonly minimum: number; readonly maximum: number } {
  let minimum = Infinity;
  let maximum = -Infinity;
  for (const value of values) {
    if (value < minimum) minimum = value;
    if (value > maximum) maximum = value;
  }
  return { minimum, maximum };
}

function noCanvas(): never {
  throw new AppError('internal', 'images have no canvas of their own');
}

/**
 * Puts one frame into Cornerstone's cache, ready to be drawn without a wait. The pixel array is shared with the frame
 * store, which alone decides when its memory goes.
 * @param applied presentation whose VOI table is to be applied; null for a plain image
 */
export function putImage(id: string, values: FrameValues, aspect: number, applied: Presentation | null): void {
  if (cache.getImage(id) !== undefined) return;
  const scalarData = displayValues(values, applied);
  const { rows, columns, colour } = values;
  const components = colour ? 3 : 1;
  const { minimum, maximum } = colour ? { minimum: 0, maximum: 255 } : extremes(scalarData);
  grids.set(id, { rows, columns, aspect, colour, bits: scalarData.BYTES_PER_ELEMENT * 8 });
  const voxelManager = utilities.VoxelManager.createImageVoxelManager({
    width: columns,
    height: rows,
    scalarData,
    numberOfComponents: components,
    id,
  });
  cache.putImageSync(id, {
    imageId: id,
    rows,
    columns,
    width: columns,
    height: rows,
    color: colour,
    rgba: false,
    numberOfComponents: components,
    columnPixelSpacing: 1,
    rowPixelSpacing: aspect,
    slope: 1,
    intercept: 0,
    minPixelValue: minimum,
    maxPixelValue: maximum,
    windowCenter: colour ? 128 : (minimum + maximum + 1) / 2,
    windowWidth: colour ? 256 : maximum - minimum + 1,
    voiLUTFunction: Enums.VOILUTFunctionType.LINEAR,
    invert: false,
    photometricInterpretation: colour ? 'RGB' : 'MONOCHROME2',
    dataType: TYPE_NAMES.get(scalarData.constructor) ?? 'Float32Array',
    sizeInBytes: scalarData.byteLength,
    getPixelData: () => scalarData,
    getCanvas: noCanvas,
    voxelManager,
  });
}

/** Forgets a frame, known by its key, in all its variants. */
export function dropImage(frame: string): void {
  const plain = imageId(frame, null);
  for (const id of [...grids.keys()]) {
    if (id !== plain && !id.startsWith(`${plain}/`)) continue;
    grids.delete(id);
    if (cache.getImage(id) !== undefined) cache.removeImageLoadObject(id, { force: true });
  }
}

/** Registers the scheme and the metadata of its images. Frames come from `putImage` only, never from a load here. */
export function registerImages(): void {
  registerImageLoader(SCHEME, (id) => ({
    promise: Promise.reject(new AppError('internal', 'the frame was not put into the display cache', { id })),
  }));
  metaData.addProvider(provide, 10_000);
  // The frame store keeps the bound; Cornerstone holds the same arrays and must never evict by itself.
  cache.setMaxCacheSize(Number.MAX_SAFE_INTEGER);
}
