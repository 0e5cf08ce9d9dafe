import { deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { orientationLetters } from '../../../src/domain/geometry/orientation';
import { seriesVoxels } from '../../../src/domain/geometry/series-voxels';
import type { Series } from '../../../src/domain/study';
import type { VoxelAffine } from '../../../src/domain/volume';
import { decodeFrame } from '../../../src/io/decode-frame';
import { LIMITS } from '../../../src/io/limits';
import { openSource } from '../../../src/io/open-source';
import { writeNifti as writeLabels } from '../../../src/results/nifti/write-nifti';
import { writeZip } from '../../fixtures/dicom/write-zip';
import { writeNifti, type NiftiOptions } from '../../fixtures/volume/write-nifti';
import { openVolumes } from './open';

type Bytes = Uint8Array<ArrayBuffer>;
const blobOf = (bytes: Bytes): Blob => new Blob([bytes]);
const gzip = (bytes: Bytes): Bytes => new Uint8Array(gzipSync(bytes));
const text = (value: string): Bytes => new Uint8Array(new TextEncoder().encode(value));
const joined = (...parts: readonly Bytes[]): Bytes => new Uint8Array(Buffer.concat(parts));
const RAS_FLIPPED: VoxelAffine = [-2, 0, 0, 30, 0, 3, 0, -40, 0, 0, 4, 5];

async function openOne(
  files: Readonly<Record<string, Bytes>>,
): Promise<{ readonly series: Series; read(frame?: number): Promise<number[]> }> {
  const opened = await openVolumes(Object.entries(files).map(([path, bytes]) => ({ path, blob: blobOf(bytes) })));
  const [series] = opened.series;
  expect(opened.rows.filter(({ status }) => status !== 'opened')).toEqual([]);
  if (series === undefined || opened.series.length !== 1) throw new Error('one series');
  const { source, locator } = opened.place(series);
  return { series, read: async (frame = 1) => [...(await decodeFrame(source, locator, frame)).pixels] };
}

async function outcome(bytes: Bytes, path = 'a.nii'): Promise<unknown> {
  const result = await openSource(blobOf(bytes), path);
  return result.kind === 'failed' || result.kind === 'skipped' ? result.reason : result.kind;
}

const UPRIGHT = { rotation: 0, flipHorizontal: false, flipVertical: false } as const;
const letters = (series: Series): string => {
  const geometry = series.frames[0]?.geometry;
  if (geometry === null || geometry === undefined) return '';
  const { top, right, bottom, left } = orientationLetters(geometry, UPRIGHT);
  return `${top}${right}${bottom}${left}`;
};

describe('how a volume file hangs', () => {
  it.each<[string, VoxelAffine, string]>([
    ['axial, to the right and forwards', [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0], 'ALPR'],
    ['axial, to the left and backwards', [-1, 0, 0, 0, 0, -1, 0, 0, 0, 0, -1, 0], 'ALPR'],
    ['axial, axes exchanged', [0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0], 'ALPR'],
    ['coronal', [1, 0, 0, 0, 0, 0, 1, 0, 0, 1, 0, 0], 'HLFR'],
    ['sagittal', [0, 0, 1, 0, -1, 0, 0, 0, 0, -1, 0, 0], 'HPFA'],
  ])('%s', async (_name, sform, wanted) => {
    const { series } = await openOne({ 'a.nii': writeNifti({ dims: [4, 3, 2], sform }) });
    expect(letters(series)).toBe(wanted);
    expect(series).toMatchObject({ kind: 'volume', modality: 'OT', description: 'a.nii', issues: [] });
  });

  it('puts patient right on the left and anterior on top, voxels moved and not interpolated', async () => {
    const { series, read } = await openOne({ 'a.nii': writeNifti({ dims: [4, 3, 2], sform: RAS_FLIPPED }) });
    // Columns run to the left already; rows run forwards and are shown from the front.
    expect(await read(1)).toEqual([8, 9, 10, 11, 4, 5, 6, 7, 0, 1, 2, 3]);
    expect(series.frames[0]?.geometry).toEqual({
      position: [-30, 34, 5],
      rowDirection: [1, 0, 0],
      columnDirection: [0, 1, 0],
      frameOfReference: null,
    });
    expect(series.frames[0]?.spacing).toEqual({ row: 3, column: 2, calibration: 'patient' });
    expect(series.acquisition.sliceThickness).toBe(4);
  });

  it('sorts slices feet to head, front to back, left to right', async () => {
    const { series } = await openOne({ 'a.nii': writeNifti({ dims: [4, 3, 2], sform: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, -1, 0] }) });
    expect(series.frames.map(({ frameNumber, geometry }) => [frameNumber, geometry?.position[2]])).toEqual([
      [2, -1],
      [1, 0],
    ]);
  });

  it('says where the file states no orientation', async () => {
    const { series } = await openOne({ 'a.nii': writeNifti({ dims: [4, 3, 2], sform: null, pixdim: [1, 2, 3, 4] }) });
    expect(series.issues).toEqual(['orientation-assumed']);
    expect(letters(series)).toBe('ALPR');
  });

  it('reads metres and micrometres', async () => {
    const { series } = await openOne({ 'a.nii': writeNifti({ dims: [4, 3, 2], units: 3 }) });
    expect(series.frames[0]?.spacing).toMatchObject({ row: 0.001, column: 0.001 });
  });
});

