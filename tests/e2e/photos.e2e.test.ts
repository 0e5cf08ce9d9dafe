import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import { decode } from 'fast-png';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { holds, phoneExif, TELLTALES, withExif } from '../fixtures/photos';
import { tileEncoder } from '../fixtures/slides/encode-tile';
import { pyramidTiff } from '../fixtures/slides/pyramid-tiff';
import { writeSparse } from '../fixtures/slides/sparse-bytes';
import { expectSealed, launchApp, untilState, type LaunchedApp } from './support/launch-app';
import { attribute, handle, openFiles, untilAttribute } from './support/screen';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

let app: LaunchedApp;
let page: Page;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'diaphane-photos-'));
  app = await launchApp({ viewport: { width: 1366, height: 768 }, prepare: (context) => context.addInitScript(AXE) });
  ({ page } = app);
  await untilState(page, 'seal', 'sealed');
});

afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  expectSealed(await app.close());
});

const COLUMNS = 640;
const ROWS = 480;

/** A picture of a ruler, 10 mm a hundred pixels, over a colour. */
async function photo(name: string, colour: readonly [number, number, number]): Promise<string> {
  const pixels = new Uint8Array(COLUMNS * ROWS * 3);
  for (let y = 0; y < ROWS; y++)
    for (let x = 0; x < COLUMNS; x++) {
      const mark = y > 400 && y < (x % 100 < 4 ? 470 : 440) && x % 20 < 4;
      pixels.set(mark ? [250, 250, 250] : y > 390 && y < 475 ? [40, 40, 40] : colour, (y * COLUMNS + x) * 3);
    }
  const jpeg = (await tileEncoder('jpeg'))({ columns: COLUMNS, rows: ROWS, samples: 3, bits: 8, pixels });
  const path = join(folder, name);
  writeFileSync(path, withExif(jpeg, phoneExif(1)));
  return path;
}

async function fresh(...files: readonly string[]): Promise<void> {
  if ((await handle(page, 'series-item').count()) > 0) {
    await handle(page, 'close-study').click();
    const sure = handle(page, 'close-confirm');
    await Promise.race([sure.waitFor(), handle(page, 'series-item').first().waitFor({ state: 'detached' })]);
    if (await sure.isVisible()) await sure.click();
    await handle(page, 'series-item').first().waitFor({ state: 'detached' });
  }
  await openFiles(page, [...files]);
  await handle(page, 'viewport', { state: 'ready' }).first().waitFor();
}

const stage = async (id = 'v1') => {
  const box = await page.locator(`[data-viewport-stage=${id}]`).boundingBox();
  if (box === null) throw new Error('no stage');
  return box;
};

/** Drags over the image by CSS pixels from the middle of the viewport. */
async function drawLine(fromX: number, toX: number): Promise<void> {
  const { x, y, width, height } = await stage();
  await page.mouse.move(x + width / 2 + fromX, y + height / 2);
  await page.mouse.down();
  await page.mouse.move(x + width / 2 + (fromX + toX) / 2, y + height / 2);
  await page.mouse.move(x + width / 2 + toX, y + height / 2);
  await page.mouse.up();
}

/** Faults for assistive technology of what is on screen. */
const faults = (): Promise<string[]> =>
  page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: { run: (options: object) => Promise<{ violations: { id: string }[] }> } };
    return (await axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] })).violations.map(({ id }) => id);
  });

