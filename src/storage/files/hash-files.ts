import type { StoragePlace } from '../schema';

/** Bytes named by their SHA-256 (hex). The same bytes are kept once, whichever packages use them. */
export interface HashFiles {
  readonly place: StoragePlace;
  /** @throws AppError `storage-quota`, `storage-unavailable`; then nothing under this name has changed. */
  write(sha256: string, bytes: Uint8Array): Promise<void>;
  /** Null when there is no such file. */
  read(sha256: string): Promise<Uint8Array | null>;
  delete(sha256: string): Promise<void>;
  names(): Promise<readonly string[]>;
}
