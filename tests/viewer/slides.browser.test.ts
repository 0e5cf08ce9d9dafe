import { decode } from 'fast-png';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { applyAffine, imageToViewport, type ViewTransform } from '../../src/domain/geometry/view-transform';
import { applyStain, stainSplit } from '../../src/domain/kernels/slide/stain-view';
import { lookValue, MAGNIFICATIONS } from '../../src/domain/slide-view';
import type { ViewportState } from '../../src/domain/view';
import type { HarnessPage, HarnessSite } from './harness/launch';
import { drawn, openHarness, serveHarness } from './harness/launch';
import { EDGE } from './harness/slides';
import { viewportDriver } from './harness/viewport-driver';

let site: HarnessSite;
let opened: HarnessPage;
let page: Page;

const { show, act, state, drag, reset } = viewportDriver(() => page);
const SIZE = { width: 800, height: 500 };
const GRID = { columns: 40_003, rows: 30_001, aspect: 1 };

/** The picture as a person sees it, RGB by place. */
async function screen(): Promise<(x: number, y: number) => number[]> {
  const { data, channels, width } = decode(await page.screenshot());
  return (x, y) => Array.from(data.subarray((y * width + x) * channels, (y * width + x) * channels + 3));
}

async function slideState(): Promise<NonNullable<ViewportState['slide']>> {
  const { slide } = await state();
  if (slide === null) throw new Error('not a slide');
  return slide;
}

beforeAll(async () => {
  site = await serveHarness();
  opened = await openHarness(site);
  ({ page } = opened);
  await page.setViewportSize(SIZE);
});

afterAll(async () => {
  await opened.browser.close();
  site.close();
});

beforeEach(reset);

/** Where the screen changes colour along a line, in pixels from its start. */
function edgeAlong(samples: readonly number[]): number {
  const first = samples[0] ?? 0;
  const last = samples.at(-1) ?? 0;
  return samples.reduce((sum, value) => sum + (value - last) / (first - last), 0);
}

describe('places', () => {
  const views: readonly (readonly [string, Partial<ViewTransform>])[] = [
    ['upright', {}],
    ['turned', { rotation: 90 }],
    ['mirrored', { flipHorizontal: true }],
    ['turned and mirrored', { rotation: 270, flipVertical: true }],
  ];

  it.each(MAGNIFICATIONS)('are right to half a pixel at %d×, turned and mirrored too', async (magnification) => {
    await show('slide');
    for (const [name, { rotation = 0, flipHorizontal = false, flipVertical = false }] of views) {
      await act({ type: 'reset' }, { type: 'magnify', magnification });
      if (rotation === 90) await act({ type: 'rotate', degrees: 90 });
      if (rotation === 270) await act({ type: 'rotate', degrees: -90 });
      if (flipHorizontal) await act({ type: 'flip', axis: 'horizontal' });
      if (flipVertical) await act({ type: 'flip', axis: 'vertical' });
      const center = { x: EDGE.x + 31.7 / magnification, y: EDGE.y - 17.3 / magnification };
      await act({ type: 'center', point: center });
      const { zoom } = await state();
      expect((await slideState()).magnification).toBe(magnification);
      const at = applyAffine(imageToViewport({ center, zoom, rotation, flipHorizontal, flipVertical }, GRID, SIZE), EDGE);
      const colour = await screen();
      const turned = rotation === 90 || rotation === 270;
      // Far enough from the edge that the line through (x0, y0) crosses one edge alone.
      const x0 = Math.round(at.x) - 40;
      const y0 = Math.round(at.y) - 40;
      const across = Array.from({ length: 81 }, (_, i) => colour(x0 + i, y0)[turned ? 1 : 0] ?? 0);
      const down = Array.from({ length: 81 }, (_, i) => colour(x0, y0 + i)[turned ? 0 : 1] ?? 0);
      expect(Math.abs(x0 + edgeAlong(across) - at.x), `${name}, across`).toBeLessThanOrEqual(0.5);
      expect(Math.abs(y0 + edgeAlong(down) - at.y), `${name}, down`).toBeLessThanOrEqual(0.5);
    }
  });
});

