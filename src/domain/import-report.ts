import type { ErrorCode, ErrorContext } from './errors';
import type { SeriesId } from './ids';

export type FileStatus = 'opened' | 'skipped' | 'failed';

/** What happened to one given file, or to one member of an archive. */
export interface FileReportRow {
  /** Path within the drop; members as `archive.zip!/member`. May hold patient data: screen only, never logged or stored. */
  readonly name: string;
  readonly status: FileStatus;
  /** Null when opened without remark. */
  readonly reason: ErrorCode | null;
  readonly context: ErrorContext;
  /** True for archive members and DICOMDIR references: not counted among the files given. */
  readonly member: boolean;
  readonly series: SeriesId | null;
}

/** Progress of one import. Counts are of the files given, an archive counting once. */
export interface ImportProgress {
  readonly state: 'reading' | 'done' | 'cancelled';
  readonly given: number;
  readonly read: number;
  readonly opened: number;
  readonly skipped: number;
  readonly failed: number;
}
