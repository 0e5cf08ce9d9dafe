import { instanceId, seriesId, studyId } from '../../../src/domain/ids';
import type { SlidePyramid } from '../../../src/domain/slide';
import type { Series } from '../../../src/domain/study';
import { GeneratedTiles, below, generatedLevels, generatedPyramid } from '../../fixtures/generated-tiles';

function slideSeries(id: string, pyramid: SlidePyramid): Series {
  const [finest] = pyramid.levels;
  const { columns = 0, rows = 0 } = finest ?? {};
  const [x, y] = pyramid.micronsPerPixel ?? [null, null];
  return {
    id: seriesId(id),
    studyId: studyId('study'),
    kind: 'slide',
    modality: 'SM',
    uid: null,
    number: 1,
    description: id,
    instances: [
      {
        id: instanceId(id),
        uid: null,
        sopClassUid: null,
        transferSyntax: null,
        provenance: { path: id, container: 'file', byteLength: 0 },
        frameCount: pyramid.planes.length,
        rows,
        columns,
        samplesPerPixel: pyramid.samplesPerPixel,
        bitsAllocated: pyramid.bitsAllocated,
        bitsStored: pyramid.bitsAllocated,
        signed: false,
        photometric: pyramid.samplesPerPixel === 3 ? 'RGB' : 'MONOCHROME2',
        lossy: null,
        exifOrientation: 1,
      },
    ],
    frames: pyramid.planes.map((_, i) => ({
      instance: instanceId(id),
      frameNumber: i + 1,
      instanceNumber: 1,
      geometry: null,
      spacing: x === null ? null : { row: y / 1000, column: x / 1000, calibration: 'scanner' },
      modalityLut: { kind: 'linear', slope: 1, intercept: 0, unit: '' },
      voi: [],
      padding: null,
    })),
    frameTime: null,
    acquisition: { time: null, laterality: null, bodyPart: null, contrastAgent: null, sliceThickness: null, technique: [] },
    slide: pyramid,
    issues: [],
  };
}

/** Where the slide's colours change: red to the left of it, green above it. Between pixels of every level. */
export const EDGE = { x: 20_123.4, y: 9_876.6 };

/** 40,003 × 30,001 at 0.25 µm/px, three focal planes told apart by their blue. */
const plain = new GeneratedTiles(generatedPyramid(40_003, 30_001, { planes: [-1.5, 0, 1.5] }), ({ x, y, width, height }, { plane }) => [
  Math.round(255 * below(x, width, EDGE.x)),
  Math.round(255 * below(y, height, EDGE.y)),
  40 + 60 * plane,
]);
export const SLIDE = slideSeries('slide', plain.pyramid);

/** Pixels twice as high as wide, nothing known of their size. */
const tall = new GeneratedTiles(
  generatedPyramid(3000, 2000, { levels: generatedLevels(3000, 2000, [1, 3]), micronsPerPixel: null, objectivePower: null }),
  ({ x, y }) => [Math.round(x / 12), Math.round(y / 8), 100],
);
export const UNCALIBRATED = slideSeries('uncalibrated', tall.pyramid);

/** Two 16-bit channels: the first bright on the left half, the second in the upper half. */
const glowing = new GeneratedTiles(
  generatedPyramid(4000, 3000, {
    levels: generatedLevels(4000, 3000, [1, 2, 4, 8]),
    samplesPerPixel: 1,
    bitsAllocated: 16,
    channels: [
      { name: 'DAPI', colour: [0, 0, 255] },
      { name: 'FITC', colour: [0, 255, 0] },
    ],
    background: [0, 0, 0],
  }),
  ({ x, y, width, height }, { channel }) => [Math.round((channel === 0 ? below(x, width, 2000) : below(y, height, 1500)) * 40_000)],
);
export const FLUORESCENCE = slideSeries('fluorescence', glowing.pyramid);

/** Grey 200; tiles of the second column fail, those of the third are not there. */
const broken = new GeneratedTiles(generatedPyramid(2048, 1024, { levels: generatedLevels(2048, 1024, [1, 8]) }), () => [200, 200, 200], {
  fails: ({ level, column }) => level === 0 && column === 1,
  absent: ({ level, column }) => level === 0 && column === 2,
});
export const BROKEN = slideSeries('broken', broken.pyramid);

/** Three time points, told apart by their grey. */
const living = new GeneratedTiles(
  generatedPyramid(2048, 1024, { levels: generatedLevels(2048, 1024, [1]), times: 3 }),
  (_box, { time }) => [60 + 60 * time, 60 + 60 * time, 60 + 60 * time],
);
export const LIVING = slideSeries('living', living.pyramid);

/** By series id. */
export const TILES: Readonly<Record<string, GeneratedTiles>> = { slide: plain, uncalibrated: tall, fluorescence: glowing, broken, living };