/** Where a known point is seen on a turned slide, against where it belongs: along the slide's own axes, CSS pixels. */
async function slantedEdge(rotation: number): Promise<{ readonly along: number; readonly across: number }> {
  await act({ type: 'reset' }, { type: 'magnify', magnification: 10 }, { type: 'rotate', degrees: rotation });
  const center = { x: EDGE.x + 31.7, y: EDGE.y - 17.3 };
  await act({ type: 'center', point: center });
  const { zoom } = await state();
  const affine = imageToViewport({ center, zoom, rotation, flipHorizontal: false, flipVertical: false }, GRID, SIZE);
  const colour = await screen();
  const valueAt = (x: number, y: number, channel: number): number => {
    const at = applyAffine(affine, { x: EDGE.x + x / zoom, y: EDGE.y + y / zoom });
    // Between the middles of four screen pixels.
    const [left, top] = [Math.floor(at.x - 0.5), Math.floor(at.y - 0.5)];
    const [dx, dy] = [at.x - 0.5 - left, at.y - 0.5 - top];
    const value = (i: number, j: number): number => colour(left + i, top + j)[channel] ?? 0;
    return (value(0, 0) * (1 - dx) + value(1, 0) * dx) * (1 - dy) + (value(0, 1) * (1 - dx) + value(1, 1) * dx) * dy;
  };
  const steps = Array.from({ length: 81 }, (_, i) => i - 40);
  return {
    along: edgeAlong(steps.map((step) => valueAt(step, -40, 0))) - 40.5,
    across: edgeAlong(steps.map((step) => valueAt(-40, step, 1))) - 40.5,
  };
}

describe('free rotation', () => {
  it.each([0, 37, 90, 200])('puts the slide where it belongs at %d degrees, to half a pixel', async (rotation) => {
    await show('slide');
    const { along, across } = await slantedEdge(rotation);
    expect((await state()).rotation).toBeCloseTo(rotation, 9);
    expect(Math.abs(along)).toBeLessThanOrEqual(0.5);
    expect(Math.abs(across)).toBeLessThanOrEqual(0.5);
  });

  it('leaves no seam between tiles', async () => {
    await show('slide');
    await act({ type: 'magnify', magnification: 10 }, { type: 'rotate', degrees: 37 }, { type: 'center', point: { x: 8000, y: 4000 } });
    const colour = await screen();
    const seen = new Set(Array.from({ length: 300 * 200 }, (_, i) => colour(100 + (i % 300), 100 + Math.floor(i / 300)).join()));
    expect([...seen]).toEqual(['255,255,40']);
  });

  it('follows the pointer with Alt and Shift, and leaves other images upright', async () => {
    await show('slide');
    await page.keyboard.down('Alt');
    await page.keyboard.down('Shift');
    // From the right of the middle to below it: a quarter clockwise.
    await drag([600, 250], [400, 450]);
    await page.keyboard.up('Shift');
    await page.keyboard.up('Alt');
    expect((await state()).rotation).toBeCloseTo(90, 6);
    await show('ct', 20);
    await act({ type: 'rotate', degrees: 37 });
    expect((await state()).rotation).toBe(0);
  });

  it('measures and selects what lies at a slant', async () => {
    await show('slide');
    await act({ type: 'magnify', magnification: 20 }, { type: 'center', point: EDGE }, { type: 'rotate', degrees: 37 });
    await page.evaluate(() => window.harness?.viewer.setTool('length'));
    await drag([300, 300], [500, 300]);
    const [measured] = await page.evaluate(() => window.harness?.measurements ?? []);
    expect(measured?.value).toBeCloseTo(0.1, 6);
    const [a, b] = measured?.points ?? [];
    // What lies level on the screen falls by 37° on the slide.
    expect((Math.atan2((b?.y ?? 0) - (a?.y ?? 0), (b?.x ?? 0) - (a?.x ?? 0)) * 180) / Math.PI).toBeCloseTo(-37, 3);
  });
});

