import { paletteColour } from '../../../domain/kernels/colour';
import type { DicomDataset } from '../../dicom/dataset';
import { readPalette } from '../../dicom/lookup-tables';
import { TAG } from '../../dicom/tags';
import type { OpticalPath } from './dicom-slide-locator';

/** The optical paths of a slide (PS3.3 C.8.12.5), in the file's order; one without a name where it describes none. */
export function readOpticalPaths(dataset: DicomDataset, samplesPerPixel: number): OpticalPath[] {
  const paths: OpticalPath[] = [];
  for (const item of dataset.items(TAG.opticalPathSequence)) {
    const stated = item.code(TAG.opticalPathIdentifier);
    // Identifiers tell the paths of several files apart: one that is missing or there already is no use.
    const taken = stated === '' || paths.some(({ identifier }) => identifier === stated);
    const identifier = taken ? `${stated}#${String(paths.length + 1)}` : stated;
    paths.push({ identifier, name: item.text(TAG.opticalPathDescription), colour: samplesPerPixel === 1 ? colourOf(item) : null });
  }
  return paths.length > 0 ? paths : [{ identifier: '', name: '', colour: null }];
}

/** What the brightest value shows as: the top of the path's palette, else the hue of its light. */
function colourOf(item: DicomDataset): OpticalPath['colour'] {
  const tables = item.item(TAG.paletteSequence);
  const palette = tables === null ? null : readPalette(tables, false);
  if (palette !== null) return paletteColour(palette.firstMapped + palette.red.length - 1, palette);
  const nanometres = item.number(TAG.illuminationWaveLength);
  return nanometres === null ? null : spectralColour(nanometres);
}

/** Wavelengths in nanometres, and the full hue seen there; between two the colour runs evenly. */
const SPECTRUM: readonly (readonly [number, readonly [number, number, number]])[] = [
  [380, [128, 0, 255]],
  [440, [0, 0, 255]],
  [490, [0, 255, 255]],
  [510, [0, 255, 0]],
  [580, [255, 255, 0]],
  [645, [255, 0, 0]],
  [780, [255, 0, 0]],
];

/** Null outside the visible range: such light has no colour of its own. */
function spectralColour(nanometres: number): OpticalPath['colour'] {
  for (let i = 1; i < SPECTRUM.length; i++) {
    const [from, low] = SPECTRUM[i - 1] ?? [0, [0, 0, 0]];
    const [to, high] = SPECTRUM[i] ?? [0, [0, 0, 0]];
    if (nanometres < from || nanometres > to) continue;
    const share = (nanometres - from) / (to - from);
    const mix = (a: number, b: number): number => Math.round(a + (b - a) * share);
    return [mix(low[0], high[0]), mix(low[1], high[1]), mix(low[2], high[2])];
  }
  return null;
}
