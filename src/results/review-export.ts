import type { Finding } from '../domain/finding';
import type { InstanceId } from '../domain/ids';
import type { JobState } from '../domain/job';
import type { ModelAnswer } from '../domain/model-answer';
import type { SelfTest } from '../domain/model-package';
import type { AnnotationClass } from '../domain/regions/annotation-classes';
import type { Thresholds } from '../domain/review/summary';
import type { Language } from '../domain/settings';
import type { Series, Study } from '../domain/study';
import type { Measurement } from '../domain/view';

/** Everything an export of a review is made from. File names of the inputs are not among it: they may name a patient. */
export interface ReviewExport {
  readonly app: { readonly version: string; readonly commit: string };
  readonly browser: string;
  readonly language: Language;
  /** ISO 8601, now. */
  readonly exportedAt: string;
  /** Patient identity masked: no DICOM UID is written, file hashes stand for them. */
  readonly identityHidden: boolean;
  readonly studies: readonly Study[];
  readonly series: readonly Series[];
  /** SHA-256 (hex) of the input files read so far. A photo should always have one: it has no UID. */
  readonly fileSha256: ReadonlyMap<InstanceId, string>;
  readonly models: readonly ExportedModel[];
  /** Jobs of this session, in order. */
  readonly runs: readonly JobState[];
  readonly thresholds: Thresholds;
  readonly findings: readonly Finding[];
  /** What models said of the inputs, the last of each at each place. */
  readonly answers: readonly ModelAnswer[];
  readonly measurements: readonly Measurement[];
  /** What a person calls regions and what is counted. */
  readonly classes: readonly AnnotationClass[];
}

/** A model that ran in this session. */
export interface ExportedModel {
  readonly id: string;
  readonly version: string;
  readonly weightsSha256: string;
  readonly selfTests: readonly SelfTest[];
}

export type ExportFormat = 'csv' | 'session' | 'maps';

const FILE_WORDS: Readonly<Record<ExportFormat, Readonly<Record<Language, string>>>> = {
  csv: { fr: 'constatations.csv', en: 'findings.csv' },
  session: { fr: 'session.json', en: 'session.json' },
  maps: { fr: 'cartes.zip', en: 'maps.zip' },
};

/** `diaphane-2026-11-22-constatations.csv`: a date and fixed words, never anything of the patient. `date`: YYYY-MM-DD…. */
export function exportFileName(format: ExportFormat, language: Language, date: string): string {
  const day = /^\d{4}-\d{2}-\d{2}/.exec(date)?.[0];
  return ['diaphane', ...(day === undefined ? [] : [day]), FILE_WORDS[format][language]].join('-');
}

/** Shown in the app and stamped on every export, in both languages where there is room. */
export const RESEARCH_STATEMENT = {
  fr: 'Logiciel de recherche et de démonstration. Non destiné au diagnostic. Résultats à vérifier par un professionnel de santé.',
  en: 'Research and demonstration software. Not for diagnosis. Results must be checked by a health professional.',
} as const;
