import { readFile } from 'node:fs/promises';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packPackage } from '../../src/app/models/package-archive';
import { writeNifti } from '../fixtures/volume/write-nifti';
import { BRIGHT, DIM, thresholdPackage } from '../inference/fixtures/threshold-package';
import { expectSealed, launchApp, untilState, type LaunchedApp } from './support/launch-app';
import { handle, openFiles, untilAttribute } from './support/screen';

/** Columns to the left, rows to the feet, slices to the front, as FreeSurfer stores a head. */
const SIZE = { i: 40, j: 28, k: 32 };
const MM = { i: 2, j: 3, k: 2.5 };
const PLANES = ['axial', 'coronal', 'sagittal'] as const;

/** An ellipsoid of dim voxels with a bright cube to one side. */
function head(): Uint8Array<ArrayBuffer> {
  const data = new Uint8Array(SIZE.i * SIZE.j * SIZE.k);
  let at = 0;
  for (let k = 0; k < SIZE.k; k++) {
    for (let j = 0; j < SIZE.j; j++) {
      for (let i = 0; i < SIZE.i; i++, at++) {
        const inside = ((i - 19.5) / 18) ** 2 + ((j - 13.5) / 12) ** 2 + ((k - 15.5) / 14) ** 2 < 1;
        const marked = Math.abs(i - 14) < 6 && Math.abs(j - 14) < 5 && Math.abs(k - 16) < 6;
        data[at] = marked ? 250 : inside ? 90 + ((i + j + k) % 5) : 0;
      }
    }
  }
  return data;
}

const voxels = head();
const volume = writeNifti({
  dims: [SIZE.i, SIZE.j, SIZE.k],
  sform: [-MM.i, 0, 0, 39, 0, 0, MM.k, -38.75, 0, -MM.j, 0, 40.5],
  data: voxels,
  display: [0, 255],
});
const millilitres = (count: number): number => (count * MM.i * MM.j * MM.k) / 1000;
const dimCount = voxels.filter((value) => value > DIM && value <= BRIGHT).length;
const brightCount = voxels.filter((value) => value > BRIGHT).length;

const asFile = async (name: string, blob: Blob) => ({ name, mimeType: 'application/zip', buffer: Buffer.from(await blob.arrayBuffer()) });
const nifti = (name: string, bytes: Uint8Array) => ({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(bytes) });

