import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import type { HarnessPage, HarnessSite } from './harness/launch';
import { drawn, openHarness, serveHarness } from './harness/launch';
import { readPixels } from './harness/pixels';
import { viewportDriver } from './harness/viewport-driver';

let site: HarnessSite;
let opened: HarnessPage;
let page: Page;

const { act, state, reset } = viewportDriver(() => page);

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

describe('a series that grows while it is shown', () => {
  type Way = 'show' | 'update' | 'stay-at-first';

  /** Hands over the CT as an import does when the slices `from` (inclusive) to `to`, from 0, have arrived. */
  async function hand(way: Way, from: number, to: number): Promise<void> {
    await page.evaluate(
      async ([how, first, end]) => {
        const { harness } = window;
        if (harness === undefined) return;
        const { ct } = harness.series;
        const grown = { ...ct, frames: ct.frames.slice(first, end) };
        if (how === 'show') await harness.viewer.show('v1', grown, { index: 1 });
        else harness.viewer.update(grown, { stayAtFirst: how === 'stay-at-first' });
      },
      [way, from, to] as const,
    );
    await drawn(page);
  }

  /** Slice that the pixels on screen are of, at one image pixel per screen pixel: its lesion has a radius of 4 + slice. */
  async function slice(): Promise<number> {
    const row = await readPixels(
      page,
      Array.from({ length: 60 }, (_, x) => [683 + 200 + x - 256, 384 + 300 - 256] as const),
    );
    return row.findIndex(([level]) => (level ?? 0) < 140) - 4;
  }

  it.each(['show', 'update'] as const)('1 frame, then 40 (%s): each place has its own slice', async (way) => {
    await hand('show', 20, 21);
    await act({ type: 'one-to-one' });
    expect(await slice()).toBe(20);
    await hand(way, 0, 40);
    await act({ type: 'one-to-one' }, { type: 'go-to', index: 40 });
    expect([(await state()).index, await slice()]).toEqual([40, 39]);
    await act({ type: 'go-to', index: 1 });
    expect([(await state()).index, await slice()]).toEqual([1, 0]);
    await act({ type: 'go-to', index: 21 });
    expect([(await state()).index, await slice()]).toEqual([21, 20]);
  });

  it('shows the new first slice at the first place', async () => {
    await hand('show', 20, 21);
    await act({ type: 'one-to-one' });
    await hand('stay-at-first', 5, 30);
    expect(await state()).toMatchObject({ state: 'ready', index: 1, total: 25 });
    expect(await slice()).toBe(5);
    await act({ type: 'go-to', index: 3 });
    await hand('stay-at-first', 0, 40);
    expect(await state()).toMatchObject({ state: 'ready', index: 8, total: 40 });
    expect(await slice()).toBe(7);
  });

  it('keeps the picture as it is, in every frame drawn meanwhile', async () => {
    await hand('show', 20, 21);
    await act(
      { type: 'one-to-one' },
      { type: 'window', window: { center: 60, width: 300 } },
      { type: 'zoom-by', factor: 1.3 },
      { type: 'pan-by', dx: 21, dy: -12 },
      { type: 'rotate', degrees: 90 },
      { type: 'flip', axis: 'horizontal' },
      { type: 'invert' },
      { type: 'interpolate' },
    );
    const before = await state();
    const picture = await page.screenshot();
    const levels = await page.evaluate(async () => {
      const { harness } = window;
      const layer = [...document.querySelectorAll<HTMLCanvasElement>('#v1 > div canvas')]
        .filter((canvas) => canvas.style.display !== 'none' && canvas.width > 1)
        .at(-1);
      const seen: (number | undefined)[] = [];
      const look = (): void => {
        seen.push(layer?.getContext('2d')?.getImageData(683, 384, 1, 1).data[0]);
      };
      look();
      if (harness !== undefined) harness.viewer.update(harness.series.ct);
      for (let frames = 0; frames < 10; frames += 1) {
        await new Promise(requestAnimationFrame);
        look();
      }
      return seen;
    });
    expect(new Set(levels).size).toBe(1);
    expect(levels[0]).toBeGreaterThan(0);
    const { cine, ...after } = await state();
    expect(after).toEqual({ ...before, cine: undefined, index: 21, total: 40 });
    expect(cine?.playing).toBe(false);
    expect((await page.screenshot()).equals(picture)).toBe(true);
  });

  it('never goes dark on the way to a slice that arrived later', async () => {
    await hand('show', 20, 21);
    await hand('update', 0, 40);
    const levels = await page.evaluate(async () => {
      const { harness } = window;
      const layer = [...document.querySelectorAll<HTMLCanvasElement>('#v1 > div canvas')]
        .filter((canvas) => canvas.style.display !== 'none' && canvas.width > 1)
        .at(-1);
      const seen: (number | undefined)[] = [];
      harness?.viewer.act('v1', { type: 'go-to', index: 40 });
      for (let frames = 0; frames < 20; frames += 1) {
        await new Promise(requestAnimationFrame);
        // Water in every slice.
        seen.push(layer?.getContext('2d')?.getImageData(683, 384, 1, 1).data[0]);
      }
      return seen;
    });
    expect((await state()).index).toBe(40);
    expect(new Set(levels)).toEqual(new Set([128]));
  });

  it('lets a measurement be finished on its slice, even at the first place', async () => {
    await hand('show', 20, 22);
    await act({ type: 'one-to-one' });
    await page.evaluate(() => window.harness?.viewer.setTool('length'));
    await page.mouse.click(600, 300);
    await page.mouse.move(620, 300);
    await hand('stay-at-first', 0, 40);
    expect([(await state()).index, await slice()]).toEqual([21, 20]);
    await page.mouse.click(640, 300);
    await drawn(page);
    const made = await page.evaluate(() => window.harness?.measurements);
    expect(made).toMatchObject([{ instance: 'ct-20', frameNumber: 1, value: expect.closeTo(28, 6) }]);
  });

  it('goes on playing', async () => {
    await page.evaluate(async () => {
      const { harness } = window;
      if (harness === undefined) return;
      const { cine } = harness.series;
      await harness.viewer.show('v1', { ...cine, frames: cine.frames.slice(0, 5) });
      harness.viewer.act('v1', { type: 'cine', playing: true, framesPerSecond: 30 });
      harness.viewer.update(cine);
    });
    await page.waitForFunction(() => (window.harness?.states.current?.v1.index ?? 0) > 10);
    expect(await state()).toMatchObject({ total: 20, cine: { playing: true, framesPerSecond: 30 } });
    await act({ type: 'cine', playing: false });
  });

  it('leaves other series alone', async () => {
    await page.evaluate(async () => {
      const { harness } = window;
      await harness?.viewer.show('v1', harness.series.photo);
    });
    await hand('update', 0, 40);
    expect(await state()).toMatchObject({ series: 'photo', index: 1, total: 1 });
  });

  it('leaves no error unhandled', () => {
    expect(opened.errors).toEqual([]);
  });
});
