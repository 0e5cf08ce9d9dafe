import { createHash } from 'node:crypto';
import { openAsBlob, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { configureNodeCodecs } from '../../../src/cli/node-codecs';
import type { TileSource } from '../../../src/domain/ports';
import type { Series } from '../../../src/domain/study';
import { importSources } from '../../../src/io/import-pipeline';
import { openSource } from '../../../src/io/open-source';
import { openTileSource } from '../../../src/io/slide/open-tile-source';
import { StudyBuilder } from '../../../src/io/study-builder';
import { SAMPLE_ROOT, SAMPLES_PRESENT } from '../support/sample-files';

if (!SAMPLES_PRESENT) process.stdout.write('skipped: the sample files are not beside the project (tests/io/slide/dicom-samples.test.ts)\n');

configureNodeCodecs();

/** Made by dicom_tile_hashes.py. */
const references = JSON.parse(readFileSync(resolve(import.meta.dirname, 'dicom-tile-hashes.json'), 'utf8')) as Record<
  string,
  readonly string[]
>;

async function tilesOf(path: string): Promise<TileSource> {
  const blob = await openAsBlob(join(SAMPLE_ROOT, path));
  const outcome = await openSource(blob, path);
  const part = outcome.kind === 'parts' ? outcome.parts[0] : undefined;
  if (part?.locator.kind !== 'slide') throw new Error('no slide');
  return openTileSource([part.source ?? blob], part.locator);
}

async function slidesOf(folder: string): Promise<{ readonly series: Series; readonly tiles: TileSource }[]> {
  const builder = new StudyBuilder();
  const sources = await Promise.all(
    readdirSync(join(SAMPLE_ROOT, folder)).map(async (name) => ({ path: name, blob: await openAsBlob(join(SAMPLE_ROOT, folder, name)) })),
  );
  await importSources(sources, { builder, open: (blob, path, options) => openSource(blob, path, options), onEvent: () => undefined });
  return builder.series().flatMap((series) => {
    const bytes = builder.slideBytes(series.id);
    return bytes?.locator.format === 'dicom' ? [{ series, tiles: openTileSource(bytes.sources, bytes.locator) }] : [];
  });
}

describe.skipIf(!SAMPLES_PRESENT)('sample slides in DICOM', () => {
  it.each(Object.keys(references))('%s: every tile is bit for bit what pydicom and libjpeg-turbo make of it', async (path) => {
    const tiles = await tilesOf(path);
    const { levels, channels, planes } = tiles.pyramid;
    const [level] = levels;
    if (level === undefined) throw new Error('no level');
    const found: string[] = [];
    for (let channel = 0; channel < channels.length; channel++) {
      for (let plane = 0; plane < planes.length; plane++) {
        for (let row = 0; row * level.tileRows < level.rows; row++) {
          for (let column = 0; column * level.tileColumns < level.columns; column++) {
            const tile = await tiles.readTile({ level: 0, column, row, plane, channel, time: 0 });
            if (tile === null) throw new Error('absent');
            const { buffer, byteOffset, byteLength } = tile.pixels;
            found.push(
              createHash('sha256')
                .update(new Uint8Array(buffer, byteOffset, byteLength))
                .digest('hex'),
            );
          }
        }
      }
    }
    expect(found).toEqual(references[path]);
  });

  it('joins the twelve files of a slide into one pyramid', async () => {
    const [slide, ...more] = await slidesOf('dicom-wsi-sample/cmu-1-small-region');
    expect(more).toEqual([]);
    expect(slide?.series).toMatchObject({ kind: 'slide', modality: 'SM', issues: ['lossy'] });
    expect(slide?.series.instances).toHaveLength(12);
    expect(slide?.series.frames).toHaveLength(1);
    const { pyramid } = slide?.tiles ?? {};
    expect(pyramid?.levels.map(({ columns, rows }) => [columns, rows]).slice(0, 4)).toEqual([
      [2220, 2967],
      [1110, 1483],
      [555, 741],
      [277, 370],
    ]);
    expect(pyramid?.levels[1]?.downsample).toEqual([2, 2967 / 1483]);
    expect(pyramid).toMatchObject({ micronsPerPixel: [0.499, 0.499], samplesPerPixel: 3, background: [255, 255, 255] });
  });

  it('opens fluorescence without its two finest levels, label and overview beside it', async () => {
    const [slide, ...more] = await slidesOf('slideio-tutorial/BPAEC');
    expect(more).toEqual([]);
    const { pyramid } = slide?.tiles ?? {};
    expect(pyramid?.levels.map(({ columns }) => columns)).toEqual([1536, 768, 384, 192, 96, 48, 24]);
    expect(pyramid?.channels).toEqual([
      { name: 'Green', colour: [0, 255, 0] },
      { name: 'Blue', colour: [0, 0, 255] },
      { name: 'Red', colour: [255, 0, 0] },
    ]);
    expect(pyramid).toMatchObject({ samplesPerPixel: 1, bitsAllocated: 8, micronsPerPixel: [2.58, 2.58], background: [0, 0, 0] });
    // A copy of its own: what it was read with would go to every worker.
    expect(pyramid?.iccProfile?.buffer.byteLength).toBe(63_928);
    expect(pyramid?.associated).toEqual([
      { kind: 'overview', columns: 233, rows: 500 },
      { kind: 'label', columns: 579, rows: 441 },
    ]);
    expect(await slide?.tiles.readAssociated('label')).toMatchObject({ columns: 579, rows: 441, samplesPerPixel: 3 });
  });

  it('tells a thumbnail from a level, and reads the objective', async () => {
    const [slide, ...more] = await slidesOf('openslide-python/fixtures');
    expect(more).toEqual([]);
    expect(slide?.tiles.pyramid).toMatchObject({
      levels: [{ columns: 16, rows: 16, tileColumns: 64, tileRows: 64 }],
      objectivePower: 20,
      associated: [{ kind: 'thumbnail', columns: 16, rows: 16 }],
    });
  });

  it('keeps scans of one glass apart that show the same field', async () => {
    const slides = await slidesOf('highdicom');
    expect(slides).toHaveLength(6);
    expect(slides.filter(({ tiles }) => tiles.pyramid.bitsAllocated === 16)).toHaveLength(2);
  });
});
