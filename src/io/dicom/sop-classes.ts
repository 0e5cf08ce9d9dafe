import type { SeriesKind } from '../../domain/study';

/** Storage SOP classes the app treats specially (PS3.4 B.5). */
export const MEDIA_DIRECTORY = '1.2.840.10008.1.3.10';
export const WHOLE_SLIDE = '1.2.840.10008.5.1.4.1.1.77.1.6';

/** Photographic images: visible light, ophthalmic photography, dermoscopy. */
const PHOTOGRAPHIC = new Set([
  '1.2.840.10008.5.1.4.1.1.77.1',
  '1.2.840.10008.5.1.4.1.1.77.1.1',
  '1.2.840.10008.5.1.4.1.1.77.1.2',
  '1.2.840.10008.5.1.4.1.1.77.1.3',
  '1.2.840.10008.5.1.4.1.1.77.1.4',
  '1.2.840.10008.5.1.4.1.1.77.1.5.1',
  '1.2.840.10008.5.1.4.1.1.77.1.5.2',
  '1.2.840.10008.5.1.4.1.1.77.1.7',
]);
const PHOTOGRAPHIC_MODALITIES = new Set(['XC', 'GM', 'ES', 'OP', 'DMS']);

export function isWholeSlide(sopClass: string): boolean {
  return sopClass === WHOLE_SLIDE;
}

/**
 * What an instance is to the viewer: a photo, a film of frames in time, or planes (single projections included,
 * which hang and window as volumes of one plane).
 */
export function kindOf(sopClass: string, modality: string, frameCount: number, distinctPositions: number): SeriesKind {
  if (frameCount > 1) return distinctPositions > 1 ? 'volume' : 'cine';
  if (PHOTOGRAPHIC.has(sopClass)) return 'photo';
  return sopClass === '' && PHOTOGRAPHIC_MODALITIES.has(modality) ? 'photo' : 'volume';
}

/** Image storage classes: pixel data is expected, and its absence is a fault. */
export function isImageClass(sopClass: string): boolean {
  const suffix = sopClass.startsWith('1.2.840.10008.5.1.4.1.1.') ? sopClass.slice('1.2.840.10008.5.1.4.1.1.'.length) : null;
  if (suffix === null) return false;
  return /^(1|1\.1|1\.1\.1|1\.2|1\.2\.1|1\.3|1\.3\.1|2|2\.1|2\.2|3\.1|4|4\.1|4\.3|4\.4|6\.1|6\.2|7|7\.[1-4]|12\.[12]|12\.[12]\.1|13\.1\.[1-5]|14\.[12]|20|77\..*|128|128\.1|130)$/u.test(
    suffix,
  );
}