describe('a photo', () => {
  it('is calibrated by a ruler, in one step that is undone, and says by whom', async () => {
    await fresh(await photo('avant.jpg', [120, 60, 60]), await photo('après.jpg', [60, 60, 120]));
    await handle(page, 'calibrate').click();
    await drawLine(-100, 100);
    await handle(page, 'calibration-length').fill('2,5');
    await page.locator('[data-testid=calibration-unit]').selectOption('cm');
    await page.getByRole('radio').nth(1).check();
    expect(await faults()).toEqual([]);
    await handle(page, 'calibration-apply').click();
    await handle(page, 'calibration', { source: 'person' }).waitFor();
    const measured = handle(page, 'measurement', { kind: 'length' });
    expect(Number(await measured.getAttribute('data-value'))).toBeCloseTo(25, 6);
    expect(await measured.getAttribute('data-unit')).toBe('mm');
    const size = Number(await attribute(page, 'calibration', 'mm-per-pixel'));
    // The other photo is as large.
    await handle(page, 'series-item').nth(1).click();
    await handle(page, 'calibration', { source: 'person' }).waitFor();
    expect(Number(await attribute(page, 'calibration', 'mm-per-pixel'))).toBe(size);
    await page.keyboard.press('Control+z');
    await handle(page, 'calibrate').waitFor();
    await handle(page, 'series-item').nth(0).click();
    expect(await measured.getAttribute('data-unit')).toBe('px');
    await page.keyboard.press('Control+y');
    await handle(page, 'calibration', { source: 'person' }).waitFor();
  });

  it('gives no export the place or the name that its file holds', async () => {
    expect(holds(readFileSync(join(folder, 'avant.jpg')), TELLTALES[0] ?? new Uint8Array())).toBe(true);
    await page.locator('[data-tool=add-finding]').click();
    await drawLine(-150, -60);
    for (const format of ['csv', 'session', 'maps', 'geojson', 'crops']) {
      await handle(page, 'export').click();
      const item = handle(page, 'export-item', { format });
      if ((await item.count()) === 0 || (await item.isDisabled())) {
        await page.keyboard.press('Escape');
        continue;
      }
      const [download] = await Promise.all([page.waitForEvent('download'), item.click()]);
      const bytes = readFileSync(await download.path());
      expect(bytes.byteLength).toBeGreaterThan(20);
      for (const telltale of TELLTALES) expect(holds(bytes, telltale), format).toBe(false);
    }
  });

  it('is compared with another under a divider: mouse, keys, one pan and zoom', async () => {
    await handle(page, 'layout').click();
    await page.locator('[data-layout=compare]').click();
    await handle(page, 'viewport', { viewport: 'v2', state: 'ready' }).waitFor();
    await untilAttribute(page, 'compare-slider', 'position', '50');
    const shown = async () => {
      const { data, channels, width } = decode(await page.locator('[data-viewport-stage=v1]').screenshot());
      const { width: w, height: h } = await stage();
      return (part: number) => Array.from(data.subarray((Math.floor(h * 0.45) * width + Math.floor(w * part)) * channels).subarray(0, 3));
    };
    const red = ([r = 0, , b = 0]: number[]): boolean => r > b + 30;
    const at = await shown();
    expect([red(at(0.4)), red(at(0.6))]).toEqual([true, false]);
    expect(await faults()).toEqual([]);
    await handle(page, 'compare-slider').focus();
    for (let i = 0; i < 3; i++) await page.keyboard.press('Shift+ArrowRight');
    await untilAttribute(page, 'compare-slider', 'position', '80');
    expect(red((await shown())(0.6))).toBe(true);
    const { x, y, width, height } = await stage();
    await page.mouse.move(x + width * 0.8, y + height / 2);
    await page.mouse.down();
    await page.mouse.move(x + width * 0.3, y + height / 2);
    await page.mouse.up();
    await untilAttribute(page, 'compare-slider', 'position', '30');
    // The wheel over the right image zooms both.
    const zooms = async () => page.locator('[data-testid=viewport]').evaluateAll((all) => all.map((one) => one.getAttribute('data-zoom')));
    const before = await zooms();
    await page.mouse.move(x + width * 0.7, y + height * 0.4);
    await page.mouse.wheel(0, -300);
    await page.waitForTimeout(300);
    const after = await zooms();
    expect(after[0]).not.toBe(before[0]);
    expect(after[0]).toBe(after[1]);
  });
});

describe('a large photo', () => {
  it('is drawn by tiles', async () => {
    await handle(page, 'layout').click();
    await page.locator('[data-layout="1x1"]').click();
    const path = join(folder, 'grande.png');
    writeFileSync(path, stripedPng(9000, 7400));
    await fresh(path);
    await handle(page, 'viewport', { kind: 'slide', state: 'ready' }).waitFor();
    await untilAttribute(page, 'viewport', 'tiles-pending', '0', 60_000);
    expect(await attribute(page, 'viewport', 'tiles-failed')).toBe('0');
    const { data, channels, width, height } = decode(await page.locator('[data-viewport-stage=v1]').screenshot());
    const at = (x: number, y: number): number[] =>
      Array.from(data.subarray((Math.floor(y * height) * width + Math.floor(x * width)) * channels)).slice(0, 3);
    // Left half dark, right half bright.
    expect(at(0.35, 0.5)).toEqual([40, 60, 80]);
    expect(at(0.65, 0.5)).toEqual([200, 160, 120]);
  });
});

describe('a file that goes while it is open', () => {
  it('is asked for again, and everything goes on where it was', async () => {
    const path = join(folder, 'lame.tif');
    await writeSparse(path, await pyramidTiff({ columns: 4096, rows: 4096, micronsPerPixel: 0.25 }));
    const bytes = readFileSync(path);
    await fresh(path);
    await untilAttribute(page, 'viewport', 'tiles-pending', '0');
    rmSync(path);
    await page.locator('[data-magnification="40"]').click();
    await handle(page, 'repick-files').waitFor({ state: 'attached' });
    await untilAttribute(page, 'viewport', 'tiles-failed', /^[1-9]/);
    expect(await faults()).toEqual([]);
    writeFileSync(path, bytes.subarray(0, bytes.length - 1));
    await handle(page, 'repick-files').setInputFiles(path);
    await page.getByText('Ce n’est pas le même fichier').waitFor();
    writeFileSync(path, bytes);
    await handle(page, 'repick-files').setInputFiles(path);
    await handle(page, 'repick-files').waitFor({ state: 'detached' });
    await untilAttribute(page, 'viewport', 'tiles-pending', '0');
    expect(await attribute(page, 'viewport', 'tiles-failed')).toBe('0');
    expect(await attribute(page, 'slide-magnification', 'value')).toBe('40');
  });
});

/** A PNG of two colours, left and right, made without holding it. */
function stripedPng(columns: number, rows: number): Uint8Array {
  const line = Buffer.alloc(columns * 3 + 1);
  for (let x = 0; x < columns; x++) line.set(x < columns / 2 ? [40, 60, 80] : [200, 160, 120], 1 + x * 3);
  const coded = deflateSync(Buffer.concat(new Array<Buffer>(rows).fill(line)), { level: 1 });
  const chunk = (type: string, data: Uint8Array): Buffer => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const out = Buffer.alloc(body.length + 8);
    out.writeUInt32BE(data.length);
    body.copy(out, 4);
    out.writeUInt32BE(crc32(body), body.length + 4);
    return out;
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(columns);
  header.writeUInt32BE(rows, 4);
  header.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]),
    chunk('IHDR', header),
    chunk('IDAT', coded),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}
