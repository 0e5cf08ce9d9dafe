import type { AbortLike } from '../../../domain/ports';
import type { BlockReader } from '../block-reader';
import type { TiffLayout } from './directory';
import { NdpiPieces } from './ndpi-pieces';
import type { Pieces } from './pieces';
import type { TiffImage } from './tiff-image';
import { TiffPieces } from './tiff-pieces';

/** The pieces that a picture is coded in. @throws AppError as `NdpiPieces.open` and `TiffPieces.open`; AbortError. */
export async function openPieces(
  reader: BlockReader,
  { little, variant }: TiffLayout,
  image: TiffImage,
  sample: number | null,
  signal?: AbortLike,
): Promise<Pieces> {
  const runs = variant === 'ndpi' ? await NdpiPieces.open(reader, image, signal) : null;
  return runs ?? TiffPieces.open(reader, little, image, sample, signal);
}
