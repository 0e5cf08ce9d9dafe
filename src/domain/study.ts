import type { InstanceId, SeriesId, StudyId } from './ids';
import type { FrameGeometry, PixelSpacing } from './geometry/frame-geometry';
import type { Milliseconds } from './units';
import type { SlidePyramid } from './slide';
import type { SuvFactors } from './kernels/intensity/suv';
import type { ModalityLut, PhotometricInterpretation, VoiLut } from './pixels';

/** What a series is to the viewer; values are language-independent and shown to the outside (`data-kind`). */
export type SeriesKind = 'volume' | 'slide' | 'photo' | 'cine' | 'document' | 'table' | 'text';

/** Kinds without pixels: their series has neither instances nor frames, its content is an `OpenDocument`. */
export function isDocumentKind(kind: SeriesKind): kind is 'table' | 'text' {
  return kind === 'table' || kind === 'text';
}

/** Patient Module (PS3.3 C.7.1.1), decoded text. Lives in memory only; never logged, stored, or sent to a model. */
export interface PatientIdentity {
  /** "NOM Prénom": the first component group of PatientName, carets resolved. Empty when absent. */
  readonly name: string;
  readonly id: string;
  /** YYYY-MM-DD, or null when absent or malformed. */
  readonly birthDate: string | null;
  readonly sex: 'M' | 'F' | 'O' | null;
  /** As stored: `045Y`. */
  readonly age: string | null;
}

export interface Study {
  readonly id: StudyId;
  /** Null for photos and other files without a patient module. */
  readonly patient: PatientIdentity | null;
  /** StudyInstanceUID, null for non-DICOM. Patient data: exports only. */
  readonly uid: string | null;
  /** YYYY-MM-DD. */
  readonly date: string | null;
  readonly description: string;
  readonly institution: string;
  readonly accessionNumber: string;
}

/** Non-fatal observations about a series, shown beside it. Words in `ui/i18n`. */
export const SERIES_ISSUES = [
  'spacing-missing',
  'spacing-irregular',
  'slices-missing',
  'slices-duplicated',
  'orientation-mixed',
  'orientation-assumed',
  'position-missing',
  'gantry-tilt',
  'frames-truncated',
  'lossy',
  'burned-in-annotation',
  'rescale-differs',
  'suspicious-preamble',
  'exif-rotated',
  'metadata-location',
  'metadata-names',
  'pixel-data-repaired',
  'slide-levels-missing',
] as const;
export type SeriesIssue = (typeof SERIES_ISSUES)[number];

/** Where an instance came from, for the file report and session record. `path` may hold patient data: never log it. */
export interface Provenance {
  readonly path: string;
  readonly container: 'file' | 'zip' | 'dicomdir';
  readonly byteLength: number;
}

/** One SOP instance or one photo: a pixel grid of `frameCount` frames in one file. */
export interface ImageInstance {
  readonly id: InstanceId;
  /** SOPInstanceUID; null for photos. Patient data: exports only. */
  readonly uid: string | null;
  readonly sopClassUid: string | null;
  readonly transferSyntax: string | null;
  readonly provenance: Provenance;
  readonly frameCount: number;
  readonly rows: number;
  readonly columns: number;
  readonly samplesPerPixel: number;
  readonly bitsAllocated: number;
  readonly bitsStored: number;
  readonly signed: boolean;
  readonly photometric: PhotometricInterpretation;
  /** Null: not lossy. `ratio` is null where the file does not state it (PS3.3 C.7.6.1.1.5). */
  readonly lossy: { readonly ratio: number | null; readonly method: string } | null;
  /** EXIF orientation 1–8 applied on decode; 1 for DICOM. */
  readonly exifOrientation: number;
}

/** One displayable frame: its place in its instance, in space, and how its values read. */
export interface FrameInfo {
  readonly instance: InstanceId;
  /** From 1, as in DICOM. */
  readonly frameNumber: number;
  readonly instanceNumber: number | null;
  readonly geometry: FrameGeometry | null;
  readonly spacing: PixelSpacing | null;
  readonly modalityLut: ModalityLut;
  /** PET in Bq/ml, where the header allows it. */
  readonly suv?: SuvFactors;
  /** In file order; the first is the default. Empty: auto window. */
  readonly voi: readonly VoiLut[];
  /** Stored values that are padding (PS3.3 C.7.5.1.1.2), inclusive range, or null. */
  readonly padding: { readonly from: number; readonly to: number } | null;
}

/** Texts of the four-corner overlays (Weasis/IHE BIR corners), already decoded, in display order. */
export interface AcquisitionText {
  readonly time: string | null;
  readonly laterality: string | null;
  readonly bodyPart: string | null;
  readonly contrastAgent: string | null;
  readonly sliceThickness: number | null;
  /** Modality extras such as `120 kV`, `TR 500 ms`, in international notation. */
  readonly technique: readonly string[];
}

export interface Series {
  readonly id: SeriesId;
  readonly studyId: StudyId;
  readonly kind: SeriesKind;
  /** DICOM modality code; photos: `XC`. */
  readonly modality: string;
  /** SeriesInstanceUID, null for non-DICOM. Patient data: exports only. */
  readonly uid: string | null;
  readonly number: number | null;
  readonly description: string;
  readonly instances: readonly ImageInstance[];
  /** In display order: by position along the normal, else by time or instance number, never by file name. */
  readonly frames: readonly FrameInfo[];
  /** Duration of one frame in a cine (FrameTime, RecommendedDisplayFrameRate), null when unknown. */
  readonly frameTime: Milliseconds | null;
  readonly acquisition: AcquisitionText;
  /** Of a series of kind `slide`; its frames are the focal planes at level 0. */
  readonly slide?: SlidePyramid;
  readonly issues: readonly SeriesIssue[];
}
