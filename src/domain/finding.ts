import type { FindingId, InstanceId, JobId, SeriesId } from './ids';
import type { Box } from './units';
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

/** Box evidence on one frame, in pixels of the image as displayed (EXIF-rotated, before viewport rotation or flip). */
export interface BoxEvidence {
  readonly kind: 'box';
  readonly instance: InstanceId;
  /** From 1. */
  readonly frameNumber: number;
  readonly box: Box;
}
/** Grows with the kinds of result (label maps, polygons, heatmaps …). */
export type Evidence = BoxEvidence;

export type FindingStatus = 'proposed' | 'accepted' | 'edited' | 'rejected';

/** What a model proposed, kept whatever a person changes afterwards. */
export interface Proposal {
  readonly label: string;
  /** 0–1. */
  readonly score: number;
  readonly evidence: Evidence;
}

export interface Finding {
  readonly id: FindingId;
  readonly series: SeriesId;
  /** Label key as in the model's data (`RBC`), translated only on screen. */
  readonly label: string;
  /** 0–1; null for a finding added by a person. */
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
