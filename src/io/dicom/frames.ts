import type { FrameGeometry, PixelSpacing } from '../../domain/geometry/frame-geometry';
import type { ModalityLut, VoiLut } from '../../domain/pixels';
import type { SuvFactors } from '../../domain/kernels/intensity/suv';
import type { FrameInfo } from '../../domain/study';
import type { OpenedFrame, PhaseAttribute, PixelLayout } from '../opened';
import type { DicomDataset } from './dataset';
import { pair, readGeometry, readSpacing } from './frame-geometry';
import { readModalityLut, readVoi } from './lookup-tables';
import { readSuvFactors } from './suv-factors';
import { TAG } from './tags';
import { timeSeconds } from './values';

interface FrameContext {
  readonly dataset: DicomDataset;
  readonly layout: PixelLayout;
  readonly shared: DicomDataset | null;
  readonly spacing: PixelSpacing | null;
  readonly modalityLut: ModalityLut;
  readonly suv: SuvFactors | undefined;
  readonly voi: readonly VoiLut[];
  readonly padding: FrameInfo['padding'];
  readonly geometry: FrameGeometry | null;
  readonly instanceNumber: number | null;
  readonly phase: OpenedFrame['phase'];
}

/** Every frame of one instance: from the data set, and for enhanced objects from the functional groups (PS3.3 C.7.6.16). */
export function readFrames(dataset: DicomDataset, layout: PixelLayout, frameCount: number, modality: string): OpenedFrame[] {
  const frameOfReference = dataset.code(TAG.frameOfReference);
  const context: FrameContext = {
    dataset,
    layout,
    shared: dataset.item(TAG.sharedFunctionalGroups),
    spacing: readSpacing(dataset, modality),
    modalityLut: readModalityLut(dataset, layout.signed, defaultUnit(dataset, modality)),
    suv: readSuvFactors(dataset, modality),
    voi: readVoi(dataset, layout.signed),
    padding: readPadding(dataset, layout),
    geometry: readGeometry(dataset.numbers(TAG.imagePosition), dataset.numbers(TAG.imageOrientation), frameOfReference),
    instanceNumber: dataset.number(TAG.instanceNumber),
    phase: readPhase(dataset),
  };
  const groups = dataset.items(TAG.perFrameFunctionalGroups);
  const frames: OpenedFrame[] = [];
  for (let i = 0; i < frameCount; i++) frames.push(oneFrame(context, groups[i] ?? null, i + 1, frameOfReference));
  return frames;
}

function oneFrame(context: FrameContext, own: DicomDataset | null, frameNumber: number, frameOfReference: string): OpenedFrame {
  const { dataset, shared, layout } = context;
  const find = (sequence: number): DicomDataset | null => own?.item(sequence) ?? shared?.item(sequence) ?? null;
  const plane = find(TAG.planePositionSequence);
  const orientation = find(TAG.planeOrientationSequence);
  const measures = find(TAG.pixelMeasuresSequence);
  const transformation = find(TAG.pixelTransformationSequence);
  const voi = find(TAG.frameVoiLutSequence);
  const enhanced = pair(measures?.numbers(TAG.pixelSpacing) ?? []);
  const geometry =
    plane === null && orientation === null
      ? context.geometry
      : readGeometry(
          (plane ?? dataset).numbers(TAG.imagePosition),
          (orientation ?? dataset).numbers(TAG.imageOrientation),
          frameOfReference,
        );
  const frameVoi = voi === null ? [] : readVoi(voi, layout.signed);
  return {
    frameNumber,
    instanceNumber: context.instanceNumber,
    geometry,
    spacing: enhanced === null ? context.spacing : { ...enhanced, calibration: 'patient' },
    modalityLut: transformation === null ? context.modalityLut : readModalityLut(transformation, layout.signed, context.modalityLut.unit),
    ...(context.suv === undefined ? {} : { suv: context.suv }),
    voi: frameVoi.length > 0 ? frameVoi : context.voi,
    padding: context.padding,
    phase: own === null ? context.phase : { ...context.phase, ...framePhase(own) },
  };
}

/** CT pixels without Rescale Type are Hounsfield units by definition (PS3.3 C.8.2.1.1.2), PET ones are in Units. */
function defaultUnit(dataset: DicomDataset, modality: string): string {
  if (modality === 'CT' && !dataset.codes(TAG.imageType).includes('LOCALIZER')) return 'HU';
  if (modality === 'PT') return dataset.code(TAG.radiopharmaceuticalUnits);
  return '';
}

function readPadding(dataset: DicomDataset, layout: PixelLayout): FrameInfo['padding'] {
  const value = storedNumber(dataset.number(TAG.pixelPaddingValue), layout);
  if (value === null || layout.samplesPerPixel !== 1) return null;
  const limit = storedNumber(dataset.number(TAG.pixelPaddingRangeLimit), layout) ?? value;
  return { from: Math.min(value, limit), to: Math.max(value, limit) };
}

/** Padding is written as US even for signed pixels by many devices: reread the bits as the pixels are. */
function storedNumber(value: number | null, layout: PixelLayout): number | null {
  if (value === null || !layout.signed || layout.bitsAllocated > 16) return value;
  return (value << 16) >> 16;
}

function readPhase(dataset: DicomDataset): OpenedFrame['phase'] {
  return compact({
    temporalPosition: dataset.number(TAG.temporalPosition),
    echo: dataset.number(TAG.echoNumbers) ?? dataset.number(TAG.echoTime),
    bValue: dataset.number(TAG.diffusionBValue) ?? dataset.item(TAG.diffusionSequence)?.number(TAG.diffusionBValue) ?? null,
    imageType: imageTypeRank(dataset.codes(TAG.imageType)),
    acquisition: dataset.number(TAG.acquisitionNumber),
    trigger: dataset.number(TAG.triggerTime),
    time: timeSeconds(dataset.code(TAG.acquisitionTime)) ?? timeSeconds(dataset.code(TAG.contentTime)),
  });
}

function framePhase(group: DicomDataset): OpenedFrame['phase'] {
  const content = group.item(TAG.frameContentSequence);
  return compact({
    temporalPosition: content?.number(TAG.temporalPositionIndex) ?? null,
    bValue: group.item(TAG.diffusionSequence)?.number(TAG.diffusionBValue) ?? null,
  });
}

/** Magnitude, phase, real and imaginary images of one series (MR), water and fat, and the like: value 3 on, hashed to a number. */
function imageTypeRank(values: readonly string[]): number | null {
  const text = values.slice(2).join('\\');
  if (text === '') return null;
  let hash = 0;
  for (let i = 0; i < text.length; i++) hash = (hash * 31 + text.charCodeAt(i)) >>> 0;
  return hash;
}

function compact(values: Record<string, number | null>): Partial<Record<PhaseAttribute, number>> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null));
}
