import type { DrawnCase } from '../../domain/demo/demo-case';
import type { Thumbnail } from '../../domain/demo/drawing/thumbnail';
import type { DrawnCaseId } from '../../domain/demo/case-list';

/** What the worker that draws demonstration cases answers. */
export type DemoApi = {
  draw: { params: { readonly id: DrawnCaseId }; result: DrawnCase; progress: never };
  /** `side` in pixels; null where a case has no picture. */
  preview: { params: { readonly id: DrawnCaseId; readonly side: number }; result: Thumbnail | null; progress: never };
};
