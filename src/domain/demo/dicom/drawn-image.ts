import type { Vec3 } from '../../units';
import type { DemoFile, DrawnPicture } from '../demo-case';
import type { Random } from '../random';
import { part10, type Element } from './dicom-elements';
import { drawnElements, randomUid, type DrawnUids } from './drawn-object';

/** Storage classes of the drawn images (PS3.4 B.5) with the modality they are stored under. */
export const IMAGE_KINDS = {
  radiograph: { sopClass: '1.2.840.10008.5.1.4.1.1.1', modality: 'CR' },
  mr: { sopClass: '1.2.840.10008.5.1.4.1.1.4', modality: 'MR' },
  ultrasound: { sopClass: '1.2.840.10008.5.1.4.1.1.6.1', modality: 'US' },
  micrograph: { sopClass: '1.2.840.10008.5.1.4.1.1.7', modality: 'GM' },
  microscopy: { sopClass: '1.2.840.10008.5.1.4.1.1.77.1.2', modality: 'GM' },
  photograph: { sopClass: '1.2.840.10008.5.1.4.1.1.77.1.4', modality: 'XC' },
  fundus: { sopClass: '1.2.840.10008.5.1.4.1.1.77.1.5.1', modality: 'OP' },
} as const;

export interface DrawnSeries {
  readonly kind: keyof typeof IMAGE_KINDS;
  /** Also the generator's name. */
  readonly caseId: string;
  /** Study and series as the app lists them. */
  readonly study: string;
  readonly series: string;
  readonly seriesNumber: number;
  readonly uids: DrawnUids;
}

export interface DrawnFrame {
  readonly picture: DrawnPicture;
  /** Side of a pixel, mm; null where nothing is known. */
  readonly spacing: number | null;
  /** Where the slice lies (LPS, mm) and which way its rows and columns run; null outside a patient. */
  readonly plane: { readonly position: Vec3; readonly rows: Vec3; readonly columns: Vec3; readonly thickness: number } | null;
  /** Milliseconds after the R wave; null for what does not beat. */
  readonly triggerTime: number | null;
}

/** A series as one DICOM file a frame, numbered in order. */
export function drawnSeries(series: DrawnSeries, frames: readonly DrawnFrame[], random: Random): readonly DemoFile[] {
  return frames.map((frame, index) => ({
    name: `${series.caseId}/S${String(series.seriesNumber)}/IM${String(index + 1).padStart(4, '0')}`,
    type: 'application/dicom',
    bytes: drawnFile(series, frame, index + 1, randomUid(random)),
  }));
}

function drawnFile(series: DrawnSeries, frame: DrawnFrame, instanceNumber: number, instance: string): Uint8Array {
  const { sopClass, modality } = IMAGE_KINDS[series.kind];
  const { caseId, uids } = series;
  return part10(sopClass, instance, uids.implementation, [
    ...drawnElements({
      sopClass,
      instance,
      uids,
      modality,
      study: series.study,
      series: series.series,
      seriesNumber: series.seriesNumber,
      instanceNumber,
      patientName: 'DÉMO^SYNTHÈSE',
      patientId: `DEMO-${caseId.toUpperCase()}`,
      generator: caseId,
    }),
    ...pixelElements(frame.picture),
    ...placeElements(frame, uids),
  ]);
}

/** Image Pixel module (PS3.3 C.7.6.3). */
function pixelElements({ width, height, colour, samples }: DrawnPicture): readonly Element[] {
  return [
    { tag: 0x00080008, vr: 'CS', value: 'DERIVED\\SECONDARY' },
    { tag: 0x00280002, vr: 'US', value: [colour === 'rgb' ? 3 : 1] },
    { tag: 0x00280004, vr: 'CS', value: colour === 'rgb' ? 'RGB' : 'MONOCHROME2' },
    ...(colour === 'rgb' ? [{ tag: 0x00280006, vr: 'US', value: [0] } as const] : []),
    { tag: 0x00280010, vr: 'US', value: [height] },
    { tag: 0x00280011, vr: 'US', value: [width] },
    { tag: 0x00280100, vr: 'US', value: [8] },
    { tag: 0x00280101, vr: 'US', value: [8] },
    { tag: 0x00280102, vr: 'US', value: [7] },
    { tag: 0x00280103, vr: 'US', value: [0] },
    // Grey levels are shown as they were drawn.
    ...(colour === 'grey'
      ? ([
          { tag: 0x00281050, vr: 'DS', value: '127.5' },
          { tag: 0x00281051, vr: 'DS', value: '256' },
        ] as const)
      : []),
    { tag: 0x7fe00010, vr: 'OB', value: samples },
  ];
}

function placeElements({ spacing, plane, triggerTime }: DrawnFrame, uids: DrawnUids): readonly Element[] {
  const elements: Element[] = [];
  if (spacing !== null) elements.push({ tag: 0x00280030, vr: 'DS', value: `${String(spacing)}\\${String(spacing)}` });
  if (triggerTime !== null) elements.push({ tag: 0x00181060, vr: 'DS', value: String(triggerTime) });
  if (plane !== null) {
    elements.push(
      { tag: 0x00180050, vr: 'DS', value: String(plane.thickness) },
      { tag: 0x00200032, vr: 'DS', value: plane.position.map(String).join('\\') },
      { tag: 0x00200037, vr: 'DS', value: [...plane.rows, ...plane.columns].map(String).join('\\') },
      { tag: 0x00200052, vr: 'UI', value: uids.frame },
    );
  }
  return elements;
}
