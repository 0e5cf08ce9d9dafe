import type { AbortLike } from '../domain/ports';

export interface DecodeOptions {
  readonly signal?: AbortLike | undefined;
  /** JPEG of YBR photometric: as RGB, which is cheapest to show (default), or the YCbCr samples that the file stores. */
  readonly colour?: 'decoded' | 'as-stored' | undefined;
}
