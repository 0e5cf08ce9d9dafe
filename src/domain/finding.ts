import type { FindingId, InstanceId, JobId, SeriesId } from './ids';
import type { Box, Point } from './units';
import type { ExecutionProvider } from './job';

/** Who says so. AI-made and human-made are told apart by type, not by a flag that can be forgotten. */
export type Author =
  | {
      readonly kind: 'model';
      readonly job: JobId;
      readonly modelId: string;
      readonly modelVersion: string;
      /** Of the weights file(s), hex. */
      readonly weightsSha256: string;
      readonly provider: ExecutionProvider;
    }
  | { readonly kind: 'person' };

/** Where on the images of a series: a frame, and the rectangle to look at in its pixels as displayed (EXIF-rotated, before viewport rotation or flip). */
interface OnFrame {
  readonly instance: InstanceId;
  /** From 1. */
  readonly frameNumber: number;
  readonly box: Box;
}

/** A box drawn round something. */
export interface BoxEvidence extends OnFrame {
  readonly kind: 'box';
}

/** A place; `box` is its surroundings. */
export interface PointEvidence extends OnFrame {
  readonly kind: 'point';
  readonly at: Point;
}

/** The ellipse inscribed in `box`. */
export interface EllipseEvidence extends OnFrame {
  readonly kind: 'ellipse';
}

/** Outlines and holes: what lies within an odd number of rings is inside. Of a model an outline, then its holes. `box` is what they span. */
export interface PolygonEvidence extends OnFrame {
  readonly kind: 'polygon';
  readonly rings: readonly (readonly Point[])[];
}

/** The voxels or pixels of one label of a label map; the frame is the one that shows most of it. */
export interface RegionEvidence extends OnFrame {
  readonly kind: 'region';
  /** The answer's label map, by job and output. */
  readonly job: JobId;
  readonly output: string;
  /** Its value in the map. */
  readonly value: number;
  /** How much there is: `mL`, `mm2` or, where nothing is calibrated, `px`. */
  readonly amount: { readonly value: number; readonly unit: 'mL' | 'mm2' | 'px' };
}

/** The whole image or series: a decision, a score, a curve. `box` is the whole frame. */
export interface WholeEvidence extends OnFrame {
  readonly kind: 'whole';
  readonly job: JobId;
  readonly output: string;
}

/** A stretch of a text, or with `start` = `end` the text (or table row) as a whole. */
export interface TextEvidence {
  readonly kind: 'text';
  readonly job: JobId;
  readonly output: string;
  /** Of a table, from 0; null for a text. */
  readonly row: number | null;
  /** UTF-16 code units. */
  readonly start: number;
  readonly end: number;
}

export type ImageEvidence = BoxEvidence | EllipseEvidence | PointEvidence | PolygonEvidence | RegionEvidence | WholeEvidence;
export type Evidence = ImageEvidence | TextEvidence;

/** A finding that lies on images. */
export type ImageFinding = Finding & { readonly evidence: ImageEvidence };

export function isOnImage(finding: Finding): finding is ImageFinding {
  return finding.evidence.kind !== 'text';
}

export type FindingStatus = 'proposed' | 'accepted' | 'edited' | 'rejected';

/** What a model proposed, kept whatever a person changes afterwards. */
export interface Proposal {
  readonly label: string;
  /** 0–1; null where the model gives none. */
  readonly score: number | null;
  readonly evidence: Evidence;
}

export interface Finding {
  readonly id: FindingId;
  readonly series: SeriesId;
  /** Label key as in the model's data (`RBC`), translated only on screen. */
  readonly label: string;
  /** 0–1; null where the model gives none, and for a finding added by a person: no threshold applies to it. */
  readonly score: number | null;
  readonly evidence: Evidence;
  /** The author of the finding's existence; edits do not change it. */
  readonly author: Author;
  /** As the model said it; null for a person's finding. */
  readonly proposal: Proposal | null;
  readonly status: FindingStatus;
  readonly note: string;
  /** ISO 8601 of the last verdict or edit; null while untouched. */
  readonly decidedAt: string | null;
}

/** An outline that a person drew encloses things: it is a region of the image, not one of its things. A person's box may be either. */
export function isPersonsRegion({ author, evidence }: Pick<Finding, 'author' | 'evidence'>): boolean {
  return author.kind === 'person' && (evidence.kind === 'polygon' || evidence.kind === 'ellipse');
}

/** One thing among others, to be counted: not the label of a map, which is an amount, nor what is said of a whole image, text or row, nor a region. */
export function isOneOfMany({ author, evidence }: Pick<Finding, 'author' | 'evidence'>): boolean {
  if (evidence.kind === 'text') return evidence.start !== evidence.end;
  return evidence.kind !== 'region' && evidence.kind !== 'whole' && !isPersonsRegion({ author, evidence });
}
