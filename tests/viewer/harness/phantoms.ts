import { AppError, abortError } from '../../../src/domain/errors';
import { instanceId, seriesId, studyId } from '../../../src/domain/ids';
import type { DecodedFrame } from '../../../src/domain/pixels';
import type { FrameSource } from '../../../src/domain/ports';
import type { FrameInfo, ImageInstance, Series } from '../../../src/domain/study';

const ACQUISITION = { time: null, laterality: null, bodyPart: null, contrastAgent: null, sliceThickness: null, technique: [] };

function instance(id: string, rows: number, columns: number, frameCount: number, colour: boolean): ImageInstance {
  return {
    id: instanceId(id),
    uid: null,
    sopClassUid: null,
    transferSyntax: null,
    provenance: { path: id, container: 'file', byteLength: 0 },
    frameCount,
    rows,
    columns,
    samplesPerPixel: colour ? 3 : 1,
    bitsAllocated: colour ? 8 : 16,
    bitsStored: colour ? 8 : 16,
    signed: !colour,
    photometric: colour ? 'RGB' : 'MONOCHROME2',
    lossy: null,
    exifOrientation: 1,
  };
}

function series(
  id: string,
  kind: Series['kind'],
  modality: string,
  instances: ImageInstance[],
  frames: FrameInfo[],
  frameTime: Series['frameTime'],
): Series {
  return {
    id: seriesId(id),
    studyId: studyId('study'),
    kind,
    modality,
    uid: null,
    number: 1,
    description: id,
    instances,
    frames,
    frameTime,
    acquisition: ACQUISITION,
    issues: [],
  };
}

const CT_SIZE = 512;
const CT_SLICES = 40;

/** CT-like: a body of water in air, a fat ring, bone on the patient's left, a marker on the anterior side, spacing 0.7 × 0.7 mm. */
export const CT = series(
  'ct',
  'volume',
  'CT',
  Array.from({ length: CT_SLICES }, (_, i) => instance(`ct-${String(i)}`, CT_SIZE, CT_SIZE, 1, false)),
  Array.from({ length: CT_SLICES }, (_, i) => ({
    instance: instanceId(`ct-${String(i)}`),
    frameNumber: 1,
    instanceNumber: i + 1,
    geometry: { position: [-180, -180, i * 3], rowDirection: [1, 0, 0], columnDirection: [0, 1, 0], frameOfReference: 'x' },
    spacing: { row: 0.7, column: 0.7, calibration: 'patient' },
    modalityLut: { kind: 'linear', slope: 1, intercept: -1024, unit: 'HU' },
    voi: [{ kind: 'window', center: 40, width: 400, shape: 'LINEAR', explanation: 'soft' }],
    padding: { from: -2000, to: -2000 },
  })),
  null,
);

function ctPixels(slice: number): Int16Array {
  const pixels = new Int16Array(CT_SIZE * CT_SIZE);
  for (let y = 0; y < CT_SIZE; y += 1) {
    for (let x = 0; x < CT_SIZE; x += 1) {
      const dx = (x - 255.5) / 200;
      const dy = (y - 255.5) / 150;
      const r = Math.hypot(dx, dy);
      let value = -1000;
      if (r < 1) value = -100;
      if (r < 0.92) value = 40;
      if (Math.hypot(x - 380, y - 256) < 22) value = 900;
      if (Math.abs(x - 255.5) < 6 && Math.abs(y - 140) < 12) value = 300;
      if (Math.hypot(x - 200, y - 300) < 4 + slice) value = 80;
      pixels[y * CT_SIZE + x] = Math.hypot(x - 255.5, y - 255.5) > 256 ? -2000 : value + 1024;
    }
  }
  return pixels;
}

const PHOTO_WIDTH = 600;
const PHOTO_HEIGHT = 400;
/** Four quadrants red, green, blue, grey ramp; a one-pixel checkerboard in the middle. */
export const PHOTO = series(
  'photo',
  'photo',
  'XC',
  [instance('photo', PHOTO_HEIGHT, PHOTO_WIDTH, 1, true)],
  [
    {
      instance: instanceId('photo'),
      frameNumber: 1,
      instanceNumber: null,
      geometry: null,
      spacing: null,
      modalityLut: { kind: 'linear', slope: 1, intercept: 0, unit: '' },
      voi: [],
      padding: null,
    },
  ],
  null,
);

function photoPixels(): Uint8Array {
  const pixels = new Uint8Array(PHOTO_WIDTH * PHOTO_HEIGHT * 3);
  for (let y = 0; y < PHOTO_HEIGHT; y += 1) {
    for (let x = 0; x < PHOTO_WIDTH; x += 1) {
      const right = x >= PHOTO_WIDTH / 2;
      const bottom = y >= PHOTO_HEIGHT / 2;
      const ramp = Math.round(((x - PHOTO_WIDTH / 2) / (PHOTO_WIDTH / 2)) * 255);
      let colour = right ? (bottom ? [ramp, ramp, ramp] : [10, 200, 30]) : bottom ? [20, 60, 220] : [220, 30, 20];
      if (Math.abs(x - 300) < 20 && Math.abs(y - 200) < 20) colour = (x + y) % 2 === 0 ? [255, 255, 255] : [0, 0, 0];
      pixels.set(colour, (y * PHOTO_WIDTH + x) * 3);
    }
  }
  return pixels;
}

