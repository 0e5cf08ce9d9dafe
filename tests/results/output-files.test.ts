import { decode } from 'fast-png';
import { describe, expect, it } from 'vitest';
import type { ModelOutput, ResultGrid } from '../../src/domain/result';
import { outputFiles } from '../../src/results/files/output-files';
import { writeGeoJson } from '../../src/results/geojson/write-geojson';
import { OWN_ORDER, writeNifti } from '../../src/results/nifti/write-nifti';
import { writeNpy } from '../../src/results/npy/write-npy';
import { writeLabelPng } from '../../src/results/png/write-label-png';

const digits = (...rows: readonly string[]): number[] => [...rows.join('')].map(Number);
const flat = (rows: number, columns: number): ResultGrid => ({ shape: [rows, columns], spacing: null, affine: null });
const space: ResultGrid = { shape: [2, 1, 2], spacing: [3, 2, 1], affine: null };
const fromGeoJson = (output: Parameters<typeof writeGeoJson>[0]) =>
  JSON.parse(writeGeoJson(output)) as {
    features: { geometry: { type: string; coordinates: number[][][] }; properties: Record<string, unknown> }[];
  };

describe('outlines of a map over a slide', () => {
  it('lie in its level-0 pixels', () => {
    const grid = { ...flat(2, 2), region: { x: 100, y: 50, width: 20, height: 8 } };
    const { features } = fromGeoJson({
      id: 'm',
      kind: 'segmentation',
      grid,
      data: Uint8Array.of(0, 0, 0, 1),
      values: [{ value: 1, label: 'a' }],
    });
    const ring = features[0]?.geometry.coordinates[0] ?? [];
    expect(Math.min(...ring.map(([x = NaN]) => x))).toBe(110);
    expect(Math.max(...ring.map(([x = NaN]) => x))).toBe(120);
    expect(Math.min(...ring.map(([, y = NaN]) => y))).toBe(54);
    expect(Math.max(...ring.map(([, y = NaN]) => y))).toBe(58);
  });
});

describe('.npy', () => {
  // numpy.lib.format.write_array(…, version=(1, 0)) of numpy 1.24.
  it.each([
    [
      [2, 2],
      [1.5, -2, 3, Infinity],
      'k05VTVBZAQB2AHsnZGVzY3InOiAnPGY0JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDIsIDIpLCB9ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAMA/AAAAwAAAQEAAAIB/',
    ],
    [
      [1],
      [7.25],
      'k05VTVBZAQB2AHsnZGVzY3InOiAnPGY0JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDEsKSwgfSAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAOhA',
    ],
    [
      [1, 2, 3],
      [0, 0, 0, 0, 0, 0],
      'k05VTVBZAQB2AHsnZGVzY3InOiAnPGY0JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDEsIDIsIDMpLCB9ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=',
    ],
  ])('of shape %j is byte for byte what numpy writes', (shape, values, file) => {
    expect(Buffer.from(writeNpy(shape, Float32Array.from(values))).toString('base64')).toBe(file);
  });
});

describe('label PNG', () => {
  it.each([
    [[0, 1, 255, 2, 0, 7], 8],
    [[0, 1, 256, 2, 0, 65_535], 16],
  ])('%j: samples are the values, %s bits of grey', (values, depth) => {
    const file = writeLabelPng(Uint32Array.from(values), 2, 3);
    // IHDR: width, height, bit depth, colour type 0.
    expect([...file.slice(16, 26)]).toEqual([0, 0, 0, 3, 0, 0, 0, 2, depth, 0]);
    const { data, channels } = decode(file);
    expect(channels).toBe(1);
    expect([...data]).toEqual(values);
  });

  it('refuses more objects than fit', () => {
    expect(() => writeLabelPng(Uint32Array.of(65_536), 1, 1)).toThrow(RangeError);
  });

  it('gives way to a NIfTI of one slice where there are more', () => {
    const output: Extract<ModelOutput, { kind: 'instances' }> = {
      id: 'cells',
      kind: 'instances',
      grid: { shape: [1, 2], spacing: [0.5, 0.25], affine: null },
      data: Uint32Array.of(65_536, 0),
      objects: [{ value: 65_536, label: 'cell', score: null }],
      threshold: 0.5,
    };
    const [map] = outputFiles(output);
    expect(map?.suffix).toBe('.cells.nii');
    const view = new DataView(map?.bytes.buffer ?? new ArrayBuffer(0));
    // NIfTI-1 `dim` (columns, rows, slices), `datatype` uint32, `pixdim`, the first voxel.
    expect([0, 1, 2, 3].map((i) => view.getInt16(40 + 2 * i, true))).toEqual([3, 2, 1, 1]);
    expect(view.getInt16(70, true)).toBe(768);
    expect([1, 2].map((i) => view.getFloat32(76 + 4 * i, true))).toEqual([0.25, 0.5]);
    expect(view.getUint32(352, true)).toBe(65_536);
  });
});

