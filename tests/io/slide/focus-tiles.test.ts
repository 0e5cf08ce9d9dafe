import { describe, expect, it } from 'vitest';
import { extendedFocus } from '../../../src/domain/kernels/slide/extended-focus';
import { readLevelRegion } from '../../../src/domain/kernels/slide/read-region';
import { EXTENDED_FOCUS } from '../../../src/domain/slide';
import { FocusTileSource } from '../../../src/io/slide/focus-tile-source';
import { generatedLevels, generatedPyramid, GeneratedTiles } from '../../fixtures/generated-tiles';

const [COLUMNS, ROWS] = [150, 101];
const pyramid = generatedPyramid(COLUMNS, ROWS, { levels: generatedLevels(COLUMNS, ROWS, [1, 2], 32), planes: [-1, 0, 1, 2] });
/** A texture whose contrast depends on place and plane: which one is sharpest changes within tiles and across their borders. */
const stored = (): GeneratedTiles =>
  new GeneratedTiles(
    pyramid,
    ({ x, y }, { plane }) => {
      const contrast = 1 + Math.sin(x / 17 + plane * 1.6) + Math.cos(y / 13 - plane);
      const value = Math.round(128 + 20 * contrast * Math.sin(x * 1.9 + y * 2.3));
      return [value, 255 - value, (value + plane * 7) % 256];
    },
    { delay: 0, absent: ({ level, column, row, plane }) => level === 0 && column === 2 && row === 1 && plane === 3 },
  );

describe('tiles of all planes in one', () => {
  it.each([0, 1])('are those of the projection of the whole at level %d: no border shows', async (level) => {
    const { columns = 0, rows = 0 } = pyramid.levels[level] ?? {};
    const whole = { level, x: 0, y: 0, width: columns, height: rows, channel: 0, time: 0 };
    const source = stored();
    const planes = await Promise.all([0, 1, 2, 3].map(async (plane) => (await readLevelRegion(source, { ...whole, plane })).pixels));
    const expected = extendedFocus({ columns, rows, samplesPerPixel: 3, planes });
    const tiled = await readLevelRegion(new FocusTileSource(source), { ...whole, plane: EXTENDED_FOCUS });
    expect(tiled.pixels).toEqual(expected);
    // The choice does change: a projection of one plane would pass the rest.
    for (const plane of planes) expect(plane).not.toEqual(expected);
  });

  it('leave the stored planes as they are', async () => {
    const source = stored();
    const address = { level: 0, column: 1, row: 1, plane: 2, channel: 0, time: 0 };
    expect(await new FocusTileSource(source).readTile(address)).toEqual(await source.readTile(address));
  });

  it('read a tile of a plane once for all the tiles around it', async () => {
    const source = stored();
    const focus = new FocusTileSource(source);
    await readLevelRegion(focus, { level: 0, x: 0, y: 0, width: COLUMNS, height: ROWS, plane: EXTENDED_FOCUS, channel: 0, time: 0 });
    expect(source.reads.length).toBe(5 * 4 * 4);
  });

  it('end when nobody wants them any more', async () => {
    const gone = new AbortController();
    gone.abort();
    const address = { level: 0, column: 0, row: 0, plane: EXTENDED_FOCUS, channel: 0, time: 0 };
    await expect(new FocusTileSource(stored()).readTile(address, gone.signal)).rejects.toMatchObject({ name: 'AbortError' });
  });
});
