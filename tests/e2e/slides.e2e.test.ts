import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decode } from 'fast-png';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { pyramidTiff, type PyramidOptions } from '../fixtures/slides/pyramid-tiff';
import { truthSample } from '../fixtures/slides/slide-truth';
import { writeSparse } from '../fixtures/slides/sparse-bytes';
import { expectSealed, launchApp, untilState, type LaunchedApp } from './support/launch-app';
import { attribute, handle, openFiles, untilAttribute } from './support/screen';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

let app: LaunchedApp;
let page: Page;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'diaphane-slides-'));
  app = await launchApp({ viewport: { width: 1366, height: 768 }, prepare: (context) => context.addInitScript(AXE) });
  ({ page } = app);
  await untilState(page, 'seal', 'sealed');
});

afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  expectSealed(await app.close());
});

/** Opens a generated slide as the only one. */
async function open(name: string, options: PyramidOptions): Promise<void> {
  const path = join(folder, name);
  await writeSparse(path, await pyramidTiff(options));
  if ((await handle(page, 'series-item').count()) > 0) {
    await handle(page, 'close-study').click();
    await handle(page, 'series-item').first().waitFor({ state: 'detached' });
  }
  await openFiles(page, path);
  await handle(page, 'viewport', { kind: 'slide', state: 'ready' }).waitFor();
  await settled();
}

const settled = (): Promise<string> => untilAttribute(page, 'viewport', 'tiles-pending', '0');

/** Colours on screen, by place in the viewport, and the viewport's size. */
async function screen(): Promise<{ at: (x: number, y: number) => number[]; width: number; height: number }> {
  // Neither tooltip nor cursor value over the picture.
  await page.mouse.move(5, 5);
  const stage = page.locator('[data-viewport-stage=v1]');
  const { width = 0, height = 0 } = (await stage.boundingBox()) ?? {};
  const { data, channels, width: row } = decode(await stage.screenshot());
  return {
    at: (x, y) =>
      Array.from(data.subarray((Math.floor(y) * row + Math.floor(x)) * channels, (Math.floor(y) * row + Math.floor(x)) * channels + 3)),
    width,
    height,
  };
}

describe('a slide', () => {
  it('opens at once over the whole of it, and shows its pixels at each magnification', async () => {
    await open('slide.tif', { columns: 2048, rows: 1536, micronsPerPixel: 0.25 });
    expect(Number(await attribute(page, 'slide-mpp', 'x'))).toBeCloseTo(0.25, 4);
    expect(Number(await attribute(page, 'slide-mpp', 'y'))).toBeCloseTo(0.25, 4);
    for (const [magnification, level] of [
      [40, 0],
      [20, 1],
      [10, 2],
    ] as const) {
      await page.locator(`[data-magnification="${String(magnification)}"]`).click();
      await untilAttribute(page, 'slide-magnification', 'value', String(magnification));
      await settled();
      const { at, width, height } = await screen();
      // The middle of the slide is at the middle of the view; one pixel of the level a pixel of the screen.
      const middle = { x: 2048 / 2 ** level / 2, y: 1536 / 2 ** level / 2 };
      for (const [dx, dy] of [
        [-90, -60],
        [37, 90],
        [110, -90],
      ] as const) {
        const place = { level, x: Math.floor(middle.x + dx), y: Math.floor(middle.y + dy), plane: 0, channel: 0 };
        // Squares of 16 pixels: a place in the middle of one is that colour alone.
        const square = { x: Math.floor(place.x / 16) * 16 + 8, y: Math.floor(place.y / 16) * 16 + 8 };
        const expected = [0, 1, 2].map((sample) => truthSample({ ...place, ...square }, sample, 8));
        expect(at(width / 2 + square.x - middle.x, height / 2 + square.y - middle.y), `${String(magnification)}×`).toEqual(expected);
      }
    }
  });

  it('says when it shows more than was scanned', async () => {
    await page.locator('[data-magnification="40"]').click();
    expect(await attribute(page, 'slide-magnification', 'over-zoom')).toBe('false');
    await handle(page, 'viewport').first().focus();
    await page.keyboard.press('+');
    await untilAttribute(page, 'slide-magnification', 'over-zoom', 'true');
    await page.keyboard.press('0');
    await untilAttribute(page, 'slide-magnification', 'over-zoom', 'false');
  });

  it('is measured in micrometres, and measurements are undone as any', async () => {
    await page.locator('[data-magnification="20"]').click();
    await page.locator('[data-tool=length]').click();
    const box = await page.locator('[data-viewport-stage=v1]').boundingBox();
    if (box === null) throw new Error('no stage');
    await page.mouse.move(box.x + 200, box.y + 300);
    await page.mouse.down();
    await page.mouse.move(box.x + 300, box.y + 300);
    await page.mouse.move(box.x + 400, box.y + 300);
    await page.mouse.up();
    const measured = handle(page, 'measurement', { kind: 'length' });
    await measured.waitFor();
    // 200 pixels of the screen at 0.5 µm.
    expect(Number(await measured.getAttribute('data-value'))).toBeCloseTo(0.1, 4);
    expect(await measured.textContent()).toContain('µm');
    await page.keyboard.press('Control+z');
    await measured.waitFor({ state: 'detached' });
    await page.locator('[data-tool=pan]').click();
  });

  it('is moved by the minimap and by the arrow keys', async () => {
    const minimap = handle(page, 'slide-minimap');
    const outline = (): Promise<string | null> => minimap.locator('polygon').last().getAttribute('points');
    const before = await outline();
    const box = await minimap.boundingBox();
    if (box === null) throw new Error('no minimap');
    await page.mouse.click(box.x + box.width / 4, box.y + box.height / 4);
    await expect.poll(outline).not.toBe(before);
    const [corner = ''] = ((await outline()) ?? '').split(' ');
    await handle(page, 'viewport').first().focus();
    await page.keyboard.press('ArrowRight');
    await expect.poll(async () => Number((await outline())?.split(',')[0])).toBeGreaterThan(Number(corner.split(',')[0]));
    await settled();
  });

  it('has settings without a fault for assistive technology', async () => {
    await handle(page, 'slide-settings').click();
    const result = await page.evaluate(async () => {
      const { axe } = globalThis as unknown as { axe: { run: (options: object) => Promise<{ violations: { id: string }[] }> } };
      return (await axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] })).violations.map(({ id }) => id);
    });
    expect(result).toEqual([]);
    await page.keyboard.press('Escape');
  });
});

