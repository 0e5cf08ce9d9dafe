import type { SeriesIssue } from '../../domain/study';
import type { OpenedFrame, OpenedInstance } from '../opened';
import { NO_SERIES_ATTRIBUTES } from '../series-attributes';
import type { SlideLocator } from './slide-locator';

export interface SlideFile {
  /** Shown as the series' description. */
  readonly name: string;
  /** Names the files that make one slide together; null for one alone. */
  readonly set: string | null;
  readonly lossy: boolean;
  readonly issues: readonly SeriesIssue[];
}

/** What a file that is a slide and says nothing of a patient opens as: a frame a focal plane. */
export function slideInstance(locator: SlideLocator, { name, set, lossy, issues }: SlideFile): OpenedInstance {
  const { pyramid, rows, columns } = locator;
  const { samplesPerPixel, bitsAllocated, micronsPerPixel, planes } = pyramid;
  return {
    kind: 'slide',
    series: { ...NO_SERIES_ATTRIBUTES, seriesDescription: name, modality: 'SM' },
    image: {
      uid: null,
      sopClassUid: null,
      transferSyntax: null,
      frameCount: planes.length,
      rows,
      columns,
      samplesPerPixel,
      bitsAllocated,
      bitsStored: bitsAllocated,
      signed: false,
      photometric: samplesPerPixel === 3 ? 'RGB' : 'MONOCHROME2',
      lossy: lossy ? { ratio: null, method: 'JPEG' } : null,
      exifOrientation: 1,
    },
    frames: planes.map((_, i): OpenedFrame => ({
      frameNumber: i + 1,
      instanceNumber: null,
      geometry: null,
      spacing:
        micronsPerPixel === null ? null : { row: micronsPerPixel[1] / 1000, column: micronsPerPixel[0] / 1000, calibration: 'scanner' },
      modalityLut: { kind: 'linear', slope: 1, intercept: 0, unit: '' },
      voi: [],
      padding: null,
      phase: {},
    })),
    slide: pyramid,
    concatenationUid: set,
    localizer: false,
    locator,
    source: null,
    issues,
  };
}
