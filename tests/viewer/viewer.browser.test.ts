import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { windowValue } from '../../src/domain/kernels/window-level';
import type { HarnessPage, HarnessSite } from './harness/launch';
import { drawn, openHarness, serveHarness } from './harness/launch';
import { readPixels, readRamp } from './harness/pixels';
import { viewportDriver } from './harness/viewport-driver';

let site: HarnessSite;
let opened: HarnessPage;
let page: Page;

const { show, act, state, reset } = viewportDriver(() => page);
const pixels = (points: readonly (readonly [number, number])[]): Promise<number[][]> => readPixels(page, points);
const ramp = (): Promise<number[]> => readRamp(page);

beforeAll(async () => {
  site = await serveHarness();
  opened = await openHarness(site);
  ({ page } = opened);
});

afterAll(async () => {
  await opened.browser.close();
  site.close();
});

beforeEach(reset);

describe('window on the graphics card', () => {
  it.each([
    [40, 400],
    [-600, 1500],
    [0, 65_536],
    [40, 1],
    [300.5, 80],
  ])('is within one grey level of the reference on all 65,536 values: centre %d width %d', async (center, width) => {
    await show('ramp');
    await act({ type: 'one-to-one' }, { type: 'window', window: { center, width } });
    const levels = await ramp();
    const errors = levels.map((level, i) => Math.abs(level - windowValue(i - 32_768, { center, width })));
    expect(Math.max(...errors)).toBeLessThanOrEqual(1);
  });

  it('turns MONOCHROME1 and inverted images round, and both together back', async () => {
    const window = { center: 40, width: 400 };
    const upright = (level: number, i: number): number => Math.abs(level - windowValue(i - 32_768, window));
    const reversed = (level: number, i: number): number => Math.abs(255 - level - windowValue(i - 32_768, window));
    await show('ramp', 2);
    await act({ type: 'one-to-one' }, { type: 'window', window });
    expect(Math.max(...(await ramp()).map(reversed))).toBeLessThanOrEqual(1);
    await act({ type: 'invert' });
    expect((await state()).inverted).toBe(true);
    expect(Math.max(...(await ramp()).map(upright))).toBeLessThanOrEqual(1);
  });

  it('applies a VOI table, and gives dragging a window to start from', async () => {
    await show('ramp', 3);
    await act({ type: 'window-preset', preset: 1 }, { type: 'one-to-one' });
    const expected = (i: number): number => Math.round((Math.min(Math.max(i - 32_768 + 128, 0), 255) ** 2 / 65_535) * 255);
    expect(Math.max(...(await ramp()).map((level, i) => Math.abs(level - expected(i))))).toBeLessThanOrEqual(1);
    expect((await state()).window).toEqual({ center: 0, width: 256 });
    await act({ type: 'window-preset', preset: 2 });
    expect(Math.max(...(await ramp()).map((level, i) => Math.abs(level - expected(65_535 - i))))).toBeLessThanOrEqual(1);
  });

  it('applies a sigmoid', async () => {
    await show('ramp', 4);
    await act({ type: 'window-preset', preset: 1 }, { type: 'one-to-one' });
    const window = { center: 40, width: 400 };
    const errors = (await ramp()).map((level, i) => Math.abs(level - windowValue(i - 32_768, window, 'SIGMOID')));
    expect(Math.max(...errors)).toBeLessThanOrEqual(1);
  });
});