describe('values', () => {
  it('come as modality values: slope, intercept, window', async () => {
    const bytes = writeNifti({ dims: [2, 2, 2], slope: 2, intercept: -10, display: [-5, 15] });
    const opened = await openVolumes([{ path: 'a.nii', blob: blobOf(bytes) }]);
    const [series] = opened.series;
    if (series === undefined) throw new Error('no series');
    const { source, locator } = opened.place(series);
    const voxels = seriesVoxels(series, { readFrame: (_series, frame) => decodeFrame(source, locator, frame.frameNumber) });
    // Both axes run against the screen: each slice is turned by half a turn.
    expect([...(await voxels.readRegion()).data]).toEqual([-4, -6, -8, -10, 4, 2, 0, -2]);
    expect(series.frames[0]?.voi).toEqual([{ kind: 'window', center: 5, width: 20, shape: 'LINEAR_EXACT', explanation: '' }]);
  });

  it('keep colour, alpha left out', async () => {
    const data = Uint8Array.from({ length: 16 }, (_, i) => i);
    const { series, read } = await openOne({
      'a.nii': writeNifti({ dims: [2, 2, 1], type: [2304, 32], data, sform: [-1, 0, 0, 0, 0, -1, 0, 0, 0, 0, 1, 0] }),
    });
    expect(series.instances[0]).toMatchObject({ photometric: 'RGB', samplesPerPixel: 3 });
    expect(await read()).toEqual([0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14]);
  });
});

