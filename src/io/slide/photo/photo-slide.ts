import { withDerivedLevels } from '../../../domain/kernels/slide/derived-levels';
import type { SlidePyramid } from '../../../domain/slide';
import type { OpenedInstance } from '../../opened';
import { turnsSides } from '../../photo/orient';
import type { PhotoHeader } from '../../photo/photo-header';
import type { PhotoSlideLocator } from './photo-locator';

const TILE = 512;

/** Of a photo that states no pixel size: its lengths are in pixels. */
export function photoSlide(
  coding: 'jpeg' | 'png',
  header: PhotoHeader,
): { readonly slide: SlidePyramid; readonly locator: PhotoSlideLocator } {
  const turned = turnsSides(header.exifOrientation);
  const rows = turned ? header.columns : header.rows;
  const columns = turned ? header.rows : header.columns;
  const slide: SlidePyramid = {
    levels: withDerivedLevels([{ columns, rows, tileColumns: TILE, tileRows: TILE, downsample: [1, 1] }]),
    samplesPerPixel: header.samplesPerPixel,
    bitsAllocated: header.bitsAllocated === 16 ? 16 : 8,
    planes: [0],
    channels: [{ name: '', colour: null }],
    times: 1,
    micronsPerPixel: null,
    objectivePower: null,
    background: [0, 0, 0],
    iccProfile: null,
    associated: [],
    format: coding === 'jpeg' ? 'JPEG' : 'PNG',
  };
  return {
    slide,
    locator: { kind: 'slide', format: 'photo', coding, rows, columns, pyramid: slide, exifOrientation: header.exifOrientation },
  };
}

/** The parts of a photo as a slide, in the place of those of a photo held whole. */
export function asSlide(part: OpenedInstance, coding: 'jpeg' | 'png', header: PhotoHeader): OpenedInstance {
  return { ...part, kind: 'slide', ...photoSlide(coding, header) };
}
