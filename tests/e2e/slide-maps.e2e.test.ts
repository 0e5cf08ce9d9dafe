import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packPackage } from '../../src/app/models/package-archive';
import { fieldMapsPackage } from '../inference/fixtures/field-maps-package';
import { expectSealed, launchApp, untilState, type LaunchedApp } from './support/launch-app';
import { attribute, handle, untilAttribute } from './support/screen';

/** A model of single images that draws where there is colour, over the drawn tissue slide at 8 µm/px: 20 fields and more of 1 mm. */
describe('maps of single images over a slide', () => {
  let app: LaunchedApp;
  beforeAll(async () => {
    app = await launchApp();
    const { page } = app;
    await untilState(page, 'seal', 'sealed');
    const files = await fieldMapsPackage({ side: 128, overlap: 16, mpp: 8, channel: 1, gain: -1, offset: 1, threshold: 0.2 });
    const file = await packPackage(new Map([...files].map(([path, bytes]) => [path, new Blob([bytes])])));
    const buffer = Buffer.from(await file.arrayBuffer());
    await handle(page, 'package-import').setInputFiles({ name: 'field-maps.mdpkg', mimeType: 'application/zip', buffer });
    await handle(page, 'package-row', { 'model-id': 'field-maps', 'selftest-wasm': 'passed' }).waitFor({
      state: 'attached',
      timeout: 60_000,
    });
    const demo = handle(page, 'demo-case', { case: 'tissue-slide' });
    if ((await demo.count()) === 0) await handle(page, 'all-demos').click();
    await demo.first().click();
    await handle(page, 'viewport', { state: 'ready' }).first().waitFor({ timeout: 120_000 });
  });
  afterAll(async () => {
    expectSealed(await app.close());
  });

  it('are joined, drawn and measured', async () => {
    const { page } = app;
    await handle(page, 'model-item', { 'model-id': 'field-maps' }).click({ timeout: 60_000 });
    await handle(page, 'run-model').click();
    await untilAttribute(page, 'job', 'state', 'succeeded', 120_000);
    expect(await attribute(page, 'slide-coverage', 'percent')).toBe('100');
    const measured = async (name: string): Promise<number> =>
      Number(await handle(page, 'measured', { name }).first().getAttribute('data-value'));
    expect(await measured('map_pixel')).toBe(8);
    const [area, tissue, share] = [await measured('area'), await measured('tissue_area'), await measured('tissue_share')];
    expect(share).toBeCloseTo((100 * area) / tissue, 6);
    // The section is an ellipse of about 6 mm².
    expect(area).toBeGreaterThan(4);
    expect(area).toBeLessThan(8);
    expect(await page.locator('[data-layer="labels"]').first().getAttribute('data-labels')).toBe('1');
  });

  it('have their most marked regions listed, brought on screen and outlined', async () => {
    const { page } = app;
    const first = handle(page, 'slide-hotspot', { rank: '1' });
    const values = await Promise.all(
      (await handle(page, 'slide-hotspot').all()).map(async (one) => Number(await one.getAttribute('data-value'))),
    );
    expect(values.length).toBeGreaterThan(3);
    expect([...values].sort((a, b) => b - a)).toEqual(values);
    const before = Number(await attribute(page, 'slide-magnification', 'value'));
    await first.focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => first.getAttribute('aria-pressed')).toBe('true');
    await expect.poll(async () => Number(await attribute(page, 'slide-magnification', 'value'))).toBeGreaterThan(before);
    await expect.poll(() => page.locator('[data-layer="labels"]').first().getAttribute('data-outlined')).toBe('1');
  });
});