describe('colour and detours', () => {
  const rgb = Uint8Array.from({ length: 12 }, (_, i) => i * 20);
  const mha = (more: string): Bytes =>
    text(`NDims = 3\nBinaryData = True\nTransformMatrix = 1 0 0 0 1 0 0 0 1\nDimSize = 2 2 1\n${more}ElementDataFile = LOCAL\n`);
  const nrrd = (more: string): Bytes => text(`NRRD0004\ntype: uchar\n${more}\n`);

  it.each<[string, string, Bytes]>([
    ['MetaImage channels', 'a.mha', joined(mha('ElementType = MET_UCHAR_ARRAY\nElementNumberOfChannels = 3\n'), rgb)],
    [
      'NRRD colour by voxel',
      'a.nrrd',
      joined(nrrd('dimension: 4\nsizes: 3 2 2 1\nkinds: RGB-color domain domain domain\nencoding: raw\n'), rgb),
    ],
    [
      'NRRD colour by plane',
      'a.nrrd',
      joined(
        nrrd('dimension: 4\nsizes: 2 2 1 3\nkinds: domain domain domain RGB-color\nencoding: raw\n'),
        Uint8Array.from([0, 3, 6, 9, 1, 4, 7, 10, 2, 5, 8, 11].map((i) => i * 20)),
      ),
    ],
  ])('%s', async (_name, path, bytes) => {
    const { series, read } = await openOne({ [path]: bytes });
    expect(series.instances[0]).toMatchObject({ samplesPerPixel: 3, photometric: 'RGB' });
    expect(await read()).toEqual([...rgb]);
  });

  it.each<[string, Readonly<Record<string, Bytes>>]>([
    [
      'a compressed file beside its header',
      {
        'v.mhd': text('NDims = 3\nCompressedData = True\nDimSize = 2 2 1\nElementType = MET_UCHAR\nElementDataFile = v.zraw\n'),
        'v.zraw': new Uint8Array(deflateSync(Uint8Array.of(9, 8, 7, 6))),
      },
    ],
    [
      'samples at the end of the file',
      { 'v.nrrd': joined(nrrd('dimension: 3\nsizes: 2 2 1\nencoding: raw\nbyte skip: -1\n'), Uint8Array.of(1, 2, 9, 8, 7, 6)) },
    ],
    ['a whole file gzipped', { 'v.mha.gz': gzip(joined(mha('ElementType = MET_UCHAR\n'), Uint8Array.of(9, 8, 7, 6))) }],
    ['numbers as text', { 'v.nrrd': joined(nrrd('dimension: 3\nsizes: 2 2 1\nencoding: ascii\n'), text('9 8\n7 6')) }],
  ])('%s', async (_name, files) => {
    expect(await (await openOne(files)).read()).toEqual([9, 8, 7, 6]);
  });

  it('are known behind a comment', async () => {
    const { read } = await openOne({
      'a.mha': joined(text('Comment = made by hand\nObjectType = Image\n'), mha('ElementType = MET_UCHAR\n'), Uint8Array.of(9, 8, 7, 6)),
    });
    expect(await read()).toEqual([9, 8, 7, 6]);
  });

  it('say whether a volume is a CT where the file does', async () => {
    const { series } = await openOne({
      'a.mha': joined(mha('Modality = MET_MOD_CT\nElementType = MET_UCHAR\n'), Uint8Array.of(1, 2, 3, 4)),
    });
    expect(series.modality).toBe('CT');
  });
});

describe('what the app writes', () => {
  it('opens again as it was: labels, grid and order', async () => {
    const affine: VoxelAffine = [0.5, 0, 0, -10, 0, 0.75, 0, -20, 0, 0, 2.5, 5];
    const data = Uint16Array.from({ length: 24 }, (_, i) => (i % 5) * 300);
    const opened = await openVolumes([{ path: 'labels.nii', blob: blobOf(writeLabels({ shape: [2, 3, 4], affine, data })) }]);
    const [series] = opened.series;
    if (series === undefined) throw new Error('no series');
    const { source, locator } = opened.place(series);
    const voxels = seriesVoxels(series, { readFrame: (_series, frame) => decodeFrame(source, locator, frame.frameNumber) });
    expect(voxels.grid).toEqual({ slices: 2, rows: 3, columns: 4, affine });
    expect([...(await voxels.readRegion()).data]).toEqual([...data]);
  });
});