describe('GeoJSON', () => {
  it('of boxes and points, with their scores', () => {
    const box = { x: 1, y: 2, width: 3, height: 4 };
    const { features } = fromGeoJson({ id: 'b', kind: 'boxes', threshold: 0, boxes: [{ label: 'A', score: 0.5, box }] });
    expect(features).toEqual([
      {
        type: 'Feature',
        geometry: {
          type: 'Polygon',
          coordinates: [
            [
              [1, 2],
              [4, 2],
              [4, 6],
              [1, 6],
              [1, 2],
            ],
          ],
        },
        properties: { objectType: 'detection', classification: { name: 'A' }, measurements: { score: 0.5 } },
      },
    ]);
    const points = fromGeoJson({
      id: 'p',
      kind: 'points',
      threshold: 0,
      points: [{ label: 'B', score: 1, at: { x: 5, y: 6 }, slice: null }],
    });
    expect(points.features[0]).toMatchObject({ geometry: { type: 'Point', coordinates: [5, 6] } });
  });

  it('of a map: one closed outline a piece, holes inside, unnamed values left out', () => {
    const { features } = fromGeoJson({
      id: 'm',
      kind: 'segmentation',
      grid: flat(3, 6),
      data: Uint8Array.from(digits('111022', '101000', '111090')),
      values: [
        { value: 1, label: 'ring' },
        { value: 2, label: 'bar' },
      ],
    });
    expect(features.map(({ properties }) => properties)).toEqual([
      { objectType: 'annotation', classification: { name: 'ring' } },
      { objectType: 'annotation', classification: { name: 'bar' } },
    ]);
    const [ring, bar] = features.map(({ geometry }) => geometry.coordinates);
    expect(ring?.map((points) => points.length)).toEqual([5, 5]);
    expect(ring?.every((points) => points[0]?.join() === points.at(-1)?.join())).toBe(true);
    expect(new Set(bar?.[0]?.map(String))).toEqual(new Set(['4,0', '6,0', '6,1', '4,1']));
  });

  it('of objects: what names them, their scores, each where it lies', () => {
    const { features } = fromGeoJson({
      id: 'i',
      kind: 'instances',
      grid: flat(2, 4),
      data: Uint32Array.from(digits('5006', '0006')),
      objects: [
        { value: 5, label: 'A', score: 0.25 },
        { value: 6, label: 'B', score: null },
      ],
      threshold: 0,
    });
    expect(features.map(({ properties }) => properties)).toEqual([
      { objectType: 'detection', classification: { name: 'A' }, measurements: { score: 0.25 } },
      { objectType: 'detection', classification: { name: 'B' } },
    ]);
    expect(new Set(features[1]?.geometry.coordinates[0]?.map(String))).toEqual(new Set(['3,0', '4,0', '4,2', '3,2']));
  });
});

describe('files of an answer', () => {
  const suffixes = (output: ModelOutput): string[] => outputFiles(output).map(({ suffix }) => suffix);
  const map = { id: 'm', kind: 'segmentation', values: [{ value: 1, label: 'A' }] } as const;
  const heat = { id: 'h', kind: 'heatmap', range: [0, 1], label: 'A', explains: null } as const;

  it('are pictures and outlines of a frame, a volume in space', () => {
    expect(suffixes({ ...map, grid: flat(2, 2), data: new Uint8Array(4) })).toEqual(['.m.png', '.m.geojson']);
    expect(suffixes({ ...map, grid: space, data: new Uint8Array(4) })).toEqual(['.m.nii']);
    expect(suffixes({ ...heat, grid: flat(2, 2), data: new Float32Array(4) })).toEqual(['.h.npy']);
    expect(suffixes({ ...heat, grid: space, data: new Float32Array(4) })).toEqual(['.h.nii']);
    expect(suffixes({ id: 'f', kind: 'features', dims: [1, 2], data: new Float32Array(2) })).toEqual(['.f.npy']);
    expect(suffixes({ id: 'b', kind: 'boxes', boxes: [], threshold: 0 })).toEqual(['.b.geojson']);
    expect(suffixes({ id: 't', kind: 'text', text: 'words' })).toEqual([]);
  });

  it('of a volume without a place in space have its spacing, in the order asked for', () => {
    const data = Uint8Array.of(0, 1, 1, 0);
    const affine = [1, 0, 0, 0, 0, 2, 0, 0, 0, 0, 3, 0] as const;
    const order = { ...OWN_ORDER, slicesReversed: true };
    const [file] = outputFiles({ ...map, grid: space, data }, order);
    expect(file?.bytes).toEqual(writeNifti({ shape: space.shape, data, affine }, order));
    expect(file?.bytes).not.toEqual(outputFiles({ ...map, grid: space, data })[0]?.bytes);
  });
});
