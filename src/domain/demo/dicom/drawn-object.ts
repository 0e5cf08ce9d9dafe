import type { Random } from '../random';
import type { Element } from './dicom-elements';

/** UIDs that the objects of one drawn study share. */
export interface DrawnUids {
  readonly implementation: string;
  readonly study: string;
  readonly series: string;
  readonly frame: string;
}

export function randomUids(random: Random): DrawnUids {
  return { implementation: randomUid(random), study: randomUid(random), series: randomUid(random), frame: randomUid(random) };
}

/** UUID-derived UID (PS3.5 B.2) from 122 random bits, version 4. */
export function randomUid(random: Random): string {
  let bits = 0n;
  for (let word = 0; word < 4; word++) bits = (bits << 32n) | BigInt(Math.floor(random.next() * 4294967296));
  const version = (bits & ~(0xfn << 76n)) | (4n << 76n);
  return `2.25.${String((version & ~(0x3n << 62n)) | (2n << 62n))}`;
}

export interface DrawnObject {
  readonly sopClass: string;
  readonly instance: string;
  readonly uids: DrawnUids;
  readonly modality: string;
  /** Study Description. */
  readonly study: string;
  /** Series Description. */
  readonly series: string;
  readonly seriesNumber: number;
  readonly instanceNumber: number;
  readonly patientName: string;
  readonly patientId: string;
  /** Manufacturer's Model Name: which generator drew it. */
  readonly generator: string;
}

/** The Patient, Study, Series, Equipment and SOP Common attributes of a drawn image: nobody's, and saying so. */
export function drawnElements(object: DrawnObject): readonly Element[] {
  return [
    { tag: 0x00080005, vr: 'CS', value: 'ISO_IR 192' },
    { tag: 0x00080016, vr: 'UI', value: object.sopClass },
    { tag: 0x00080018, vr: 'UI', value: object.instance },
    { tag: 0x00080020, vr: 'DA', value: '20260101' },
    { tag: 0x00080030, vr: 'TM', value: '120000' },
    { tag: 0x00080050, vr: 'SH', value: '' },
    { tag: 0x00080060, vr: 'CS', value: object.modality },
    { tag: 0x00080070, vr: 'LO', value: 'Diaphane' },
    { tag: 0x00080090, vr: 'PN', value: '' },
    { tag: 0x00081030, vr: 'LO', value: object.study },
    { tag: 0x0008103e, vr: 'LO', value: object.series },
    { tag: 0x00081090, vr: 'LO', value: object.generator },
    { tag: 0x00100010, vr: 'PN', value: object.patientName },
    { tag: 0x00100020, vr: 'LO', value: object.patientId },
    { tag: 0x00100030, vr: 'DA', value: '' },
    { tag: 0x00100040, vr: 'CS', value: 'O' },
    { tag: 0x00120062, vr: 'CS', value: 'YES' },
    { tag: 0x00120063, vr: 'LO', value: 'Synthetic: drawn from a seed, no patient' },
    { tag: 0x0020000d, vr: 'UI', value: object.uids.study },
    { tag: 0x0020000e, vr: 'UI', value: object.uids.series },
    { tag: 0x00200010, vr: 'SH', value: '1' },
    { tag: 0x00200011, vr: 'IS', value: String(object.seriesNumber) },
    { tag: 0x00200013, vr: 'IS', value: String(object.instanceNumber) },
    { tag: 0x00280301, vr: 'CS', value: 'NO' },
  ];
}

export function littleEndianBytes(values: Uint16Array): Uint8Array {
  const bytes = new Uint8Array(2 * values.length);
  for (const [index, value] of values.entries()) {
    bytes[2 * index] = value & 0xff;
    bytes[2 * index + 1] = value >>> 8;
  }
  return bytes;
}