describe('a package of one’s own on a volume', () => {
  let app: LaunchedApp;
  let exported: Record<string, Uint8Array> = {};
  beforeAll(async () => {
    app = await launchApp({ viewport: { width: 1366, height: 768 } });
    await untilState(app.page, 'seal', 'sealed');
    await openFiles(app.page, [nifti('tete.nii', volume)]);
    await untilAttribute(app.page, 'viewport', 'state', 'ready', 60_000);
  });
  afterAll(async () => {
    expectSealed(await app.close());
  });

  const imports = (files: Parameters<ReturnType<typeof handle>['setInputFiles']>[0]) =>
    handle(app.page, 'package-import').setInputFiles(files);
  const run = async (id: string, end: string): Promise<void> => {
    await handle(app.page, 'model-item', { 'model-id': id }).click({ timeout: 60_000 });
    await handle(app.page, 'run-model').click();
    await untilAttribute(app.page, 'job', 'state', end, 120_000);
  };
  const maps = (plane: string) => handle(app.page, 'viewport', { plane }).locator('[data-layer="labels"]');

  it('with one bit of its weights changed is refused, and leaves nothing', async () => {
    const files = new Map(await thresholdPackage());
    const weights = new Uint8Array((await files.get('network.onnx')?.arrayBuffer()) ?? new ArrayBuffer(0));
    weights[weights.length >> 1] = (weights[weights.length >> 1] ?? 0) ^ 1;
    files.set('network.onnx', new Blob([weights]));
    await imports(await asFile('thresholds.mdpkg', await packPackage(files)));
    await handle(app.page, 'package-refused', { code: 'package-hash-mismatch' }).waitFor({ timeout: 60_000 });
    expect(await handle(app.page, 'package-row', { 'model-id': 'thresholds' }).count()).toBe(0);
  });

  it('is refused an image by its gate before any network runs, in words on screen', async () => {
    const gated = await thresholdPackage((manifest) => {
      manifest['id'] = 'gated';
      manifest['name'] = { fr: 'Coupes fines', en: 'Thin slices' };
      manifest['checks'] = [
        {
          when: 'before',
          rule: 'spacing_range',
          kwargs: { source: 'volume', axis: 'z', min: 0.5, max: 1.5 },
          severity: 'block',
          message: { fr: 'Coupes trop espacées pour ce modèle.', en: 'Slices too far apart for this model.' },
        },
      ];
    });
    await imports(await asFile('gated.mdpkg', await packPackage(gated)));
    await handle(app.page, 'package-row', { 'model-id': 'gated' }).waitFor({ timeout: 60_000 });
    await run('gated', 'failed');
    const gate = handle(app.page, 'gate', { severity: 'block', rule: 'spacing_range' });
    await gate.waitFor();
    expect(await gate.textContent()).toContain('Coupes trop espacées');
    const box = await gate.boundingBox();
    expect(box !== null && box.y >= 0 && box.y + box.height <= 768).toBe(true);
    expect(await handle(app.page, 'findings').getAttribute('data-count')).toBe('0');
  });

  it('labels every voxel, with volumes exact to the voxel', async () => {
    const { page } = app;
    await imports(await asFile('thresholds.mdpkg', await packPackage(await thresholdPackage())));
    await handle(page, 'package-row', { 'model-id': 'thresholds', trust: 'unsigned' }).waitFor({ timeout: 60_000 });
    await run('thresholds', 'succeeded');
    for (const [label, count] of [
      ['dim', dimCount],
      ['bright', brightCount],
    ] as const) {
      const shown = await handle(page, 'segmentation-label', { label }).getAttribute('data-volume-ml');
      expect(Number(shown), label).toBeCloseTo(millilitres(count), 9);
      // A label has an amount and no score.
      expect(await handle(page, 'finding', { label, score: '' }).count()).toBe(1);
    }
  });

  it('draws its labels in the three planes', async () => {
    await handle(app.page, 'layout-planes').click();
    for (const plane of PLANES) {
      await handle(app.page, 'viewport', { plane, state: 'ready' }).waitFor({ timeout: 60_000 });
      await expect.poll(() => maps(plane).getAttribute('data-labels'), { timeout: 20_000 }).toBe('1');
    }
  });

  it('draws outlines alone where that is asked for', async () => {
    const { page } = app;
    const filled = (): Promise<number> =>
      maps('axial').evaluate((canvas: HTMLCanvasElement) => {
        const { data } = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height) ?? { data: [] };
        let seen = 0;
        for (let at = 3; at < data.length; at += 4) if ((data[at] ?? 0) > 0 && (data[at] ?? 0) < 128) seen++;
        return seen;
      });
    expect(await filled()).toBeGreaterThan(1000);
    await handle(page, 'outline-only').click();
    await expect.poll(filled, { timeout: 20_000 }).toBe(0);
    await handle(page, 'outline-only').click();
    await expect.poll(filled, { timeout: 20_000 }).toBeGreaterThan(1000);
  });

  it('keeps a rejected label out of the picture and of what is exported', async () => {
    const { page } = app;
    const colours = (): Promise<boolean> =>
      maps('axial').evaluate((canvas: HTMLCanvasElement) => {
        const { data } = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height) ?? { data: [] };
        // Orange: more red than blue.
        for (let at = 0; at < data.length; at += 4) if ((data[at] ?? 0) > (data[at + 2] ?? 0) + 60) return true;
        return false;
      });
    await expect.poll(colours, { timeout: 20_000 }).toBe(true);
    await handle(page, 'finding', { label: 'bright' }).getByTestId('finding-reject').click();
    await handle(page, 'finding', { label: 'bright', status: 'rejected' }).waitFor();
    await expect.poll(colours, { timeout: 20_000 }).toBe(false);
    await handle(page, 'export').click();
    const [download] = await Promise.all([page.waitForEvent('download'), handle(page, 'export-item', { format: 'maps' }).click()]);
    expect(download.suggestedFilename()).toMatch(/^diaphane-\d{4}-\d\d-\d\d-cartes\.zip$/);
    exported = unzipSync(new Uint8Array(await readFile(await download.path())));
    expect(Object.keys(exported)).toEqual(['serie-1.thresholds.tissue.nii', 'result.json']);
    const map = exported['serie-1.thresholds.tissue.nii'] ?? new Uint8Array();
    // Voxel beside voxel, whatever way the volume is shown.
    expect(Buffer.from(voxels.map((value) => (value > DIM && value <= BRIGHT ? 1 : 0))).equals(map.subarray(352))).toBe(true);
    const index: unknown = JSON.parse(new TextDecoder().decode(exported['result.json']));
    expect(index).toMatchObject({
      answers: [
        { modelId: 'gated', outputs: [] },
        {
          series: 1,
          modelId: 'thresholds',
          modelVersion: '1.0.0',
          outputs: [{ values: [{ value: 1, label: 'dim' }], findings: [{ label: 'dim', status: 'proposed' }] }],
        },
      ],
      rejected: [{ series: 1, modelId: 'thresholds', label: 'bright' }],
    });
    expect(JSON.stringify(index)).not.toContain('tete');
  });

  it('gives a label map that lies over its volume when it is opened again', async () => {
    const { page } = app;
    await handle(page, 'layout-planes').click();
    await openFiles(page, [nifti('serie-1.thresholds.tissue.nii', exported['serie-1.thresholds.tissue.nii'] ?? new Uint8Array())]);
    await untilAttribute(page, 'viewport', 'state', 'ready', 60_000);
    await handle(page, 'open-as-labels').nth(1).click();
    await expect.poll(() => page.locator('[data-layer="labels"]').first().getAttribute('data-labels'), { timeout: 20_000 }).toBe('2');
  });
});