describe('other slides', () => {
  it('focuses through the planes', async () => {
    await open('planes.ome.tif', { columns: 1024, rows: 768, ome: true, planes: 3, micronsPerPixel: 0.5 });
    expect(await attribute(page, 'slide-z', 'total')).toBe('3');
    await page.locator('[data-magnification="20"]').click();
    const box = await page.locator('[data-viewport-stage=v1]').boundingBox();
    if (box === null) throw new Error('no stage');
    await page.mouse.move(box.x + 300, box.y + 300);
    await page.keyboard.down('Control');
    await page.mouse.wheel(0, 100);
    await page.keyboard.up('Control');
    await untilAttribute(page, 'slide-z', 'index', '2');
    await settled();
    const { at, width, height } = await screen();
    const expected = [0, 1, 2].map((sample) => truthSample({ level: 0, x: 408, y: 408, plane: 1, channel: 0 }, sample, 8));
    expect(at(width / 2 + 408 - 512, height / 2 + 408 - 384)).toEqual(expected);
  });

  it('adds up the channels of a fluorescence slide, each on or off', async () => {
    await open('channels.ome.tif', { columns: 1024, rows: 768, ome: true, channels: 2, samples: 1, bits: 16, micronsPerPixel: 0.5 });
    expect(await handle(page, 'slide-channel').count()).toBe(2);
    await page.locator('[data-magnification="20"]').click();
    await settled();
    const place = async (): Promise<number[]> => {
      const { at, width, height } = await screen();
      return at(width / 2 + 408 - 512, height / 2 + 408 - 384);
    };
    const channels = handle(page, 'slide-channel');
    await handle(page, 'slide-channels-open').click();
    await channels.nth(0).locator('input[type=color]').fill('#ff2000');
    await channels.nth(1).locator('input[type=color]').fill('#00c0ff');
    await expect.poll(() => channels.nth(1).getAttribute('data-colour')).toBe('#00c0ff');
    const both = await place();
    await channels.first().getByRole('checkbox').click();
    await expect.poll(() => channels.first().getAttribute('data-visible')).toBe('false');
    await settled();
    const second = await place();
    const stored = truthSample({ level: 0, x: 408, y: 408, plane: 0, channel: 1 }, 0, 16);
    const [from = 0, to = 0] = await Promise.all(
      ['min', 'max'].map(async (end) => Number(await channels.nth(1).getAttribute(`data-${end}`))),
    );
    const part = Math.min(Math.max((stored - from) / (to - from), 0), 1);
    const expected = [0, 0xc0, 0xff].map((full) => full * part);
    for (const [i, value] of expected.entries()) expect(Math.abs((second[i] ?? 0) - value)).toBeLessThanOrEqual(1);
    expect(both[0]).toBeGreaterThan(second[0] ?? 255);
  });

  it('without a scale say so, and have neither magnification nor micrometres', async () => {
    await open('plain.tif', { columns: 1024, rows: 768 });
    expect(await attribute(page, 'slide-magnification', 'value')).toBe('');
    expect(await attribute(page, 'slide-mpp', 'x')).toBe('');
    expect(await page.locator('[data-magnification="20"]').isDisabled()).toBe(true);
  });

  it('with tiles that cannot be read show the others, and how many are missing', async () => {
    const spoil: PyramidOptions['spoil'] = (tags, level) => {
      const offsets = tags.get(324);
      if (level === 0 && offsets?.type === 'offset')
        tags.set(324, { type: 'offset', values: offsets.values.map((offset, i) => (i < 2 ? 2_000_000_000 : offset)) });
    };
    await open('broken.tif', { columns: 1024, rows: 768, micronsPerPixel: 0.5, spoil });
    await page.locator('[data-magnification="20"]').click();
    await settled();
    expect(Number(await attribute(page, 'viewport', 'tiles-failed'))).toBe(2);
    const { at, width, height } = await screen();
    const expected = [0, 1, 2].map((sample) => truthSample({ level: 0, x: 600, y: 408, plane: 0, channel: 0 }, sample, 8));
    expect(at(width / 2 + 600 - 512, height / 2 + 408 - 384)).toEqual(expected);
  });
});