describe('four dimensions', () => {
  const phases = (count: number, slices = 2): Bytes => writeNifti({ dims: [2, 2, slices, count], pixdim: [1, 1, 1, 1, 0.5], units: 10 });

  it('are a volume a phase where there are few', async () => {
    const opened = await openVolumes([{ path: 'f.nii', blob: blobOf(phases(3)) }]);
    expect(opened.series.map(({ description, frames, issues }) => [description, frames.length, issues])).toEqual([
      ['f.nii · 1/3', 2, []],
      ['f.nii · 2/3', 2, []],
      ['f.nii · 3/3', 2, []],
    ]);
    const third = opened.series[2];
    if (third === undefined) throw new Error('no third');
    const { source, locator } = opened.place(third);
    expect([...(await decodeFrame(source, locator, 2)).pixels].sort((a, b) => a - b)).toEqual([20, 21, 22, 23]);
  });

  it('are one series, phase by phase, where there are many', async () => {
    const { series } = await openOne({ 'f.nii': phases(LIMITS.volumeSeries + 1) });
    expect(series.frames.slice(0, 4).map(({ frameNumber }) => frameNumber)).toEqual([1, 2, 3, 4]);
    expect(series.issues).toEqual(['slices-duplicated']);
  });

  it('are a cine where there is one slice', async () => {
    const { series } = await openOne({ 'f.nii': phases(5, 1) });
    expect(series).toMatchObject({ kind: 'cine', frameTime: 500 });
    expect(series.frames).toHaveLength(5);
  });
});

describe('pairs', () => {
  const nifti = (options: Partial<NiftiOptions> = {}): Bytes =>
    writeNifti({ dims: [2, 2, 1], sform: [-1, 0, 0, 0, 0, -1, 0, 0, 0, 0, 1, 0], ...options });
  const image = Uint8Array.of(9, 8, 7, 6);
  const mhd = (name: string, more = ''): Bytes =>
    text(`ObjectType = Image\nNDims = 3\n${more}DimSize = 2 2 1\nElementType = MET_UCHAR\nElementDataFile = ${name}\n`);
  const nhdr = text('NRRD0004\ntype: uchar\ndimension: 3\nsizes: 2 2 1\nencoding: raw\ndata file: v.raw\n');

  it.each<[string, Readonly<Record<string, Bytes>>]>([
    ['hdr and img', { 'v.hdr': nifti({ magic: 'ni1' }), 'v.img': image }],
    ['in any order', { 'v.img': image, 'v.hdr': nifti({ magic: 'ni1' }) }],
    ['gzipped', { 'v.hdr.gz': gzip(nifti({ magic: 'ni1' })), 'v.img.gz': gzip(image) }],
    ['mhd and raw', { 'a.raw': image, 'v.mhd': mhd('a.raw') }],
    ['a path in the header means the file beside it', { 'd/a.raw': image, 'd/v.mhd': mhd('../x/a.raw') }],
    ['bytes to skip from the end', { 'v.mhd': mhd('v.raw', 'HeaderSize = -1\n'), 'v.raw': joined(Uint8Array.of(1, 2, 3), image) }],
    ['nhdr and raw', { 'v.nhdr': nhdr, 'v.raw': image }],
  ])('%s', async (_name, files) => {
    const { read } = await openOne(files);
    expect(await read()).toEqual([9, 8, 7, 6]);
  });

  it('tell both files in the order given', async () => {
    const opened = await openVolumes([
      { path: 'a.raw', blob: blobOf(image) },
      { path: 'v.mhd', blob: blobOf(mhd('a.raw')) },
    ]);
    expect(opened.rows.map(({ name, status, reason }) => [name, status, reason])).toEqual([
      ['a.raw', 'opened', 'volume-data'],
      ['v.mhd', 'opened', null],
    ]);
  });

  it('open in an archive', async () => {
    const zip = writeZip([
      { name: 'd/a.raw', bytes: image },
      { name: 'd/v.mhd', bytes: mhd('a.raw') },
    ]);
    const opened = await openVolumes([{ path: 'v.zip', blob: blobOf(zip) }]);
    expect(opened.series).toHaveLength(1);
    expect(opened.rows.map(({ status }) => status)).toEqual(['opened', 'opened', 'opened']);
  });

  it('fail without the other file, or when it is too short', async () => {
    const alone = await openVolumes([{ path: 'v.mhd', blob: blobOf(mhd('a.raw')) }]);
    expect(alone.rows).toMatchObject([{ status: 'failed', reason: 'volume-data-missing' }]);
    const short = await openVolumes([
      { path: 'v.mhd', blob: blobOf(mhd('a.raw')) },
      { path: 'a.raw', blob: blobOf(Uint8Array.of(1)) },
    ]);
    expect(short.rows[0]).toMatchObject({ status: 'failed', reason: 'truncated' });
  });
});

