import { AppError } from '../../domain/errors';
import type { ModalityLut } from '../../domain/pixels';
import type { AbortLike } from '../../domain/ports';
import type { SeriesIssue } from '../../domain/study';
import { LIMITS } from '../limits';
import type { OpenedFrame, SourceOutcome } from '../opened';
import { NO_SERIES_ATTRIBUTES } from '../series-attributes';
import { asSlide } from '../slide/photo/photo-slide';
import { readJpegHeader } from './jpeg';
import { turnsSides } from './orient';
import type { PhotoHeader } from './photo-header';
import { readPngHeader } from './png';

export type PhotoFormat = 'jpeg' | 'png' | 'tiff';

const IDENTITY: ModalityLut = { kind: 'linear', slope: 1, intercept: 0, unit: '' };

/** Opens a photo: header only. One that is large is a slide. @throws AppError `photo-too-large`, `dimensions-absurd`, as its reader. */
export async function openPhoto(format: 'jpeg' | 'png', source: Blob, first: Uint8Array, signal?: AbortLike): Promise<SourceOutcome> {
  const header = format === 'jpeg' ? await readJpegHeader(source, first, signal) : readPngHeader(first);
  const outcome = photoOutcome(format, source, header);
  if (outcome.kind !== 'parts' || !isDrawnByTiles(header)) return outcome;
  return { ...outcome, parts: outcome.parts.map((part) => asSlide(part, format, header)) };
}

/** Whether a photo is drawn by tiles: one piece would be more than graphics cards take, or most of their memory. */
export function isDrawnByTiles({ rows, columns }: Pick<PhotoHeader, 'rows' | 'columns'>): boolean {
  return rows * columns > LIMITS.photoPixels || Math.max(rows, columns) > LIMITS.photoSide;
}

/** Whether a photo is held whole; a larger one is read piece by piece where its format allows that. */
export function fitsPhoto(source: Blob, { rows, columns, samplesPerPixel, bitsAllocated }: PhotoHeader): boolean {
  return source.size <= LIMITS.photoFile && (rows * columns * samplesPerPixel * bitsAllocated) / 8 <= LIMITS.photoBytes;
}

/** A photo states no pixel size the app could trust, so its lengths are in pixels. @throws AppError `photo-too-large`, `dimensions-absurd`. */
export function photoOutcome(format: PhotoFormat, source: Blob, header: PhotoHeader): SourceOutcome {
  const turned = turnsSides(header.exifOrientation);
  const rows = turned ? header.columns : header.rows;
  const columns = turned ? header.rows : header.columns;
  if (rows * columns > LIMITS.framePixels) throw new AppError('dimensions-absurd', 'a photo larger than any', { rows, columns });
  if (!fitsPhoto(source, header)) throw new AppError('photo-too-large', 'a photo larger than memory allows', { rows, columns });
  const issues: SeriesIssue[] = [];
  if (header.exifOrientation !== 1) issues.push('exif-rotated');
  if (header.lossy) issues.push('lossy');
  if (header.located) issues.push('metadata-location');
  if (header.named) issues.push('metadata-names');
  const part = {
    kind: 'photo' as const,
    series: { ...NO_SERIES_ATTRIBUTES, modality: 'XC' },
    image: {
      uid: null,
      sopClassUid: null,
      transferSyntax: null,
      frameCount: header.frameCount,
      rows,
      columns,
      samplesPerPixel: header.samplesPerPixel,
      bitsAllocated: header.bitsAllocated,
      bitsStored: header.bitsAllocated,
      signed: false,
      photometric: header.samplesPerPixel === 3 ? ('RGB' as const) : ('MONOCHROME2' as const),
      lossy: header.lossy ? { ratio: null, method: 'JPEG' } : null,
      exifOrientation: header.exifOrientation,
    },
    frames: photoFrames(header.frameCount),
    concatenationUid: null,
    localizer: false,
    locator: { kind: format, rows, columns, exifOrientation: header.exifOrientation },
    source: null,
    issues,
  };
  return { kind: 'parts', parts: [part], remark: null };
}

function photoFrames(count: number): OpenedFrame[] {
  return Array.from({ length: count }, (_, i) => ({
    frameNumber: i + 1,
    instanceNumber: null,
    geometry: null,
    spacing: null,
    modalityLut: IDENTITY,
    voi: [],
    padding: null,
    phase: {},
  }));
}
