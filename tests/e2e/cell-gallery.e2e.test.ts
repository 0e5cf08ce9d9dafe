import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { expectSealed, launchApp, untilState, type LaunchedApp } from './support/launch-app';
import { attribute, handle, openDemo, runBloodCells, untilAttribute } from './support/screen';

/** Differences of the colours of a crop: the picture of a cell has many, an empty square none. */
function variety(page: Page, finding: string): Promise<number> {
  return page
    .locator(`[data-testid=cell-gallery-item][data-finding-id="${finding}"] canvas[data-state=drawn]`)
    .evaluate((canvas: HTMLCanvasElement) => {
      const { data } = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height) ?? { data: [] };
      return new Set(Array.from({ length: data.length / 4 }, (_, i) => data[4 * i])).size;
    });
}

describe('the cell gallery of a smear', () => {
  let app: LaunchedApp;
  beforeAll(async () => {
    app = await launchApp({ viewport: { width: 1366, height: 768 } });
    await untilState(app.page, 'seal', 'sealed');
    await openDemo(app.page, 'smear');
    await runBloodCells(app.page);
  });
  afterAll(async () => {
    expectSealed(await app.close());
  });

  it('shows what the model found, cut out of the image, counts it and takes verdicts by keyboard', async () => {
    const { page } = app;
    await handle(page, 'cell-gallery-open').click();
    const first = handle(page, 'cell-gallery-item').first();
    const id = (await first.getAttribute('data-finding-id')) ?? '';
    expect(await variety(page, id)).toBeGreaterThan(20);
    const count = async (label: string): Promise<number> =>
      Number(await handle(page, 'cell-gallery-class', { label }).getAttribute('data-count'));
    const [red, white] = [await count('RBC'), await count('WBC')];
    expect(red).toBeGreaterThan(white);

    await first.click();
    await page.keyboard.press('Digit2');
    await untilAttribute(page, 'cell-gallery-counter', 'total', '1');
    expect([await count('RBC'), await count('WBC')]).toEqual([red - 1, white + 1]);
    const moved = handle(page, 'cell-gallery-item', { 'finding-id': id });
    expect([await moved.getAttribute('data-label'), await moved.getAttribute('data-status')]).toEqual(['WBC', 'edited']);
    expect(await page.evaluate(() => document.activeElement?.getAttribute('data-testid'))).toBe('cell-gallery-item');

    await handle(page, 'cell-gallery-item', { label: 'RBC' })
      .nth(1)
      .dragTo(handle(page, 'cell-gallery-class', { label: 'Platelets' }));
    await untilAttribute(page, 'cell-gallery-counter', 'total', '2');
    await page.keyboard.press('Control+z');
    await page.keyboard.press('Control+z');
    await untilAttribute(page, 'cell-gallery-counter', 'total', '0');
    expect([await count('RBC'), await count('WBC')]).toEqual([red, white]);
    expect(await attribute(page, 'cell-gallery-counter', 'remaining')).toBe('100');
    await page.keyboard.press('Escape');
    await handle(page, 'cell-gallery').waitFor({ state: 'detached' });
  });
});
