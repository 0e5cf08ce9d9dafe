import type { Vec3 } from '../../units';
import { seededRandom, type Random } from '../random';
import { part10, type Element } from './dicom-elements';
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
  const uids = { implementation: randomUid(random), study: randomUid(random), series: randomUid(random), frame: randomUid(random) };
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

interface Uids {
  readonly study: string;
  readonly series: string;
  readonly frame: string;
}

/** CT Image IOD (PS3.3 A.3), the modules it asks for and no more. */
function sliceElements(slice: number, instance: string, instanceNumber: number, uids: Uids): readonly Element[] {
  const position = slicePosition(slice);
  const spacing = String(GRID.pixelSpacing);
  const values = phantomSlice(slice);
  return [
    { tag: 0x00080005, vr: 'CS', value: 'ISO_IR 192' },
    { tag: 0x00080008, vr: 'CS', value: 'ORIGINAL\\PRIMARY\\AXIAL' },
    { tag: 0x00080016, vr: 'UI', value: CT_IMAGE_STORAGE },
    { tag: 0x00080018, vr: 'UI', value: instance },
    { tag: 0x00080020, vr: 'DA', value: '20260101' },
    { tag: 0x00080030, vr: 'TM', value: '120000' },
    { tag: 0x00080050, vr: 'SH', value: '' },
    { tag: 0x00080060, vr: 'CS', value: 'CT' },
    { tag: 0x00080070, vr: 'LO', value: 'Diaphane' },
    { tag: 0x00080090, vr: 'PN', value: '' },
    { tag: 0x00081030, vr: 'LO', value: 'Fantôme de démonstration' },
    { tag: 0x0008103e, vr: 'LO', value: 'Fantôme CT : distances et densités connues' },
    { tag: 0x00081090, vr: 'LO', value: 'ct-phantom' },
    { tag: 0x00100010, vr: 'PN', value: 'DÉMO^FANTÔME' },
    { tag: 0x00100020, vr: 'LO', value: 'DEMO-CT' },
    { tag: 0x00100030, vr: 'DA', value: '' },
    { tag: 0x00100040, vr: 'CS', value: 'O' },
    { tag: 0x00120062, vr: 'CS', value: 'YES' },
    { tag: 0x00120063, vr: 'LO', value: 'Synthetic: drawn from a seed, no patient' },
    { tag: 0x00180015, vr: 'CS', value: 'ABDOMEN' },
    { tag: 0x00180050, vr: 'DS', value: String(GRID.sliceSpacing) },
    { tag: 0x00180060, vr: 'DS', value: '120' },
    { tag: 0x00185100, vr: 'CS', value: 'HFS' },
    { tag: 0x0020000d, vr: 'UI', value: uids.study },
    { tag: 0x0020000e, vr: 'UI', value: uids.series },
    { tag: 0x00200010, vr: 'SH', value: '1' },
    { tag: 0x00200011, vr: 'IS', value: '1' },
    { tag: 0x00200012, vr: 'IS', value: '1' },
    { tag: 0x00200013, vr: 'IS', value: String(instanceNumber) },
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
    { tag: 0x00280301, vr: 'CS', value: 'NO' },
    { tag: 0x00281050, vr: 'DS', value: '40' },
    { tag: 0x00281051, vr: 'DS', value: '400' },
    { tag: 0x00281052, vr: 'DS', value: String(-STORED_OFFSET) },
    { tag: 0x00281053, vr: 'DS', value: '1' },
    { tag: 0x00281054, vr: 'LO', value: 'HU' },
    { tag: 0x7fe00010, vr: 'OW', value: littleEndianBytes(values) },
  ];
}

function littleEndianBytes(values: Uint16Array): Uint8Array {
  const bytes = new Uint8Array(2 * values.length);
  for (const [index, value] of values.entries()) {
    bytes[2 * index] = value & 0xff;
    bytes[2 * index + 1] = value >>> 8;
  }
  return bytes;
}

/** UUID-derived UID (PS3.5 B.2) from 122 random bits, version 4. */
function randomUid(random: Random): string {
  let bits = 0n;
  for (let word = 0; word < 4; word++) bits = (bits << 32n) | BigInt(Math.floor(random.next() * 4294967296));
  const version = (bits & ~(0xfn << 76n)) | (4n << 76n);
  return `2.25.${String((version & ~(0x3n << 62n)) | (2n << 62n))}`;
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
