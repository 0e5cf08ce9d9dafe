import type { FrameGeometry } from './geometry/frame-geometry';
import { cross } from './geometry/vector';
import type { LocalizedText } from './model-package';
import type { Series } from './study';

/** Attributes of a series that manifests may name, in `match` and in checks. */
export const SERIES_ATTRIBUTES = [
  'Modality',
  'Kind',
  'SamplesPerPixel',
  'PhotometricInterpretation',
  'BitsStored',
  'Rows',
  'Columns',
  'NumberOfFrames',
  'SeriesDescription',
  'BodyPartExamined',
  'Laterality',
  'SliceThickness',
  'Plane',
] as const;
export type SeriesAttribute = (typeof SERIES_ATTRIBUTES)[number];

/** As a reader calls them. */
export const ATTRIBUTE_NAMES: Readonly<Record<SeriesAttribute, LocalizedText>> = {
  Modality: { fr: 'modalité', en: 'modality' },
  Kind: { fr: 'type d’image', en: 'kind of image' },
  SamplesPerPixel: { fr: 'valeurs par pixel', en: 'values per pixel' },
  PhotometricInterpretation: { fr: 'codage des couleurs', en: 'colour coding' },
  BitsStored: { fr: 'bits par valeur', en: 'bits per value' },
  Rows: { fr: 'lignes', en: 'rows' },
  Columns: { fr: 'colonnes', en: 'columns' },
  NumberOfFrames: { fr: 'nombre d’images', en: 'number of images' },
  SeriesDescription: { fr: 'description de la série', en: 'series description' },
  BodyPartExamined: { fr: 'région examinée', en: 'body part examined' },
  Laterality: { fr: 'latéralité', en: 'laterality' },
  SliceThickness: { fr: 'épaisseur de coupe', en: 'slice thickness' },
  Plane: { fr: 'plan de coupe', en: 'slice plane' },
};

export function isSeriesAttribute(name: string): name is SeriesAttribute {
  return Object.hasOwn(ATTRIBUTE_NAMES, name);
}

/** Its value; null where the series does not say. */
export function seriesAttribute(attribute: SeriesAttribute, series: Series): string | number | null {
  const instance = series.instances[0];
  if (instance === undefined) return null;
  switch (attribute) {
    case 'Modality':
      return series.modality;
    case 'Kind':
      return series.kind;
    case 'SamplesPerPixel':
      return instance.samplesPerPixel;
    case 'PhotometricInterpretation':
      return instance.photometric;
    case 'BitsStored':
      return instance.bitsStored;
    case 'Rows':
      return instance.rows;
    case 'Columns':
      return instance.columns;
    case 'NumberOfFrames':
      return series.frames.length;
    case 'SeriesDescription':
      return series.description;
    case 'BodyPartExamined':
      return series.acquisition.bodyPart;
    case 'Laterality':
      return series.acquisition.laterality;
    case 'SliceThickness':
      return series.acquisition.sliceThickness;
    case 'Plane':
      return planeOf(series.frames[0]?.geometry ?? null);
  }
}

/** The anatomical plane a frame lies nearest to. */
function planeOf(geometry: FrameGeometry | null): 'axial' | 'coronal' | 'sagittal' | null {
  if (geometry === null) return null;
  const [x, y, z] = cross(geometry.rowDirection, geometry.columnDirection).map(Math.abs);
  const most = Math.max(x ?? 0, y ?? 0, z ?? 0);
  return most === z ? 'axial' : most === y ? 'coronal' : 'sagittal';
}