const CINE_FRAMES = 20;
/** A dot on a circle, with rows twice as far apart as columns; frame 7 fails to decode. */
export const CINE = series(
  'cine',
  'cine',
  'XA',
  [instance('cine', 200, 400, CINE_FRAMES, false)],
  Array.from({ length: CINE_FRAMES }, (_, i) => ({
    instance: instanceId('cine'),
    frameNumber: i + 1,
    instanceNumber: 1,
    geometry: null,
    spacing: { row: 1, column: 0.5, calibration: 'detector' },
    modalityLut: { kind: 'linear', slope: 1, intercept: 0, unit: '' },
    voi: [],
    padding: null,
  })),
  40 as Series['frameTime'],
);

function cinePixels(frame: number): Uint8Array {
  const pixels = new Uint8Array(200 * 400).fill(40);
  const angle = (frame / CINE_FRAMES) * 2 * Math.PI;
  const cx = 200 + 120 * Math.cos(angle);
  const cy = 100 + 60 * Math.sin(angle);
  for (let y = 0; y < 200; y += 1) for (let x = 0; x < 400; x += 1) if (Math.hypot((x - cx) / 2, y - cy) < 15) pixels[y * 400 + x] = 230;
  return pixels;
}

/** Every VOI table entry is the square of its input: told apart from any window. */
const TABLE = {
  kind: 'table',
  firstMapped: -128,
  bits: 16,
  values: Uint16Array.from({ length: 256 }, (_, i) => i * i),
  explanation: 'square',
} as const;

/** The same entries in reverse order. */
const REVERSED = { ...TABLE, values: TABLE.values.toReversed(), explanation: 'reversed' };

/**
 * A 16-bit ramp, stored value = pixel index, modality value = index − 32768: frame 1 plain, 2 MONOCHROME1, 3 with two VOI
 * tables, 4 with a sigmoid of centre 40 and width 400.
 */
export const RAMP = series(
  'ramp',
  'volume',
  'CT',
  [instance('ramp', 256, 256, 4, false)],
  [1, 2, 3, 4].map((frameNumber) => ({
    instance: instanceId('ramp'),
    frameNumber,
    instanceNumber: 1,
    geometry: null,
    spacing: null,
    modalityLut: { kind: 'linear', slope: 1, intercept: -32768, unit: 'HU' },
    voi:
      frameNumber === 3
        ? [TABLE, REVERSED]
        : frameNumber === 4
          ? [{ kind: 'window' as const, center: 40, width: 400, shape: 'SIGMOID' as const, explanation: '' }]
          : [],
    padding: null,
  })),
  null,
);

const WIDE_COLUMNS = 20_000;
/** Wider than any texture: left half red, right half blue. */
export const WIDE = series(
  'wide',
  'photo',
  'XC',
  [instance('wide', 200, WIDE_COLUMNS, 1, true)],
  [{ ...framesOf(PHOTO)[0], instance: instanceId('wide') }],
  null,
);

function framesOf(of: Series): readonly [FrameInfo] {
  const [first] = of.frames;
  if (first === undefined) throw new Error('a phantom without frames');
  return [first];
}

function widePixels(): Uint8Array {
  const pixels = new Uint8Array(WIDE_COLUMNS * 200 * 3);
  for (let i = 0; i < WIDE_COLUMNS * 200; i += 1) pixels[i * 3 + (i % WIDE_COLUMNS < WIDE_COLUMNS / 2 ? 0 : 2)] = 255;
  return pixels;
}

const BASE = { bitsAllocated: 16, bitsStored: 16, palette: null } as const;

function decode(of: Series, frame: FrameInfo): DecodedFrame {
  switch (of.id) {
    case CT.id:
      return {
        ...BASE,
        rows: CT_SIZE,
        columns: CT_SIZE,
        samplesPerPixel: 1,
        signed: true,
        photometric: 'MONOCHROME2',
        pixels: ctPixels((frame.instanceNumber ?? 0) - 1),
      };
    case PHOTO.id:
      return {
        ...BASE,
        bitsAllocated: 8,
        bitsStored: 8,
        rows: PHOTO_HEIGHT,
        columns: PHOTO_WIDTH,
        samplesPerPixel: 3,
        signed: false,
        photometric: 'RGB',
        pixels: photoPixels(),
      };
    case CINE.id:
      if (frame.frameNumber === 7) throw new AppError('codec-failed', 'made to fail');
      return {
        ...BASE,
        bitsAllocated: 8,
        bitsStored: 8,
        rows: 200,
        columns: 400,
        samplesPerPixel: 1,
        signed: false,
        photometric: 'MONOCHROME2',
        pixels: cinePixels(frame.frameNumber),
      };
    case WIDE.id:
      return {
        ...BASE,
        bitsAllocated: 8,
        bitsStored: 8,
        rows: 200,
        columns: WIDE_COLUMNS,
        samplesPerPixel: 3,
        signed: false,
        photometric: 'RGB',
        pixels: widePixels(),
      };
    default:
      return {
        ...BASE,
        rows: 256,
        columns: 256,
        samplesPerPixel: 1,
        signed: false,
        photometric: frame.frameNumber === 2 ? 'MONOCHROME1' : 'MONOCHROME2',
        pixels: Uint16Array.from({ length: 65_536 }, (_, i) => i),
      };
  }
}

/** A frame source that takes a moment, as a decode worker would, and stops when told. */
export const SOURCE: FrameSource = {
  readFrame(of, frame, signal) {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        try {
          resolve(decode(of, frame));
        } catch (error) {
          reject(error instanceof Error ? error : new Error('decode'));
        }
      }, 5);
      signal?.addEventListener('abort', () => {
        clearTimeout(timer);
        reject(abortError());
      });
    });
  },
};
