import type { FrameInfo, ImageInstance, SeriesIssue } from '../../domain/study';
import type { FrameOrder } from '../opened';

/** One frame while its series is put together. */
export interface GroupedFrame {
  readonly info: FrameInfo;
  readonly instance: ImageInstance;
  readonly phase: FrameOrder['phase'];
  readonly issues: readonly SeriesIssue[];
  /** Order of arrival, the last resort that keeps sorting stable. */
  readonly arrival: number;
}
