import type { SeriesAttributes } from './opened';

/** What tells series apart in a file that states none of it (a photo, a volume file, a table). */
export const NO_SERIES_ATTRIBUTES: SeriesAttributes = {
  patient: null,
  studyUid: null,
  studyDate: null,
  studyDescription: '',
  institution: '',
  accessionNumber: '',
  seriesUid: null,
  seriesNumber: null,
  seriesDescription: '',
  modality: '',
  acquisition: { time: null, laterality: null, bodyPart: null, contrastAgent: null, sliceThickness: null, technique: [] },
  frameTime: null,
};
