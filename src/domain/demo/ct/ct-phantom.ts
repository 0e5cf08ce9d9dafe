import type { Vec3 } from '../../units';
import { seededRandom, type Random } from '../random';
import { part10, type Element } from '../dicom/dicom-elements';
import { drawnElements, littleEndianBytes, randomUid, randomUids, type DrawnUids } from '../dicom/drawn-object';
import { DISTANCES, SHAPES } from './phantom-shapes';
import { GRID, nearestVoxel, phantomSlice, slicePosition, STORED_OFFSET } from './phantom-volume';

export interface PhantomFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** What is known of the phantom. Slices count from 1, feet to head; columns and rows from 0. */
export interface PhantomTruth {
  readonly columns: number;
  readonly rows: number;
  readonly slices: number;
  readonly pixelSpacingMm: number;
  readonly sliceSpacingMm: number;
  readonly landmarks: readonly {
    readonly name: string;
    readonly positionMm: Vec3;
    readonly column: number;
    readonly row: number;
    readonly slice: number;
  }[];
  readonly distances: readonly { readonly from: string; readonly to: string; readonly mm: number }[];
  /** Rods: mean and spread of the density within `radiusMm` less one pixel are `hu` and 0 on the named slices. */
  readonly densities: readonly {
    readonly name: string;
    readonly hu: number;
    readonly column: number;
    readonly row: number;
    readonly radiusMm: number;
    readonly firstSlice: number;
    readonly lastSlice: number;
  }[];
}

const CT_IMAGE_STORAGE = '1.2.840.10008.5.1.4.1.1.2';

/**
 * The phantom as a CT series: one DICOM file per slice, in an order that tells nothing, with instance numbers that tell
 * nothing either, so that only geometry can sort them.
 */
export function ctPhantomFiles(seed: number): readonly PhantomFile[] {
  const random = seededRandom(seed);
  const uids = randomUids(random);
  const instanceNumbers = shuffled(random);
  const files = Array.from({ length: GRID.slices }, (_, slice) => {
    const instance = randomUid(random);
    return part10(CT_IMAGE_STORAGE, instance, uids.implementation, sliceElements(slice, instance, (instanceNumbers[slice] ?? 0) + 1, uids));
  });
  return shuffled(random).flatMap((slice, index) => {
    const bytes = files[slice];
    return bytes === undefined ? [] : [{ name: `IM${String(index + 1).padStart(4, '0')}`, bytes }];
  });
}

export function ctPhantomTruth(): PhantomTruth {
  const { columns, rows, slices, pixelSpacing, sliceSpacing } = GRID;
  return {
    columns,
    rows,
    slices,
    pixelSpacingMm: pixelSpacing,
    sliceSpacingMm: sliceSpacing,
    landmarks: SHAPES.flatMap((shape) => {
      if (shape.kind !== 'sphere') return [];
      const { column, row, slice } = nearestVoxel(shape.center);
      return [{ name: shape.name, positionMm: shape.center, column, row, slice: slice + 1 }];
    }),
    distances: DISTANCES,
    densities: SHAPES.flatMap((shape) => {
      if (shape.kind !== 'rod') return [];
      const { column, row } = nearestVoxel(shape.center);
      const reach = Math.floor(shape.halfLength / sliceSpacing - 0.5) * sliceSpacing;
      const firstSlice = nearestVoxel([0, 0, shape.center[2] - reach + sliceSpacing / 2]).slice + 1;
      const lastSlice = nearestVoxel([0, 0, shape.center[2] + reach - sliceSpacing / 2]).slice + 1;
      return [{ name: shape.name, hu: shape.density, column, row, radiusMm: shape.radius, firstSlice, lastSlice }];
    }),
  };
}

/** CT Image IOD (PS3.3 A.3), the modules it asks for and no more. */
function sliceElements(slice: number, instance: string, instanceNumber: number, uids: DrawnUids): readonly Element[] {
  const position = slicePosition(slice);
  const spacing = String(GRID.pixelSpacing);
  const values = phantomSlice(slice);
  return [
    ...drawnElements({
      sopClass: CT_IMAGE_STORAGE,
      instance,
      uids,
      modality: 'CT',
      study: 'Fantôme de démonstration',
      series: 'Fantôme CT : distances et densités connues',
      seriesNumber: 1,
      instanceNumber,
      patientName: 'DÉMO^FANTÔME',
      patientId: 'DEMO-CT',
      generator: 'ct-phantom',
    }),
    { tag: 0x00080008, vr: 'CS', value: 'ORIGINAL\\PRIMARY\\AXIAL' },
    { tag: 0x00180015, vr: 'CS', value: 'ABDOMEN' },
    { tag: 0x00180050, vr: 'DS', value: String(GRID.sliceSpacing) },
    { tag: 0x00180060, vr: 'DS', value: '120' },
    { tag: 0x00185100, vr: 'CS', value: 'HFS' },
    { tag: 0x00200012, vr: 'IS', value: '1' },
    { tag: 0x00200032, vr: 'DS', value: position.map(String).join('\\') },
    { tag: 0x00200037, vr: 'DS', value: '1\\0\\0\\0\\1\\0' },
    { tag: 0x00200052, vr: 'UI', value: uids.frame },
    { tag: 0x00201040, vr: 'LO', value: '' },
    { tag: 0x00280002, vr: 'US', value: [1] },
    { tag: 0x00280004, vr: 'CS', value: 'MONOCHROME2' },
    { tag: 0x00280010, vr: 'US', value: [GRID.rows] },
    { tag: 0x00280011, vr: 'US', value: [GRID.columns] },
    { tag: 0x00280030, vr: 'DS', value: `${spacing}\\${spacing}` },
    { tag: 0x00280100, vr: 'US', value: [16] },
    { tag: 0x00280101, vr: 'US', value: [12] },
    { tag: 0x00280102, vr: 'US', value: [11] },
    { tag: 0x00280103, vr: 'US', value: [0] },
    { tag: 0x00281050, vr: 'DS', value: '40' },
    { tag: 0x00281051, vr: 'DS', value: '400' },
    { tag: 0x00281052, vr: 'DS', value: String(-STORED_OFFSET) },
    { tag: 0x00281053, vr: 'DS', value: '1' },
    { tag: 0x00281054, vr: 'LO', value: 'HU' },
    { tag: 0x7fe00010, vr: 'OW', value: littleEndianBytes(values) },
  ];
}

/** The slices in random order (Fisher and Yates). */
function shuffled(random: Random): readonly number[] {
  const order = Array.from({ length: GRID.slices }, (_, index) => index);
  for (let last = order.length - 1; last > 0; last--) {
    const other = Math.floor(random.next() * (last + 1));
    const [a, b] = [order[last] ?? 0, order[other] ?? 0];
    order[last] = b;
    order[other] = a;
  }
  return order;
}
