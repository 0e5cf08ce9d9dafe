import { isDocumentKind, type PatientIdentity, type Series, type Study } from '../../domain/study';
import type { ViewportState } from '../../domain/view';
import type { Format } from '../i18n/format';
import type { Translate } from '../i18n/translate';

const AGE = /^0*(\d+)([DWMY])$/;
const AGE_UNITS = { D: 'days', W: 'weeks', M: 'months', Y: 'years' } as const;

/** `045Y` in words; anything else as it stands. */
export function ageText(age: string, t: Translate): string {
  const match = AGE.exec(age.trim());
  const unit = match?.[2];
  if (match === null || (unit !== 'D' && unit !== 'W' && unit !== 'M' && unit !== 'Y')) return age;
  return t(`study.age.${AGE_UNITS[unit]}`, { count: Number(match[1]) });
}

/** Name first, then what tells two persons of that name apart. Masked as a whole. */
export function patientLines(patient: PatientIdentity | null, hidden: boolean, t: Translate, format: Format): readonly string[] {
  if (patient === null) return [];
  if (hidden) return [t('study.hidden')];
  const about = [
    patient.birthDate === null ? '' : t('study.born', { date: format.date(patient.birthDate) }),
    patient.sex === null ? '' : t(`study.sex.${patient.sex}`),
    patient.age === null ? '' : ageText(patient.age, t),
  ].filter((text) => text !== '');
  return [patient.name === '' ? t('study.noName') : patient.name, patient.id, about.join(' · ')].filter((line) => line !== '');
}

export function studyLines(study: Study | null, series: Series, hidden: boolean, format: Format): readonly string[] {
  if (study === null) return [];
  const when = [study.date === null ? '' : format.date(study.date), series.acquisition.time ?? ''].filter((text) => text !== '').join(' ');
  // Institution and accession number lead to the patient too.
  return [hidden ? '' : study.institution, study.description, hidden ? '' : study.accessionNumber, when].filter((line) => line !== '');
}

/** The DICOM code, but for photos and slides, whose codes (external camera, slide microscopy) say nothing to a reader. */
export function modalityText(series: Series, t: Translate): string {
  if (isDocumentKind(series.kind)) return t(`kind.${series.kind}`);
  if (series.slide !== undefined && series.modality !== 'XC') return t('series.slide');
  return series.modality === 'XC' ? t('series.photo') : series.modality;
}

/** What a series is called in a sentence: modality and description. */
export function seriesTitle(series: Series, hidden: boolean, t: Translate): string {
  return [modalityText(series, t), seriesDescription(series, hidden)].filter((text) => text !== '').join(' ');
}

/** A photo is known by its file name, and file names often name the patient: masked with the identity. */
export function seriesDescription(series: Series, hidden: boolean): string {
  return hidden && series.uid === null ? '' : series.description;
}

export function seriesLines(
  series: Series,
  { plane, reformatted, location }: Pick<ViewportState, 'plane' | 'reformatted' | 'location'>,
  hidden: boolean,
  t: Translate,
  format: Format,
): readonly string[] {
  const { acquisition } = series;
  const number = series.number === null ? '' : t('viewport.seriesNumber', { number: String(series.number) });
  const slice = [
    // What was acquired so thick is cut thinner in the other planes.
    acquisition.sliceThickness === null || plane !== null
      ? ''
      : t('viewport.thickness', { value: format.number(acquisition.sliceThickness, 2) }),
    location === null || series.kind !== 'volume' ? '' : t('viewport.location', { value: format.number(location, 1) }),
  ];
  const where = slice.filter((text) => text !== '').join(' · ');
  const cut =
    plane === null ? '' : [t(`plane.${plane}`), reformatted ? t('viewport.reformatted') : ''].filter((text) => text !== '').join(' · ');
  return [
    // Small cells show two lines: among planes these are which one, and where.
    cut,
    plane === null ? '' : where,
    [number, modalityText(series, t)].filter((text) => text !== '').join(' · '),
    seriesDescription(series, hidden),
    [acquisition.bodyPart ?? '', acquisition.laterality ?? ''].filter((text) => text !== '').join(' '),
    acquisition.contrastAgent === null ? '' : t('viewport.contrast', { agent: acquisition.contrastAgent }),
    plane === null ? where : '',
    acquisition.technique.map((text) => format.technical(text)).join(' · '),
  ].filter((line) => line !== '');
}
