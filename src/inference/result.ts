import type { ExecutionProvider } from '../domain/job';
import type { Box } from '../domain/units';

/** One box a model answered, in pixels of the source image as displayed (EXIF-rotated). */
export interface DetectedBox {
  /** Label key, as in the model's data. */
  readonly label: string;
  /** 0–1. */
  readonly score: number;
  readonly box: Box;
}

/** Every box above the package's floor, by falling score; `threshold` is the decision threshold, applied by nobody here. */
export interface BoxesOutput {
  readonly id: string;
  readonly kind: 'boxes';
  readonly boxes: readonly DetectedBox[];
  readonly threshold: number;
}

/** Grows with the kinds of result. */
export type ModelOutput = BoxesOutput;

export interface ModelResult {
  readonly outputs: readonly ModelOutput[];
  readonly provider: ExecutionProvider;
  /** Milliseconds: before the first network, in networks, after. */
  readonly timing: { readonly pre: number; readonly run: number; readonly post: number };
}
