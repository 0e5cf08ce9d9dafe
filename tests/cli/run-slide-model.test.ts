import { mkdtempSync, readFileSync, rmSync, writeFileSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { decode } from 'fast-png';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runModel } from '../../src/cli/run-model';
import { nodeRuntime } from '../../src/inference/runtime/ort-node';
import { finishDraft } from '../../src/inference/packages/converters/finish-draft';
import { pictureTiff } from '../fixtures/slides/picture-tiff';
import { fieldMapsPackage } from '../inference/fixtures/field-maps-package';
import { floatWeights, networkFile } from '../inference/fixtures/network-graph';
import { frameWithCells, packed, tinyPackage } from '../inference/fixtures/tiny-package';

const [COLUMNS, ROWS] = [160, 112];
/** On borders of fields and in their corners, in what two and what four of them share, and alone. */
const CELLS = [
  [0, 0],
  [48, 0],
  [56, 8],
  [48, 48],
  [56, 56],
  [104, 48],
  [96, 56],
  [152, 104],
  [24, 80],
  [72, 24],
].map(([x = 0, y = 0]) => ({ x, y, size: 8, channel: 0, value: 255 }) as const);

let folder = '';
const write = (path: string, bytes: Uint8Array): string => {
  const full = join(folder, path);
  mkdirSync(dirname(full), { recursive: true });
  writeFileSync(full, bytes);
  return full;
};

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'diaphane-slide-'));
  const tiny = tinyPackage();
  const [source] = tiny.manifest.sources;
  if (source !== undefined) source.field = { size: [64, 64], overlap: 16 };
  for (const [path, blob] of packed(tiny)) write(`package/${path}`, new Uint8Array(await blob.arrayBuffer()));
  const { pixels } = frameWithCells(ROWS, COLUMNS, CELLS);
  write('slide.tif', new Uint8Array(await pictureTiff(Uint8Array.from(pixels), COLUMNS, ROWS).arrayBuffer()));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** A model made for slides: the red of each pixel, as a heatmap. */
async function writeRedMap(): Promise<void> {
  const weights = floatWeights('w', { dims: [1, 3, 1, 1], data: Float32Array.of(1, 0, 0) });
  const network = networkFile({
    nodes: [{ type: 'Conv', inputs: ['image', 'w'], outputs: ['red'] }],
    initializers: [weights],
    inputs: { image: ['n', 3, 32, 48] },
    outputs: ['red'],
  });
  const axes = (channels: number) => [
    { type: 'batch' },
    { type: 'channel', size: channels },
    { type: 'space', id: 'y' },
    { type: 'space', id: 'x' },
  ];
  const { manifest } = tinyPackage();
  const files = await finishDraft({
    manifest: {
      ...manifest,
      id: 'red-map',
      verified: false,
      sources: [{ id: 'slide', kind: 'wsi' }],
      networks: [
        {
          id: 'red',
          weights: [{ source: 'red.onnx', sha256: '0'.repeat(64), size: 1, precision: 'fp32', opset_version: 17 }],
          ep: ['wasm'],
          inputs: [{ id: 'image', axes: axes(3), data: { type: 'float32' } }],
          outputs: [{ id: 'red', axes: axes(1), data: { type: 'float32' } }],
        },
      ],
      pipeline: [
        { step: 'infer', network: 'red', in: 'slide', out: 'raw', kwargs: { inferer: 'WSIGrid', patch_size: [32, 48], gain: 1 / 255 } },
        { step: 'InvertTransforms', in: 'raw', out: 'map' },
      ],
      outputs: [{ id: 'map', from: 'map', kind: 'heatmap', range: [0, 1], labels: [{ id: 0, key: 'red', name: 'red', color: '#D55E00' }] }],
      checks: [],
      tests: [],
    },
    files: new Map([
      ['red.onnx', network],
      ['card.md', new TextEncoder().encode('# Red')],
    ]),
    unmapped: [],
  });
  for (const [path, bytes] of files) write(`red-map/${path}`, bytes);
}

interface Line {
  readonly error?: { readonly code: string; readonly message: string };
  readonly findings: readonly { readonly label: string; readonly score: number; readonly box: readonly number[] }[];
  readonly outputs: readonly { readonly id: string; readonly files?: readonly string[]; readonly measurements?: readonly unknown[] }[];
}

async function run(
  region: { x: number; y: number; width: number; height: number } | null,
  model = 'package',
  succeeds = true,
): Promise<Line> {
  const lines: string[] = [];
  const command = {
    kind: 'run',
    model: join(folder, model),
    inputs: [join(folder, 'slide.tif')],
    out: folder,
    spacing: null,
    spacings: null,
    region,
    threads: 1,
  } as const;
  const sink = { result: (line: string) => lines.push(line), note: () => undefined };
  expect(await runModel(command, nodeRuntime(1), sink)).toBe(succeeds);
  expect(lines).toHaveLength(1);
  return JSON.parse(lines[0] ?? '') as Line;
}

