import { AppError } from '../../domain/errors';
import type { AbortLike } from '../../domain/ports';
import { unpackMember } from '../archive/unpack-member';
import { readSlice } from '../blob-reader';
import { LIMITS } from '../limits';
import type { CompanionFile, SourceOutcome } from '../opened';
import type { VolumeHeader } from './description';
import { readMetaImageHeader } from './metaimage';
import { readNiftiHeader } from './nifti';
import { readNrrdHeader } from './nrrd';
import { findVolumeData, inflateVolume, type VolumeData } from './volume-data';
import { volumeBytes, volumeParts } from './volume-part';

export type VolumeFormat = 'nifti' | 'metaimage' | 'nrrd';

export interface VolumeFile {
  readonly blob: Blob;
  /** Of the file itself, inflated where it is gzipped. */
  readonly first: Uint8Array<ArrayBuffer>;
  /** With its folder; `.gz` left out. */
  readonly path: string;
  readonly gzipped: boolean;
}

/**
 * Opens a volume file: header only, but for what is compressed, which is inflated once, as far as its header says. A
 * header without its samples asks for the file that holds them.
 * @throws AppError; AbortError.
 */
export async function openVolume(
  format: VolumeFormat,
  file: VolumeFile,
  companion: CompanionFile | null,
  signal?: AbortLike,
): Promise<SourceOutcome> {
  const { description, place } = await readHeader(format, file, signal);
  // Before anything is inflated: the header alone says whether this can be a volume.
  const bytes = volumeBytes(description);
  const { type } = description;
  if (place.detached !== null) {
    if (companion === null) return { kind: 'detached', name: place.detached };
    const data = await openCompanion(companion, signal);
    const found = await findVolumeData(data, place, type, bytes, signal);
    return partsOf(description, { source: found.source ?? data, offset: found.offset });
  }
  if (!file.gzipped) return partsOf(description, await findVolumeData(file.blob, place, type, bytes, signal));
  const enough = place.encoding === 'raw' && place.offset >= 0 && place.skip >= 0 ? place.offset + place.skip + bytes : null;
  const inflated = await inflateVolume(file.blob, 'gzip', enough, signal);
  const found = await findVolumeData(inflated, place, type, bytes, signal);
  return partsOf(description, { source: found.source ?? inflated, offset: found.offset });
}

function partsOf(description: VolumeHeader['description'], { source, offset }: VolumeData): SourceOutcome {
  return { kind: 'parts', parts: volumeParts(description, source, offset), remark: null };
}

async function readHeader(format: VolumeFormat, file: VolumeFile, signal?: AbortLike): Promise<VolumeHeader> {
  const { blob, first, path, gzipped } = file;
  if (format === 'nifti') return readNiftiHeader(first, path);
  const read = (bytes: Uint8Array, whole: boolean): VolumeHeader | null =>
    format === 'nrrd' ? readNrrdHeader(bytes, whole) : readMetaImageHeader(bytes);
  const wholeFile = !gzipped && first.byteLength >= blob.size;
  const header = read(first, wholeFile);
  if (header !== null) return header;
  const more = gzipped || wholeFile ? null : read(await readSlice(blob, 0, LIMITS.volumeHeader, signal), blob.size <= LIMITS.volumeHeader);
  if (more === null) throw new AppError('image-malformed', 'a volume header without an end');
  return more;
}

/** The file with the samples, inflated where it is packed in an archive or gzipped. */
async function openCompanion({ blob, packed }: CompanionFile, signal?: AbortLike): Promise<Blob> {
  const plain = packed === null ? blob : await unpackMember(blob, packed, signal);
  const [a, b, c] = await readSlice(plain, 0, 3, signal);
  return a === 0x1f && b === 0x8b && c === 8 ? inflateVolume(plain, 'gzip', null, signal) : plain;
}
