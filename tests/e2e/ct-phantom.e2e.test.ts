import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decode } from 'fast-png';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PROJECT_ROOT } from '../../scripts/build';
import { expectSealed, launchApp, untilState, type LaunchedApp } from './support/launch-app';
import { attribute, handle, openDemo, untilAttribute } from './support/screen';

interface Truth {
  readonly columns: number;
  readonly slices: number;
  readonly landmarks: readonly { readonly name: string; readonly column: number; readonly row: number; readonly slice: number }[];
  readonly distances: readonly { readonly from: string; readonly to: string; readonly mm: number }[];
  readonly densities: readonly {
    readonly name: string;
    readonly hu: number;
    readonly column: number;
    readonly row: number;
    readonly firstSlice: number;
    readonly lastSlice: number;
  }[];
}
const truth = JSON.parse(readFileSync(join(PROJECT_ROOT, 'public/demo/ct-phantom/truth.json'), 'utf8')) as Truth;

/** Linear window (PS3.3 C.11.2.1.2.1), 8 bits. */
function grey(value: number, center: number, width: number): number {
  const y = ((value - (center - 0.5)) / (width - 1) + 0.5) * 255;
  return Math.min(255, Math.max(0, y));
}

describe('CT phantom: sorted, windowed and measured right', () => {
  let app: LaunchedApp;
  beforeAll(async () => {
    app = await launchApp({ viewport: { width: 1366, height: 768 } });
    await untilState(app.page, 'seal', 'sealed');
    await openDemo(app.page, 'ct-phantom');
    await handle(app.page, 'file-report', { state: 'done' }).waitFor({ state: 'attached' });
  });
  afterAll(async () => {
    expectSealed(await app.close());
  });

  /** Screen position of an image point given in pixels (pixel centres at half), the image being fitted. */
  async function onScreen(column: number, row: number): Promise<{ x: number; y: number }> {
    const box = await handle(app.page, 'viewport').first().boundingBox();
    if (box === null) throw new Error('the viewport is not on screen');
    const scale = Math.min(box.width, box.height) / truth.columns;
    return {
      x: box.x + box.width / 2 + (column + 0.5 - truth.columns / 2) * scale,
      y: box.y + box.height / 2 + (row + 0.5 - truth.columns / 2) * scale,
    };
  }

  async function goTo(slice: number): Promise<void> {
    const { page } = app;
    await handle(page, 'viewport').first().focus();
    await page.keyboard.press('Home');
    await untilAttribute(page, 'viewport', 'index', '1');
    for (let at = 1; at < slice; at++) await page.keyboard.press('ArrowDown');
    await untilAttribute(page, 'viewport', 'index', String(slice));
    await page.waitForTimeout(300);
  }

  it('opens as one series of all slices, by geometry', async () => {
    await untilAttribute(app.page, 'viewport', 'total', String(truth.slices));
    expect(await attribute(app.page, 'viewport', 'kind')).toBe('volume');
    expect(await attribute(app.page, 'viewport', 'index')).toBe('1');
    expect(await handle(app.page, 'series-item').count()).toBe(1);
    expect(await attribute(app.page, 'series-item', 'count')).toBe(String(truth.slices));
    expect(await attribute(app.page, 'series-item', 'issues')).toBe('');
  });

  it('draws known densities within one grey level of the DICOM window', async () => {
    const { page } = app;
    await goTo(21);
    await page.keyboard.press('Digit4');
    await page.waitForTimeout(500);
    const image = decode(await page.screenshot());
    for (const rod of truth.densities.filter(({ firstSlice, lastSlice }) => firstSlice < 20 && lastSlice > 20)) {
      const { x, y } = await onScreen(rod.column, rod.row);
      const at = (Math.round(y) * image.width + Math.round(x)) * image.channels;
      expect(Math.abs((image.data[at] ?? -1000) - grey(rod.hu, 40, 400)), rod.name).toBeLessThanOrEqual(1);
    }
  });

  it('measures a known distance', async () => {
    const { page } = app;
    const a = truth.landmarks.find(({ name }) => name === 'A');
    const b = truth.landmarks.find(({ name }) => name === 'B');
    if (a === undefined || b === undefined) throw new Error('no landmarks');
    await goTo(a.slice);
    await page.keyboard.press('d');
    const from = await onScreen(a.column, a.row);
    const to = await onScreen(b.column, b.row);
    await page.mouse.move(from.x, from.y);
    await page.mouse.down();
    await page.mouse.move((from.x + to.x) / 2, from.y, { steps: 4 });
    await page.mouse.move(to.x, to.y, { steps: 4 });
    await page.mouse.up();
    const measured = handle(page, 'measurement', { kind: 'length' });
    await measured.waitFor();
    expect(await measured.getAttribute('data-unit')).toBe('mm');
    // A mouse points to one CSS pixel, here under half a millimetre.
    expect(Math.abs(Number(await measured.getAttribute('data-value')) - 50)).toBeLessThan(0.9);
    await page.keyboard.press('Control+z');
    await expect.poll(() => measured.count()).toBe(0);
  });

  it('recovers when the graphics context is lost, on the same slice', async () => {
    const { page } = app;
    await goTo(12);
    const lost = await page.evaluate(() => {
      const canvases = [...document.querySelectorAll('canvas')];
      const gl = canvases.map((canvas) => canvas.getContext('webgl2')).find((context) => context !== null);
      const extension = gl?.getExtension('WEBGL_lose_context');
      extension?.loseContext();
      if (extension !== null && extension !== undefined) setTimeout(() => extension.restoreContext(), 200);
      return extension !== undefined && extension !== null;
    });
    await page.waitForTimeout(2500);
    expect(await attribute(page, 'viewport', 'state')).toBe('ready');
    expect(await attribute(page, 'viewport', 'index')).toBe('12');
    const image = decode(await page.screenshot());
    const { x, y } = await onScreen(128, 128);
    const at = (Math.round(y) * image.width + Math.round(x)) * image.channels;
    expect(image.data[at] ?? 0, `context lost: ${String(lost)}`).toBeGreaterThan(60);
  });

  it('gives everything back when the study is closed', async () => {
    const { page } = app;
    await handle(page, 'close-study').click();
    await handle(page, 'demo-case', { case: 'smear' }).waitFor();
    expect(await handle(page, 'series-item').count()).toBe(0);
  });
});
