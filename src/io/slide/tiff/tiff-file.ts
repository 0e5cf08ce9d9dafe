import type { AppError } from '../../../domain/errors';
import type { AbortLike } from '../../../domain/ports';
import { BlockReader } from '../block-reader';
import { readTiffLayout, type TiffLayout } from './directory';
import { TIFF_TAG as TAG } from './tags';
import { readTiffImages, type TiffImage } from './tiff-image';

/** A TIFF whose directories have been read. */
export interface TiffFile {
  readonly reader: BlockReader;
  readonly layout: TiffLayout;
  /** Of the main chain, in file order; at least one. */
  readonly images: readonly TiffImage[];
  /** What is wrong with directories that are not among them. */
  readonly fault: AppError | null;
}

/** @throws AppError `truncated`, `image-malformed`, `dimensions-absurd`; AbortError. */
export async function readTiffFile(source: Blob, signal?: AbortLike): Promise<TiffFile> {
  const reader = new BlockReader(source);
  const layout = await readTiffLayout(reader, signal);
  return { reader, layout, ...(await readTiffImages(reader, layout, signal)) };
}

/** ImageDescription of a picture; empty where there is none. */
export function descriptionOf({ directory }: TiffImage, signal?: AbortLike): Promise<string> {
  return directory.text(TAG.imageDescription, signal);
}
