import { describe, expect, it } from 'vitest';
import { paintTissue } from '../../../src/domain/demo/tissue/paint-tissue';
import { TISSUE_WIDTH, tissueAt } from '../../../src/domain/demo/tissue/tissue-map';
import { drawnNuclei, drawnPyramid, drawnTile, tissueSlide } from '../../../src/domain/demo/tissue/tissue-slide';
import { openSource } from '../../../src/io/open-source';
import { openTileSource } from '../../../src/io/slide/open-tile-source';

const SEED = 7;
const truth = drawnNuclei(SEED);
const darkness = (pixels: ArrayLike<number>, at: number): number => 255 - (pixels[at * 3] ?? 0);

describe('the drawn tissue slide', () => {
  it('is of several millimetres, with thousands of nuclei, none on the glass', () => {
    expect(TISSUE_WIDTH).toBeGreaterThan(3000);
    expect(truth.length).toBeGreaterThan(5000);
    const [full] = drawnPyramid().levels;
    for (const { box } of truth) {
      expect(box.x).toBeGreaterThanOrEqual(0);
      expect(box.y + box.height).toBeLessThanOrEqual(full?.rows ?? 0);
      expect(['nest', 'stroma']).toContain(tissueAt(SEED, (box.x + box.width / 2) / 4, (box.y + box.height / 2) / 4));
    }
    expect(tissueAt(SEED, 5, 5)).toBe('glass');
  });

  it('has its nuclei where the truth says', () => {
    const area = { x: 1500, y: 1200, width: 128, height: 128 };
    const pixels = paintTissue(SEED, area, 512, 512);
    const inside = truth.filter(({ box }) => box.x > 6000 && box.y > 4800 && box.x + box.width < 6512 && box.y + box.height < 5312);
    expect(inside.length).toBeGreaterThan(10);
    for (const { box } of inside) {
      const [x, y] = [Math.floor(box.x + box.width / 2 - 6000), Math.floor(box.y + box.height / 2 - 4800)];
      expect(darkness(pixels, y * 512 + x)).toBeGreaterThan(90);
    }
  });

  it('shows the same at every level, tiles without seams, the same each time', () => {
    const tile = drawnTile(SEED, { level: 0, column: 24, row: 19 });
    expect(tile).toEqual(drawnTile(SEED, { level: 0, column: 24, row: 19 }));
    const area = { x: 24 * 64, y: 19 * 64, width: 64, height: 64 };
    expect(tile?.pixels).toEqual(paintTissue(SEED, area, 256, 256));
    // Of the tile to the right, drawn as part of one picture with this one.
    const both = paintTissue(SEED, { ...area, width: 128 }, 512, 256);
    const right = drawnTile(SEED, { level: 0, column: 25, row: 19 });
    for (let row = 0; row < 256; row++) {
      expect(Array.from(both.subarray((row * 512 + 256) * 3, (row + 1) * 512 * 3))).toEqual(
        Array.from(right?.pixels.subarray(row * 768, (row + 1) * 768) ?? []),
      );
    }
    const mean = (pixels: ArrayLike<number>, count: number): number =>
      Array.from({ length: count }, (_, i) => darkness(pixels, i)).reduce((sum, value) => sum + value, 0) / count;
    const coarse = paintTissue(SEED, area, 64, 64);
    expect(Math.abs(mean(coarse, 64 * 64) - mean(tile?.pixels ?? [], 256 * 256))).toBeLessThan(6);
    expect(drawnTile(SEED, { level: 0, column: 64, row: 0 })).toBeNull();
    expect(drawnTile(SEED, { level: 4, column: 0, row: 0 })).toBeNull();
  });

  it('opens from a file of a few bytes, as any slide does', async () => {
    const { files, truth: known } = tissueSlide.draw();
    const [file] = files;
    expect(file?.bytes.byteLength).toBeLessThan(100);
    expect(known?.kind === 'boxes' ? known.boxes : []).toHaveLength(truth.length);
    const blob = new Blob([Uint8Array.from(file?.bytes ?? [])]);
    const outcome = await openSource(blob, file?.name ?? '');
    const part = outcome.kind === 'parts' ? outcome.parts[0] : undefined;
    if (part?.locator.kind !== 'slide') throw new Error('not a slide');
    expect(part).toMatchObject({ kind: 'slide', slide: { micronsPerPixel: [0.25, 0.25] } });
    const tiles = openTileSource([blob], part.locator);
    const tile = await tiles.readTile({ level: 1, column: 6, row: 5, plane: 0, channel: 0, time: 0 });
    expect(tile?.pixels).toEqual(drawnTile(SEED, { level: 1, column: 6, row: 5 })?.pixels);
    await expect(tiles.readTile({ level: 0, column: -1, row: 0, plane: 0, channel: 0, time: 0 })).rejects.toMatchObject({
      code: 'pixel-data-missing',
    });
  });

  it('without a seed is told as broken', async () => {
    expect(await openSource(new Blob(['Diaphane drawn slide 1\nx']), 'a.drawn')).toMatchObject({
      kind: 'failed',
      reason: 'image-malformed',
    });
  });
});