describe('tiles', () => {
  it('come for what is on screen alone, and the screen is sharp when none is pending', async () => {
    await page.evaluate(() => window.harness?.viewer.release(['slide' as never]));
    const reads = (): Promise<number> => page.evaluate(() => window.harness?.tiles['slide']?.reads.length ?? 0);
    const before = await reads();
    await show('slide');
    await act({ type: 'magnify', magnification: 20 }, { type: 'center', point: EDGE });
    // 800 × 500 at half the scan's size shows 1600 × 1000 of its pixels: 8 × 5 tiles, a ring ahead, two planes and an overview.
    expect((await reads()) - before).toBeLessThan(200);
    expect(await slideState()).toMatchObject({ tilesPending: 0, tilesFailed: 0, overZoom: false, screenMicrons: 0.5 });
  });

  it('that cannot be read are counted and marked, the rest goes on', async () => {
    await show('broken');
    await act({ type: 'one-to-one' }, { type: 'center', point: { x: 512, y: 512 } });
    expect((await slideState()).tilesFailed).toBe(2);
    const colour = await screen();
    const marks = new Set(Array.from({ length: 16 }, (_, i) => colour(200 + i, 300).join()));
    expect(marks.size).toBeGreaterThan(1);
    // The fourth column is as stored; the third is not in the file: the colour of glass.
    expect(colour(700, 300)).toEqual([200, 200, 200]);
    expect(colour(500, 300)).toEqual([255, 255, 255]);
  });

  it('are not read again when the view comes back, and it is never blank meanwhile', async () => {
    await show('slide');
    await act({ type: 'magnify', magnification: 40 }, { type: 'center', point: EDGE });
    await act({ type: 'pan-by', dx: -2000, dy: 0 });
    const before = await page.evaluate(() => window.harness?.tiles['slide']?.served.length ?? 0);
    await page.evaluate(() => window.harness?.viewer.act('v1', { type: 'pan-by', dx: 2000, dy: 0 }));
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
    const colour = await screen();
    expect(colour(300, 100)).toEqual([255, 255, 40]);
    await drawn(page);
    const again = await page.evaluate((from) => {
      const reads = window.harness?.tiles['slide']?.served ?? [];
      const key = (read: object): string => JSON.stringify(read);
      const known = new Set(reads.slice(0, from).map(key));
      return reads.slice(from).filter((read) => known.has(key(read))).length;
    }, before);
    expect(again).toBe(0);
  });
});

describe('planes and channels', () => {
  it('focuses with Ctrl and the wheel, zooms with the wheel alone', async () => {
    await show('slide', 2);
    await act({ type: 'magnify', magnification: 10 }, { type: 'center', point: EDGE });
    await page.mouse.move(600, 300);
    await page.keyboard.down('Control');
    await page.mouse.wheel(0, 100);
    await page.keyboard.up('Control');
    await drawn(page);
    expect(await state()).toMatchObject({ index: 3, total: 3 });
    expect((await screen())(200, 200)[2]).toBe(160);
    const { zoom } = await state();
    await page.mouse.wheel(0, -100);
    await drawn(page);
    expect((await state()).zoom).toBeGreaterThan(zoom);
    expect((await state()).index).toBe(3);
  });

  it('adds channels in their colours, within their windows, and leaves out those switched off', async () => {
    await show('fluorescence');
    await act(
      { type: 'slide-channel', channel: 0, look: { minimum: 0, maximum: 80_000 } },
      { type: 'slide-channel', channel: 1, look: { minimum: 20_000, maximum: 60_000 } },
    );
    const quarter = { x: 150, y: 100 };
    const colour = await screen();
    expect(colour(SIZE.width / 2 - quarter.x, SIZE.height / 2 - quarter.y)).toEqual([0, 128, 128]);
    expect(colour(SIZE.width / 2 + quarter.x, SIZE.height / 2 - quarter.y)).toEqual([0, 128, 0]);
    expect(colour(SIZE.width / 2 - quarter.x, SIZE.height / 2 + quarter.y)).toEqual([0, 0, 128]);
    await act({ type: 'slide-channel', channel: 0, look: { visible: false } });
    expect((await screen())(SIZE.width / 2 - quarter.x, SIZE.height / 2 - quarter.y)).toEqual([0, 128, 0]);
  });

  it.each([
    ['brightness, contrast and gamma', { brightness: 0.1, contrast: 1.3, gamma: 0.8 }],
    ['one stain alone', { stain: 'eosin' }],
    ['both', { stain: 'hematoxylin', gamma: 1.7 }],
  ] as const)('shows %s as the reference does, to a step of 8 bits', async (_name, change) => {
    await show('slide');
    await act({ type: 'magnify', magnification: 5 }, { type: 'center', point: EDGE }, { type: 'slide-look', look: change });
    const { look } = await slideState();
    const expected = new Float64Array([1, 1, 40 / 255]);
    const split = stainSplit(look.stain);
    if (split !== null) applyStain(split, expected.slice(), expected);
    const shown = (await screen())(300, 100);
    expected.forEach((value, i) => {
      expect(Math.abs((shown[i] ?? 0) - lookValue(value, look) * 255)).toBeLessThanOrEqual(1);
    });
  });

  it('shows another time point, and until it is there the one of before: never glass', async () => {
    await show('living');
    expect((await screen())(400, 250)).toEqual([60, 60, 60]);
    await page.evaluate(() => window.harness?.viewer.act('v1', { type: 'time', time: 2 }));
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
    expect([60, 180]).toContain((await screen())(400, 250)[0]);
    await drawn(page);
    expect((await screen())(400, 250)).toEqual([180, 180, 180]);
    expect((await slideState()).time).toBe(2);
    await act({ type: 'time', time: 9 });
    expect((await slideState()).time).toBe(2);
  });

  it('says nothing of micrometres where the slide is not calibrated', async () => {
    await show('uncalibrated');
    const { zoom } = await state();
    await act({ type: 'magnify', magnification: 20 });
    expect(await state()).toMatchObject({ zoom, scaleBar: null });
    expect(await slideState()).toMatchObject({ magnification: null, screenMicrons: null });
  });
});

