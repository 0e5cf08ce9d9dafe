import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Locator, Page } from 'playwright-core';
import { pyramidTiff } from '../fixtures/slides/pyramid-tiff';
import { writeSparse } from '../fixtures/slides/sparse-bytes';
import { expectSealed, launchApp, untilState, type LaunchedApp } from './support/launch-app';
import { handle, openFiles, untilAttribute } from './support/screen';

let app: LaunchedApp;
let page: Page;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'diaphane-link-'));
  app = await launchApp({ viewport: { width: 1366, height: 768 } });
  ({ page } = app);
  await untilState(page, 'seal', 'sealed');
  // The same field of 512 × 384 µm, scanned at two resolutions.
  const paths = [join(folder, 'first.tif'), join(folder, 'second.tif')] as const;
  await writeSparse(paths[0], await pyramidTiff({ columns: 2048, rows: 1536, micronsPerPixel: 0.25 }));
  await writeSparse(paths[1], await pyramidTiff({ columns: 1024, rows: 768, micronsPerPixel: 0.5 }));
  await openFiles(page, [...paths]);
  await handle(page, 'viewport', { kind: 'slide', state: 'ready' }).first().waitFor();
});

afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  expectSealed(await app.close());
});

const view = (id: 'v1' | 'v2'): Locator => page.locator(`[data-testid="viewport"][data-viewport="${id}"]`);
const stage = (id: 'v1' | 'v2'): Locator => page.locator(`[data-viewport-stage=${id}]`);
const within = (id: 'v1' | 'v2', testId: string, attribute: string) => view(id).getByTestId(testId).getAttribute(`data-${attribute}`);

/** A place of a view in parts of its width and height, CSS pixels of the page. */
async function place(id: 'v1' | 'v2', x: number, y: number): Promise<{ readonly x: number; readonly y: number }> {
  const box = await stage(id).boundingBox();
  if (box === null) throw new Error('no view');
  return { x: box.x + box.width * x, y: box.y + box.height * y };
}

async function click(id: 'v1' | 'v2', x: number, y: number): Promise<void> {
  const at = await place(id, x, y);
  await page.mouse.click(at.x, at.y);
}

describe('two slides', () => {
  it('are linked by two marks on each, and the alignment can be called off', async () => {
    await handle(page, 'slide-link', { state: 'off' }).click();
    await handle(page, 'slide-link-guide').waitFor();
    await view('v2')
      .and(handle(page, 'viewport', { state: 'ready' }))
      .waitFor();
    await page.keyboard.press('Escape');
    await untilAttribute(page, 'slide-link', 'state', 'off');
    await handle(page, 'slide-link').click();
    // The second slide lies upside down.
    await click('v1', 0.3, 0.45);
    await click('v2', 0.7, 0.55);
    await untilAttribute(page, 'slide-link-guide', 'pairs', '1');
    await click('v1', 0.7, 0.5);
    await click('v2', 0.3, 0.5);
    await untilAttribute(page, 'slide-link', 'state', 'linked');
    await expect.poll(() => within('v2', 'slide-rotation', 'degrees').then(Number)).toBeCloseTo(180, 0);
  });

  it('move, magnify and turn together, and a cross shows the same place in the other', async () => {
    await view('v1').locator('[data-magnification="20"]').click();
    await expect.poll(() => within('v1', 'slide-magnification', 'value').then(Number)).toBe(20);
    await expect.poll(() => within('v2', 'slide-magnification', 'value').then(Number)).toBeCloseTo(20, 0);
    await view('v2').getByTestId('slide-rotate-right').click();
    await expect.poll(() => within('v1', 'slide-rotation', 'degrees').then(Number)).toBeCloseTo(90, 0);
    await view('v2').getByTestId('slide-rotate-left').click();
    const at = await place('v1', 0.4, 0.35);
    await page.mouse.move(at.x, at.y);
    const cross = stage('v2').locator('[data-link="cursor"]');
    const { width = 0, height = 0 } = (await stage('v2').boundingBox()) ?? {};
    await expect.poll(() => cross.getAttribute('data-x').then(Number)).toBeCloseTo(0.4 * width, 0);
    expect(Number(await cross.getAttribute('data-y'))).toBeCloseTo(0.35 * height, 0);
  });

  it('tell how well a third mark fits, and go their own ways when unlinked', async () => {
    await handle(page, 'slide-link').click();
    await handle(page, 'slide-link-add').click();
    await click('v1', 0.5, 0.3);
    await click('v2', 0.52, 0.3);
    await untilAttribute(page, 'slide-link', 'error-um', /^[\d.]+$/u);
    await handle(page, 'slide-link').click();
    await handle(page, 'slide-unlink').click();
    await untilAttribute(page, 'slide-link', 'state', 'off');
    const before = await within('v1', 'slide-rotation', 'degrees');
    const turned = (Number(await within('v2', 'slide-rotation', 'degrees')) + 90) % 360;
    await view('v2').getByTestId('slide-rotate-right').click();
    await expect.poll(() => within('v2', 'slide-rotation', 'degrees').then(Number)).toBeCloseTo(turned, 1);
    expect(await within('v1', 'slide-rotation', 'degrees')).toBe(before);
  });
});