const places = (line: Line): string[] =>
  line.findings
    .filter(({ label, score }) => label === 'A' && score > 0.9)
    .map(({ box }) => box.map((value) => Math.round(value)).join())
    .sort();

describe('a model of single images on a slide', () => {
  it('finds every object once, in level-0 pixels, and counts them', async () => {
    const line = await run(null);
    expect(places(line)).toEqual(CELLS.map(({ x, y }) => [x, y, 8, 8].join()).sort());
    const tally = line.outputs.find(({ id }) => id === 'slide-tally');
    expect(tally?.measurements).toContainEqual({ label: 'A', name: 'count', value: CELLS.length, unit: '1' });
    expect(tally?.measurements).toContainEqual({ label: null, name: 'coverage', value: 100, unit: '%' });
    const [file = ''] = line.outputs.flatMap(({ files = [] }) => files);
    const { features } = JSON.parse(readFileSync(join(folder, file), 'utf8')) as { features: readonly unknown[] };
    expect(features.length).toBe(line.findings.length);
  });

  it('looks at a region alone where one is given', async () => {
    const region = { x: 40, y: 0, width: 64, height: 64 };
    const inside = CELLS.filter(({ x, y }) => x + 4 > 40 && x + 4 < 104 && y + 4 < 64);
    expect(places(await run(region))).toEqual(inside.map(({ x, y }) => [x, y, 8, 8].join()).sort());
  });
});

describe('a model of single images that draws', () => {
  it('gives one map of the whole slide, whose files say where it lies', async () => {
    // What is red beyond a half, and how red.
    const files = await fieldMapsPackage({ side: 64, overlap: 16, channel: 0, gain: 1, offset: 0, threshold: 0.5 });
    for (const [path, bytes] of files) write(`field-maps/${path}`, bytes);
    const { findings, outputs } = await run(null, 'field-maps');
    expect(findings).toEqual([]);
    const [where, how, tally] = outputs;
    expect(where).toMatchObject({ kind: 'segmentation', shape: [ROWS, COLUMNS], offset: [0, 0], scale: [1, 1] });
    expect(how).toMatchObject({ kind: 'heatmap', shape: [ROWS, COLUMNS], range: [0, 1], offset: [0, 0], scale: [1, 1] });
    const [png = '', outline = ''] = where?.files ?? [];
    const { data } = decode(readFileSync(join(folder, png)));
    const truth = frameWithCells(ROWS, COLUMNS, CELLS).pixels;
    expect(Array.from(data)).toEqual(Array.from({ length: ROWS * COLUMNS }, (_, i) => (truth[i * 3] === 255 ? 1 : 0)));
    const { features } = JSON.parse(readFileSync(join(folder, outline), 'utf8')) as { features: readonly unknown[] };
    expect(features.length).toBeGreaterThan(5);
    const share = (100 * CELLS.length * 64) / (ROWS * COLUMNS);
    const told = tally?.measurements as readonly { readonly name: string; readonly value: number }[];
    expect(told.find(({ name }) => name === 'tissue_share')?.value).toBeGreaterThan(share);
    expect(told.find(({ name }) => name === 'map_pixel')?.value).toBe(1);
    expect(told.map(({ name }) => name)).not.toContain('count');
  });
});

describe('a model whose checks refuse every field', () => {
  it('fails instead of saying that there is nothing', async () => {
    const refusing = tinyPackage();
    refusing.manifest.id = 'refusing';
    const [source] = refusing.manifest.sources;
    if (source !== undefined) source.field = { size: [64, 64], overlap: 16 };
    const message = { fr: 'Trop flou.', en: 'Too blurred.' };
    refusing.manifest.checks = [{ when: 'before', rule: 'blur_min', kwargs: { register: 'rgb', min: 1e9 }, severity: 'block', message }];
    for (const [path, blob] of packed(refusing)) write(`refusing/${path}`, new Uint8Array(await blob.arrayBuffer()));
    const { error } = await run(null, 'refusing', false);
    expect(error).toMatchObject({ code: 'model-not-applicable' });
    expect(error?.message).toContain('Too blurred.');
  });
});

describe('a model made for slides', () => {
  it('reads the slide by regions and answers for the whole', async () => {
    await writeRedMap();
    const line = await run(null, 'red-map');
    const [output] = line.outputs;
    const bytes = readFileSync(join(folder, output?.files?.[0] ?? ''));
    const map = new Float32Array(
      bytes.buffer.slice(bytes.byteOffset + bytes.byteLength - ROWS * COLUMNS * 4, bytes.byteOffset + bytes.byteLength),
    );
    const red = frameWithCells(ROWS, COLUMNS, CELLS).pixels;
    for (let i = 0; i < ROWS * COLUMNS; i++) expect(map[i]).toBeCloseTo((red[i * 3] ?? NaN) / 255, 5);
  });
});