describe('display', () => {
  it('shows a CT slice with its geometry: letters, scale bar, bone on the left of the patient', async () => {
    await show('ct', 20);
    const shown = await state();
    expect(shown).toMatchObject({ state: 'ready', index: 20, total: 40, zoom: 1.5, window: { center: 40, width: 400 } });
    expect(shown.orientation).toEqual({ top: 'A', right: 'L', bottom: 'P', left: 'R' });
    expect(shown.scaleBar?.cssPixels).toBeCloseTo((100 / 0.7) * 1.5, 6);
    // Image (380, 256) is bone; (512 − 380, 256) is water.
    const [bone, water] = await pixels([
      [683 + (380 - 256) * 1.5, 384],
      [683 - (380 - 256) * 1.5, 384],
    ]);
    expect(bone?.[0]).toBe(255);
    expect(water?.[0]).toBe(128);
  });

  it('keeps pixels and overlays together however the image lies', async () => {
    await show('ct', 20);
    for (const turn of [
      { type: 'rotate', degrees: 90 },
      { type: 'flip', axis: 'horizontal' },
      { type: 'rotate', degrees: -90 },
      { type: 'flip', axis: 'vertical' },
    ] as const) {
      await act(turn, { type: 'zoom-by', factor: 0.9 }, { type: 'pan-by', dx: 13, dy: -7 });
      await page.evaluate(() => {
        const { harness } = window;
        const points = [
          { x: 380, y: 256 },
          { x: 255.5, y: 140 },
        ];
        harness?.viewer.setMeasurements([
          {
            id: 'probe' as never,
            series: 'ct' as never,
            instance: 'ct-19' as never,
            frameNumber: 1,
            kind: 'length',
            points,
            text: '',
            value: 1,
            unit: 'mm',
            calibration: null,
            statistics: null,
          },
        ]);
      });
      await drawn(page);
      const path = await page.locator('#v1 svg path').first().getAttribute('d');
      const numbers = (path ?? '').match(/-?[\d.]+/g)?.map(Number) ?? [];
      const ends = [0, 2].map((i) => [Math.round(numbers[i] ?? 0), Math.round(numbers[i + 1] ?? 0)] as const);
      // Both ends lie on bright structures that fill only a few per cent of the picture.
      expect((await pixels(ends)).map((rgba) => rgba[0])).toEqual([255, 255]);
    }
  });

  it('draws colours as they are', async () => {
    await show('photo');
    expect((await state()).window).toBeNull();
    const colours = await pixels([
      [400, 200],
      [1000, 200],
      [400, 600],
    ]);
    expect(colours.map((rgba) => rgba.slice(0, 3))).toEqual([
      [220, 30, 20],
      [10, 200, 30],
      [20, 60, 220],
    ]);
  });

  it('draws images that are larger than a texture, and small ones after them', async () => {
    await show('wide');
    const [left, right] = await pixels([
      [300, 384],
      [1000, 384],
    ]);
    expect([left?.slice(0, 3), right?.slice(0, 3)]).toEqual([
      [255, 0, 0],
      [0, 0, 255],
    ]);
    await show('photo');
    expect((await pixels([[400, 200]]))[0]?.slice(0, 3)).toEqual([220, 30, 20]);
  });

  it('names the failing frame and still shows the others', async () => {
    await show('cine', 6);
    await act({ type: 'scroll', by: 1 });
    expect(await state()).toMatchObject({ state: 'error', error: 'codec-failed', index: 7 });
    await act({ type: 'scroll', by: 1 });
    expect(await state()).toMatchObject({ state: 'ready', error: null, index: 8 });
  });

  it('resets all but the slice', async () => {
    await show('ct', 7);
    await act({ type: 'zoom-by', factor: 3 }, { type: 'invert' }, { type: 'rotate', degrees: 90 }, { type: 'window-preset', preset: 6 });
    expect(await state()).toMatchObject({ inverted: true, rotation: 90, window: { center: 350, width: 2000 } });
    await act({ type: 'reset' });
    expect(await state()).toMatchObject({ inverted: false, rotation: 0, zoom: 1.5, index: 7, window: { center: 40, width: 400 } });
  });

  it('plays a cine', async () => {
    await show('cine', 1);
    await act({ type: 'cine' });
    await page.waitForFunction(() => (window.harness?.states.current?.v1.index ?? 0) > 3);
    await act({ type: 'cine', playing: false });
    const { cine } = await state();
    expect(cine).toEqual({ playing: false, framesPerSecond: 25 });
  });

  it('makes thumbnails', async () => {
    const made = await page.evaluate(async () => {
      const { harness } = window;
      const frame = harness?.series.photo.frames[0];
      if (harness === undefined || frame === undefined) return null;
      const blob = await harness.viewer.thumbnail(harness.series.photo, frame, 96);
      const image = blob === null ? null : await createImageBitmap(blob);
      return image === null ? null : [image.width, image.height];
    });
    expect(made).toEqual([96, 64]);
  });
});

describe('life of the graphics', () => {
  it('recovers a lost context with the same picture', async () => {
    await show('ct', 31);
    await act({ type: 'window-preset', preset: 6 }, { type: 'zoom-by', factor: 1.7 }, { type: 'rotate', degrees: 90 });
    const before = await page.screenshot();
    await page.evaluate(() => {
      const { graphicsContexts } = window as unknown as { graphicsContexts: WebGL2RenderingContext[] };
      for (const context of graphicsContexts) context.getExtension('WEBGL_lose_context')?.loseContext();
    });
    await page.waitForFunction(() => window.harness?.events.some((event) => event.type === 'context-restored') === true);
    await drawn(page);
    expect((await page.screenshot()).equals(before)).toBe(true);
  });

  it('frees what is closed, and opens again', async () => {
    await show('ct', 5);
    await page.evaluate(() => {
      const { harness } = window;
      harness?.viewer.release([harness.series.ct.id]);
    });
    await drawn(page);
    expect(await state()).toMatchObject({ state: 'empty', series: null });
    await show('ct', 5);
    expect((await pixels([[683 + (380 - 256) * 1.5, 384]]))[0]?.[0]).toBe(255);
  });

  it('keeps slice and window when taken off the page and put back at another size', async () => {
    await show('ct', 9);
    await act({ type: 'window-preset', preset: 7 });
    await page.evaluate(() => {
      const element = document.getElementById('v1');
      const { harness } = window;
      if (!(element instanceof HTMLDivElement) || harness === undefined) return;
      harness.viewer.attach('v1', element)();
      document.body.className = '';
      harness.viewer.attach('v1', element);
    });
    await drawn(page);
    expect(await state()).toMatchObject({ index: 9, window: { center: -600, width: 1500 }, zoom: 683 / 512 });
  });

  it('breaks no rule of the content policy and leaves no error unhandled', async () => {
    expect(await page.evaluate(() => window.harness?.violations)).toEqual([]);
    expect(opened.errors).toEqual([]);
  });
});

describe('without WebGL', () => {
  it('draws the same picture on the CPU, exactly', async () => {
    const plain = await openHarness(site, ['--disable-gpu', '--disable-software-rasterizer', '--disable-webgl', '--disable-webgl2']);
    const gpu = { page, opened };
    try {
      page = plain.page;
      await page.evaluate(() => {
        document.body.className = 'single';
      });
      await show('ramp');
      const window = { center: 40, width: 400 };
      await act({ type: 'one-to-one' }, { type: 'window', window });
      expect((await ramp()).filter((level, i) => level !== windowValue(i - 32_768, window))).toEqual([]);
      expect(plain.errors).toEqual([]);
    } finally {
      await plain.browser.close();
      page = gpu.page;
    }
  });
});
