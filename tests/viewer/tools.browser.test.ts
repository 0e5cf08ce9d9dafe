import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import type { HarnessPage, HarnessSite } from './harness/launch';
import { drawn, openHarness, serveHarness } from './harness/launch';
import { viewportDriver } from './harness/viewport-driver';

let site: HarnessSite;
let opened: HarnessPage;
let page: Page;

const { show, act, state, drag, reset } = viewportDriver(() => page);

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

describe('mouse and keyboard', () => {
  it('windows with the left button: right widens, up brightens; pans and zooms with the others', async () => {
    await show('ct', 20);
    await drag([600, 400], [700, 400]);
    const wider = await state();
    expect(wider.window?.width).toBeGreaterThan(400);
    await drag([600, 400], [600, 350]);
    expect((await state()).window?.center).toBeLessThan(40);
    await drag([600, 400], [600, 340], 'right');
    expect((await state()).zoom).toBeGreaterThan(1.5);
  });

  it('scrolls with the wheel, ten times with Shift, zooms with Control', async () => {
    await show('ct', 10);
    await page.mouse.move(683, 384);
    await page.mouse.wheel(0, 120);
    await page.waitForFunction(() => window.harness?.states.current?.v1.index === 11);
    await page.keyboard.down('Shift');
    await page.mouse.wheel(0, 120);
    await page.keyboard.up('Shift');
    await page.waitForFunction(() => window.harness?.states.current?.v1.index === 21);
    await page.keyboard.down('Control');
    await page.mouse.wheel(0, -120);
    await page.keyboard.up('Control');
    await page.waitForFunction(() => (window.harness?.states.current?.v1.zoom ?? 0) > 1.5);
    expect((await state()).index).toBe(21);
  });

  it('reads the value under the pointer', async () => {
    await show('ct', 20);
    await page.mouse.move(683, 384);
    await drawn(page);
    expect((await state()).cursor).toMatchObject({ value: [40], unit: 'HU' });
  });

  it('measures, edits by handle and by key, and deletes', async () => {
    await show('ct', 20);
    await page.evaluate(() => window.harness?.viewer.setTool('length'));
    await drag([500, 300], [560, 300]);
    const measured = async () =>
      page.evaluate(() => window.harness?.measurements.map(({ value, unit, calibration }) => ({ value, unit, calibration })));
    expect(await measured()).toEqual([{ value: expect.closeTo(28, 6), unit: 'mm', calibration: 'patient' }]);
    await drag([560, 300], [590, 300]);
    expect((await measured())?.[0]?.value).toBeCloseTo(42, 6);
    await page.locator('#v1 circle').nth(1).focus();
    await page.keyboard.press('Shift+ArrowRight');
    expect((await measured())?.[0]?.value).toBeCloseTo(49, 6);
    await page.keyboard.press('Delete');
    expect(await measured()).toEqual([]);
  });

  it('takes the statistics of an ellipse', async () => {
    await show('ct', 20);
    await page.evaluate(() => window.harness?.viewer.setTool('ellipse'));
    await drag([640, 330], [700, 390]);
    const [roi] = (await page.evaluate(() => window.harness?.measurements)) ?? [];
    expect(roi).toMatchObject({ kind: 'ellipse', unit: 'mm²', statistics: { mean: 40, standardDeviation: 0, unit: 'HU' } });
    expect(roi?.value).toBeCloseTo((Math.PI / 4) * (40 * 0.7) ** 2, 4);
  });

  it('draws a finding, and drops a drawing on Escape', async () => {
    await show('ct', 20);
    await page.evaluate(() => window.harness?.viewer.setTool('add-finding'));
    await drag([500, 300], [560, 390]);
    const drawnBoxes = await page.evaluate(() => window.harness?.events.filter((event) => event.type === 'finding-drawn'));
    expect(drawnBoxes).toMatchObject([
      { instance: 'ct-19', frameNumber: 1, box: { width: expect.closeTo(40, 6), height: expect.closeTo(60, 6) } },
    ]);
    await page.evaluate(() => window.harness?.viewer.setTool('length'));
    await page.locator('#v1').focus();
    await page.mouse.click(800, 300);
    await page.mouse.move(820, 320);
    await drawn(page);
    expect(await page.locator('#v1 svg path').count()).toBeGreaterThan(0);
    await page.keyboard.press('Escape');
    await drawn(page);
    expect(await page.locator('#v1 svg path').count()).toBe(0);
  });

  it('names a place clicked for a model, of the other kind with Alt, and pans by a drag', async () => {
    await show('ct', 20);
    await page.evaluate(() => window.harness?.viewer.setTool('prompt'));
    await page.mouse.click(683 + 90, 384);
    await page.keyboard.down('Alt');
    await page.mouse.click(683, 384 - 60);
    await page.keyboard.up('Alt');
    await drag([600, 400], [630, 400]);
    await page.mouse.click(5, 384);
    const placed = await page.evaluate(() => window.harness?.events.filter((event) => event.type === 'point-placed'));
    const place = { series: 'ct', instance: 'ct-19', frameNumber: 1 };
    expect(placed).toMatchObject([
      { place, point: { x: expect.closeTo(256 + 60, 6), y: expect.closeTo(256, 6) }, outside: false },
      { place, point: { x: expect.closeTo(256, 6), y: expect.closeTo(256 - 40, 6) }, outside: true },
    ]);
  });

  it('marks the places on their frame alone, and the cursor of the keyboard while the tool is in hand', async () => {
    await show('ct', 20);
    await page.evaluate(() => {
      const { harness } = window;
      const place = { series: 'ct' as never, instance: 'ct-19' as never, frameNumber: 1 };
      harness?.viewer.setTool('prompt');
      harness?.viewer.setPrompt({
        prompts: [
          {
            ...place,
            points: [
              { x: 256, y: 256, inside: true },
              { x: 316, y: 256, inside: false },
            ],
          },
        ],
        cursor: { ...place, at: { x: 256, y: 216 } },
      });
    });
    await drawn(page);
    const layer = page.locator('#v1 [data-layer="prompt"]');
    const seen = await layer
      .locator('circle')
      .evaluateAll((discs) =>
        discs.map((disc) => [disc.getAttribute('data-point'), Number(disc.getAttribute('cx')), Number(disc.getAttribute('cy'))]),
      );
    expect(seen).toEqual([
      ['inside', 683, 384],
      ['outside', 683 + 90, 384],
    ]);
    // A plus has an upright stroke, a minus has none.
    const signs = await layer
      .locator('circle + path')
      .evaluateAll((paths) => paths.map((path) => (path.getAttribute('d') ?? '').includes('V')));
    expect(signs).toEqual([true, false]);
    expect(await layer.locator('[data-cursor]').count()).toBe(1);
    await page.evaluate(() => window.harness?.viewer.setTool('window'));
    await drawn(page);
    expect([await layer.locator('circle').count(), await layer.locator('[data-cursor]').count()]).toEqual([2, 0]);
    await act({ type: 'scroll', by: 1 });
    expect(await layer.locator('circle').count()).toBe(0);
    await page.evaluate(() => window.harness?.viewer.setPrompt({ prompts: [], cursor: null }));
  });
});
