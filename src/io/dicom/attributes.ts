import type { AcquisitionText, PatientIdentity } from '../../domain/study';
import type { SeriesAttributes } from '../opened';
import type { DicomDataset } from './dataset';
import { TAG } from './tags';
import { personName } from './text';
import { clockTime, isoDate } from './values';

export function readSeriesAttributes(dataset: DicomDataset, modality: string): SeriesAttributes {
  return {
    patient: readPatient(dataset),
    studyUid: orNull(dataset.code(TAG.studyInstanceUid)),
    studyDate: isoDate(dataset.code(TAG.studyDate)),
    studyDescription: dataset.text(TAG.studyDescription),
    institution: dataset.text(TAG.institutionName),
    accessionNumber: dataset.text(TAG.accessionNumber),
    seriesUid: orNull(dataset.code(TAG.seriesInstanceUid)),
    seriesNumber: dataset.number(TAG.seriesNumber),
    seriesDescription: dataset.text(TAG.seriesDescription),
    modality,
    acquisition: readAcquisition(dataset, modality),
    frameTime: readFrameTime(dataset),
  };
}

function readPatient(dataset: DicomDataset): PatientIdentity | null {
  if (!dataset.has(TAG.patientName) && !dataset.has(TAG.patientId)) return null;
  const sex = dataset.code(TAG.patientSex);
  return {
    name: personName(dataset.text(TAG.patientName)),
    id: dataset.text(TAG.patientId),
    birthDate: isoDate(dataset.code(TAG.patientBirthDate)),
    sex: sex === 'M' || sex === 'F' || sex === 'O' ? sex : null,
    age: orNull(dataset.code(TAG.patientAge)),
  };
}

function readAcquisition(dataset: DicomDataset, modality: string): AcquisitionText {
  const measures = dataset.item(TAG.sharedFunctionalGroups)?.item(TAG.pixelMeasuresSequence);
  const time = dataset.code(TAG.acquisitionTime) || dataset.code(TAG.acquisitionDateTime).slice(8) || dataset.code(TAG.contentTime);
  return {
    time: clockTime(time),
    laterality: orNull(dataset.code(TAG.imageLaterality) || dataset.code(TAG.laterality)),
    bodyPart: orNull(dataset.code(TAG.bodyPart)),
    contrastAgent: orNull(dataset.text(TAG.contrastAgent)),
    sliceThickness: dataset.number(TAG.sliceThickness) ?? measures?.number(TAG.sliceThickness) ?? null,
    technique: readTechnique(dataset, modality),
  };
}

function readTechnique(dataset: DicomDataset, modality: string): string[] {
  const lines: string[] = [];
  const add = (tag: number, format: (value: number) => string): void => {
    const value = dataset.number(tag);
    if (value !== null) lines.push(format(Math.round(value * 100) / 100));
  };
  if (modality === 'MR') {
    add(TAG.magneticFieldStrength, (value) => `${String(value)} T`);
    add(TAG.repetitionTime, (value) => `TR ${String(value)} ms`);
    add(TAG.echoTime, (value) => `TE ${String(value)} ms`);
    add(TAG.inversionTime, (value) => `TI ${String(value)} ms`);
    add(TAG.flipAngle, (value) => `FA ${String(value)}°`);
    add(TAG.diffusionBValue, (value) => `b ${String(value)} s/mm²`);
    return lines;
  }
  add(TAG.kvp, (value) => `${String(value)} kV`);
  add(TAG.exposure, (value) => `${String(value)} mAs`);
  const kernel = dataset.text(TAG.convolutionKernel);
  if (kernel !== '') lines.push(kernel.split('\\')[0] ?? '');
  return lines;
}

/** Frame Time, the mean of Frame Time Vector, or the cine rate (PS3.3 C.7.6.5); milliseconds. */
function readFrameTime(dataset: DicomDataset): number | null {
  const time = dataset.number(TAG.frameTime);
  if (time !== null && time > 0) return time;
  const steps = dataset.numbers(TAG.frameTimeVector).filter((step) => step > 0);
  if (steps.length > 0) return steps.reduce((sum, step) => sum + step, 0) / steps.length;
  const rate = dataset.number(TAG.recommendedFrameRate) ?? dataset.number(TAG.cineRate);
  return rate !== null && rate > 0 ? 1000 / rate : null;
}

function orNull(value: string): string | null {
  return value === '' ? null : value;
}
