import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { pyramidTiff } from '../fixtures/slides/pyramid-tiff';
import { writeSparse } from '../fixtures/slides/sparse-bytes';
import { expectSealed, launchApp, untilState, type LaunchedApp } from './support/launch-app';
import { attribute, downloaded, handle, openFiles, untilAttribute } from './support/screen';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

let app: LaunchedApp;
let page: Page;
let folder: string;
let stage: { readonly x: number; readonly y: number };

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'diaphane-regions-'));
  app = await launchApp({ viewport: { width: 1366, height: 768 }, prepare: (context) => context.addInitScript(AXE) });
  ({ page } = app);
  await untilState(page, 'seal', 'sealed');
  const path = join(folder, 'slide.tif');
  await writeSparse(path, await pyramidTiff({ columns: 2048, rows: 1536, micronsPerPixel: 0.25 }));
  await openFiles(page, path);
  await handle(page, 'viewport', { kind: 'slide', state: 'ready' }).waitFor();
  // Half a micrometre a pixel of the screen.
  await page.locator('[data-magnification="20"]').click();
  await untilAttribute(page, 'viewport', 'tiles-pending', '0');
  stage = (await page.locator('[data-viewport-stage=v1]').boundingBox()) ?? { x: 0, y: 0 };
});

afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  expectSealed(await app.close());
});

const click = (x: number, y: number): Promise<void> => page.mouse.click(stage.x + x, stage.y + y);
const area = async (): Promise<number> => Number(await attribute(page, 'density-region', 'area'));
async function drag(from: readonly [number, number], to: readonly [number, number]): Promise<void> {
  await page.mouse.move(stage.x + from[0], stage.y + from[1]);
  await page.mouse.down();
  await page.mouse.move(stage.x + to[0], stage.y + to[1], { steps: 6 });
  await page.mouse.up();
}

describe('regions and counts on a slide', () => {
  it('a polygon has the area of its pixels, before it is closed and after', async () => {
    await handle(page, 'viewport').first().focus();
    await page.keyboard.press('Shift+P');
    await click(200, 200);
    await click(400, 200);
    await click(400, 400);
    await page.mouse.move(stage.x + 200, stage.y + 400);
    // 200 pixels of the screen are 0.1 mm.
    await expect.poll(area).toBeCloseTo(0.01, 6);
    expect(await handle(page, 'finding').count()).toBe(0);
    await click(200, 400);
    await page.keyboard.press('Enter');
    await handle(page, 'finding', { label: 'tumor', author: 'person' }).waitFor();
    expect(await area()).toBeCloseTo(0.01, 6);
    expect(Number(await attribute(page, 'density-region', 'perimeter'))).toBeCloseTo(0.4, 6);
  });

  it('clicks are counted by class, in the region and per mm², and taken back by a click and by undo', async () => {
    await handle(page, 'tool-count').click();
    await handle(page, 'viewport').first().focus();
    await page.keyboard.press('2');
    for (const [x, y] of [
      [250, 250],
      [300, 300],
      [350, 350],
    ] as const)
      await click(x, y);
    await page.keyboard.press('4');
    await click(600, 300);
    const stroma = handle(page, 'region-class', { label: 'stroma' });
    await expect.poll(() => stroma.getAttribute('data-count')).toBe('3');
    expect(await stroma.getAttribute('data-percent')).toBe('75');
    const inside = handle(page, 'density', { label: 'stroma', author: 'person' });
    expect(await inside.getAttribute('data-count')).toBe('3');
    expect(Number(await inside.getAttribute('data-per-mm2'))).toBeCloseTo(300, 1);
    expect(Number(await inside.getAttribute('data-area-mm2'))).toBeCloseTo(0.01, 6);
    expect(await handle(page, 'density', { label: 'inflammation' }).getAttribute('data-count')).toBe('0');
    await click(301, 301);
    await expect.poll(() => stroma.getAttribute('data-count')).toBe('2');
    await page.keyboard.press('Control+z');
    await expect.poll(() => stroma.getAttribute('data-count')).toBe('3');
  });

  it('its corners are dragged, what lies in it is counted anew, and one step undoes it', async () => {
    await handle(page, 'viewport').first().focus();
    await page.keyboard.press('x');
    await drag([400, 400], [300, 280]);
    await expect.poll(() => handle(page, 'density', { label: 'stroma' }).getAttribute('data-count')).toBe('1');
    expect(await area()).toBeLessThan(0.009);
    await page.keyboard.press('Control+z');
    await expect.poll(area).toBeCloseTo(0.01, 6);
  });

  it('the brush paints a region of its own, goes on with it, and takes away', async () => {
    await page.keyboard.press('b');
    await drag([500, 450], [700, 450]);
    // A line of 200 with round ends of radius 18.
    const painted = (200 * 36 + Math.PI * 18 ** 2) * 0.0005 ** 2;
    await expect.poll(async () => (await area()) / painted).toBeCloseTo(1, 1);
    expect(await handle(page, 'finding', { label: 'inflammation' }).count()).toBe(2);
    await drag([600, 450], [600, 520]);
    await expect.poll(area).toBeGreaterThan(painted * 1.2);
    await handle(page, 'brush-erase').click();
    await drag([600, 400], [600, 580]);
    await expect.poll(area).toBeLessThan(painted * 0.95);
    expect(await handle(page, 'finding', { label: 'inflammation' }).count()).toBe(2);
  });

  it('a grid of squares lies over the view, and is no part of an export', async () => {
    const lines = page.locator('[data-layer=region] [data-squares]');
    await handle(page, 'counting-grid').click();
    await lines.waitFor({ state: 'attached' });
    expect(Number(await lines.getAttribute('data-squares'))).toBeGreaterThan(4);
    const { text } = await downloaded(page, async () => {
      await handle(page, 'export').click();
      await handle(page, 'export-item', { format: 'csv' }).click();
    });
    expect(text).toContain('polygon');
    expect(text).toContain('0,010000');
    expect(text).toContain('Tumeur');
    expect(text).not.toMatch(/grille|grid/i);
    await handle(page, 'counting-grid').click();
    await lines.waitFor({ state: 'detached' });
  });

  it('their panel, with its classes open, has no fault for assistive technology', async () => {
    await handle(page, 'edit-classes').click();
    await handle(page, 'new-class').fill('Mitose');
    await page.keyboard.press('Enter');
    await handle(page, 'region-class', { label: 'mitose' }).waitFor();
    const result = await page.evaluate(async () => {
      const { axe } = globalThis as unknown as { axe: { run: (options: object) => Promise<{ violations: { id: string }[] }> } };
      return (await axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] })).violations.map(({ id }) => id);
    });
    expect(result).toEqual([]);
    await page.keyboard.press('Escape');
  });

  it('the tools stand in one line', async () => {
    const { height = 0 } = (await page.locator('[role=toolbar]').first().boundingBox()) ?? {};
    expect(height).toBeLessThan(45);
  });
});
