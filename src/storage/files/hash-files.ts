import type { StoragePlace } from '../schema';

/** Files named by their SHA-256 (hex). The same bytes are kept once, whichever packages use them. */
export interface HashFiles {
  readonly place: StoragePlace;
  /** Nothing of the blob is held in memory where the place allows it. @throws AppError `storage-quota`, `storage-unavailable`; then nothing under this name has changed. */
  write(sha256: string, blob: Blob): Promise<void>;
  /** Null when there is no such file. */
  read(sha256: string): Promise<Blob | null>;
  delete(sha256: string): Promise<void>;
  names(): Promise<readonly string[]>;
}
