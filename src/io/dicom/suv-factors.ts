import { suvFactor, SUV_TYPES, type SuvFactors } from '../../domain/kernels/intensity/suv';
import type { DicomDataset } from './dataset';
import { TAG } from './tags';
import { timeSeconds } from './values';

const DAY = 86_400;

/**
 * Factors from the stored Bq/ml of a PET frame to its SUV (QIBA's vendor-neutral rules): units BQML, corrected for decay and
 * attenuation. Decay counts from the injection to the start of the series (`START`) or not at all (`ADMIN`). A series time
 * behind the acquisition is that of a later reconstruction, and says nothing.
 * @returns undefined where the header does not allow it
 */
export function readSuvFactors(dataset: DicomDataset, modality: string): SuvFactors | undefined {
  const corrections = dataset.codes(TAG.correctedImage);
  const dose = dataset.item(TAG.radiopharmaceuticalSequence);
  if (modality !== 'PT' || dataset.code(TAG.radiopharmaceuticalUnits) !== 'BQML' || dose === null) return undefined;
  if (!corrections.includes('ATTN') || !corrections.includes('DECY')) return undefined;
  const doseBq = dose.number(TAG.radionuclideDose);
  const halfLifeSeconds = dose.number(TAG.radionuclideHalfLife);
  const weightKg = dataset.number(TAG.patientWeight);
  const elapsedSeconds = elapsed(dataset, dose);
  if (doseBq === null || halfLifeSeconds === null || weightKg === null || elapsedSeconds === null || !(halfLifeSeconds > 0))
    return undefined;
  const sex = dataset.code(TAG.patientSex);
  const subject = { weightKg, heightM: dataset.number(TAG.patientSize), sex: sex === 'M' || sex === 'F' ? sex : null } as const;
  const factors: Partial<Record<(typeof SUV_TYPES)[number], number>> = {};
  for (const type of SUV_TYPES) {
    const factor = suvFactor(type, subject, { doseBq, halfLifeSeconds, elapsedSeconds });
    if (factor !== null) factors[type] = factor;
  }
  return factors;
}

/** Seconds of decay that the values still hold, null where the header leaves them open. */
function elapsed(dataset: DicomDataset, dose: DicomDataset): number | null {
  const correction = dataset.code(TAG.decayCorrection);
  if (correction === 'ADMIN') return 0;
  if (correction !== 'START') return null;
  const series = moment(dataset.code(TAG.seriesDate), dataset.code(TAG.seriesTime));
  const acquisition = moment(dataset.code(TAG.acquisitionDate), dataset.code(TAG.acquisitionTime));
  if (series === null || acquisition === null || series > acquisition) return null;
  const dated = dose.code(TAG.radiopharmaceuticalStartDateTime);
  const injection =
    dated.length >= 12
      ? moment(dated.slice(0, 8), dated.slice(8))
      : moment(dataset.code(TAG.seriesDate), dose.code(TAG.radiopharmaceuticalStartTime));
  if (injection === null) return null;
  // Without a date an injection later in the day than the scan was the day before.
  const seconds = dated.length < 12 && injection > series ? series - injection + DAY : series - injection;
  return seconds >= 0 && seconds < 2 * DAY ? seconds : null;
}

/** Seconds since 1970 on the wall clock. */
function moment(date: string, time: string): number | null {
  const found = /^(\d{4})\.?(\d{2})\.?(\d{2})$/u.exec(date);
  const seconds = timeSeconds(time);
  if (found === null || seconds === null) return null;
  const [, year, month, day] = found.map(Number);
  return Date.UTC(year ?? 0, (month ?? 1) - 1, day) / 1000 + seconds;
}