describe('bad files', () => {
  const good: NiftiOptions = { dims: [4, 3, 2] };
  const nan: VoxelAffine = [NaN, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0];
  const cut = writeNifti(good).slice(0, 360);
  const wide = writeNifti({ dims: [32_000, 32_000, 100] });

  it.each<[string, Bytes, string]>([
    ['a dimension of zero', writeNifti({ dims: [4, 0, 2] }), 'dimensions-absurd'],
    ['a negative dimension', writeNifti({ dims: [4, -3, 2] }), 'dimensions-absurd'],
    ['larger than is read', wide, 'dimensions-absurd'],
    ['larger than is read, gzipped', gzip(wide), 'dimensions-absurd'],
    ['no dimensions', writeNifti({ dims: [] }), 'image-malformed'],
    ['nine dimensions', writeNifti({ dims: [1, 1, 1, 1, 1, 1, 1, 1, 1] }), 'image-malformed'],
    ['an affine that is not a number', writeNifti({ ...good, sform: nan }), 'image-malformed'],
    ['an affine of zeros', writeNifti({ ...good, sform: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0] }), 'image-malformed'],
    ['voxels inside the header', writeNifti({ ...good, offset: 100 }), 'image-malformed'],
    ['voxels past the end', writeNifti({ ...good, offset: 400 }), 'truncated'],
    ['cut', cut, 'truncated'],
    ['cut, gzipped', gzip(cut), 'truncated'],
    [
      'a gzip stream that is cut',
      gzip(writeNifti({ dims: [200, 200, 20], data: Uint8Array.from({ length: 800_000 }, (_, i) => (i * i) >> 3) })).slice(0, 5000),
      'truncated',
    ],
    ['five dimensions', writeNifti({ dims: [2, 2, 2, 1, 3] }), 'volume-variant-unsupported'],
    ['complex numbers', writeNifti({ ...good, type: [32, 64] }), 'volume-variant-unsupported'],
    ['bits', writeNifti({ ...good, type: [1, 1] }), 'volume-variant-unsupported'],
    ['a slope without intercept', writeNifti({ ...good, slope: 2, intercept: NaN }), 'image-malformed'],
  ])('NIfTI: %s', async (_name, bytes, reason) => {
    expect(await outcome(bytes)).toBe(reason);
  });

  it.each<[string, string, string]>([
    ['no end of header', 'ObjectType = Image\nNDims = 3\n', 'image-malformed'],
    [
      'sizes that do not match',
      'NDims = 3\nDimSize = 2 2\nElementType = MET_UCHAR\nElementDataFile = LOCAL\n',
      'volume-variant-unsupported',
    ],
    ['no numbers', 'NDims = 3\nDimSize = a b c\nElementType = MET_UCHAR\nElementDataFile = LOCAL\n', 'image-malformed'],
    ['zero', 'NDims = 3\nDimSize = 2 0 2\nElementType = MET_UCHAR\nElementDataFile = LOCAL\n', 'dimensions-absurd'],
    ['cut', 'NDims = 3\nDimSize = 2 2 2\nElementType = MET_UCHAR\nElementDataFile = LOCAL\nabc', 'truncated'],
    ['an unknown type', 'NDims = 3\nDimSize = 2 2 2\nElementType = MET_OTHER\nElementDataFile = LOCAL\n', 'volume-variant-unsupported'],
    [
      'a list of files',
      'NDims = 3\nDimSize = 2 2 2\nElementType = MET_UCHAR\nElementDataFile = LIST\na.raw\n',
      'volume-variant-unsupported',
    ],
    [
      'a direction missing',
      'NDims = 3\nDimSize = 2 2 2\nTransformMatrix = 1 0 0\nElementType = MET_UCHAR\nElementDataFile = LOCAL\nabcdefgh',
      'image-malformed',
    ],
    [
      'a unit that is no length',
      'NDims = 3\nDimSize = 2 2 2\nDistanceUnits = pixel\nElementType = MET_UCHAR\nElementDataFile = LOCAL\nabcdefgh',
      'volume-variant-unsupported',
    ],
    [
      'no zlib',
      'NDims = 3\nCompressedData = True\nDimSize = 2 2 2\nElementType = MET_UCHAR\nElementDataFile = LOCAL\nabcdefgh',
      'archive-malformed',
    ],
  ])('MetaImage: %s', async (_name, header, reason) => {
    expect(await outcome(text(header), 'a.mha')).toBe(reason);
  });

  it.each<[string, string, string]>([
    ['no type', 'dimension: 3\nsizes: 2 2 2\nencoding: raw\n\nabcdefgh', 'volume-variant-unsupported'],
    ['sizes that do not match', 'type: uchar\ndimension: 3\nsizes: 2 2\nencoding: raw\n\nabcd', 'image-malformed'],
    ['bzip2', 'type: uchar\ndimension: 3\nsizes: 2 2 2\nencoding: bzip2\n\nabcdefgh', 'volume-variant-unsupported'],
    ['cut', 'type: short\ndimension: 3\nsizes: 2 2 2\nencoding: raw\nendian: little\n\nabcdefgh', 'truncated'],
    ['words for numbers', 'type: uchar\ndimension: 3\nsizes: 2 2 1\nencoding: ascii\n\n1 2 x 4', 'image-malformed'],
    ['too few numbers', 'type: uchar\ndimension: 3\nsizes: 2 2 1\nencoding: ascii\n\n1 2 3', 'truncated'],
    ['too few digits', 'type: uchar\ndimension: 3\nsizes: 2 2 1\nencoding: hex\n\n0102', 'truncated'],
    [
      'matrices',
      'type: float\ndimension: 4\nsizes: 6 2 2 2\nkinds: 3D-symmetric-matrix space space space\nspace directions: none (1,0,0) (0,1,0) (0,0,1)\nspace: LPS\nencoding: raw\n\n',
      'volume-variant-unsupported',
    ],
    [
      'directions that do not match',
      'type: uchar\ndimension: 3\nsizes: 2 2 2\nspace: LPS\nspace directions: (1,0,0) (0,1,0)\nencoding: raw\n\nabcdefgh',
      'image-malformed',
    ],
    [
      'flat directions',
      'type: uchar\ndimension: 3\nsizes: 2 2 2\nspace: LPS\nspace directions: (1,0,0) (0,0,0) (0,0,1)\nencoding: raw\n\nabcdefgh',
      'image-malformed',
    ],
  ])('NRRD: %s', async (_name, header, reason) => {
    expect(await outcome(text(`NRRD0004\n${header}`), 'a.nrrd')).toBe(reason);
  });

  it('a gzip bomb is read no further than its header says', async () => {
    const bomb = gzip(joined(writeNifti(good), new Uint8Array(64 * 1024 * 1024)));
    const result = await openSource(blobOf(bomb), 'a.nii.gz');
    expect(result).toMatchObject({ kind: 'parts' });
    const source = result.kind === 'parts' ? result.parts[0]?.source : null;
    // One step of the inflater at most.
    expect(source?.size).toBeLessThan(70 * 1024 * 1024);
  });

  it('stops at an abort', async () => {
    const controller = new AbortController();
    controller.abort();
    await expect(openSource(blobOf(gzip(writeNifti(good))), 'a.nii.gz', { signal: controller.signal })).rejects.toMatchObject({
      name: 'AbortError',
    });
  });
});