describe('beside other images', () => {
  it('gives way to a CT slice and comes back, with the page as it was', async () => {
    await show('slide');
    await show('ct', 20);
    expect((await state()).slide).toBeNull();
    await show('slide');
    await act({ type: 'magnify', magnification: 5 }, { type: 'center', point: EDGE });
    expect((await screen())(300, 100)).toEqual([255, 255, 40]);
    const left = await page.evaluate(() => ['map', 'viewer', 'view', 'wsi'].filter((name) => name in window));
    expect(left).toEqual([]);
    expect(await page.evaluate(() => window.harness?.violations)).toEqual([]);
    expect(opened.errors).toEqual([]);
  });

  it('is drawn again after the graphics context was lost', async () => {
    await show('slide');
    await act({ type: 'magnify', magnification: 5 }, { type: 'center', point: EDGE });
    await page.evaluate(() => {
      const { graphicsContexts = [] } = window as { graphicsContexts?: WebGL2RenderingContext[] };
      for (const context of graphicsContexts) context.getExtension('WEBGL_lose_context')?.loseContext();
    });
    await page.waitForFunction(() => window.harness?.events.some(({ type }) => type === 'context-restored'));
    await drawn(page);
    expect((await screen())(300, 100)).toEqual([255, 255, 40]);
  });

  it('is moved by the left button, and measured in micrometres', async () => {
    await show('slide');
    await act({ type: 'magnify', magnification: 20 }, { type: 'center', point: EDGE });
    await drag([600, 400], [500, 400]);
    const corners = (await slideState()).corners;
    expect(corners[0]?.x).toBeCloseTo(EDGE.x - 800 + 200, 3);
    await page.evaluate(() => window.harness?.viewer.setTool('length'));
    await drag([300, 300], [500, 300]);
    const [measured] = await page.evaluate(() => window.harness?.measurements ?? []);
    // 200 pixels of the screen at 0.5 µm.
    expect(measured).toMatchObject({ kind: 'length', unit: 'mm' });
    expect(measured?.value).toBeCloseTo(0.1, 6);
    expect(await page.locator('#v1 svg text').allTextContents()).toEqual([expect.stringContaining('100,0\u202fµm')]);
  });
});

describe('without WebGL', () => {
  it('draws the same on a plain canvas', async () => {
    const other = await openHarness(site, ['--disable-gpu', '--disable-software-rasterizer', '--disable-webgl', '--disable-webgl2']);
    const before = page;
    page = other.page;
    await page.setViewportSize(SIZE);
    try {
      await reset();
      await show('slide');
      await act({ type: 'magnify', magnification: 5 }, { type: 'center', point: EDGE });
      const colour = await screen();
      expect(colour(300, 100)).toEqual([255, 255, 40]);
      expect(colour(700, 400)).toEqual([0, 0, 40]);
      const { along, across } = await slantedEdge(37);
      expect(Math.max(Math.abs(along), Math.abs(across))).toBeLessThanOrEqual(0.5);
    } finally {
      page = before;
      await other.browser.close();
    }
  });
});
