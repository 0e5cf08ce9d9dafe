import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packPackage } from '../../src/app/models/package-archive';
import { writeNifti } from '../fixtures/volume/write-nifti';
import { clickPackage, SIDE } from '../inference/fixtures/click-package';
import { expectSealed, launchApp, untilState, type LaunchedApp } from './support/launch-app';
import { handle, openFiles, untilAttribute } from './support/screen';

/** Three slices of twice what the encoder sees, one side of each bright, the narrower one dark. */
const SIZE = 2 * SIDE;
const BRIGHT_COLUMNS = 40;
const bright = SIZE * BRIGHT_COLUMNS;
const dark = SIZE * SIZE - bright;
const volume = writeNifti({
  dims: [SIZE, SIZE, 3],
  sform: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0],
  data: Uint8Array.from({ length: SIZE * SIZE * 3 }, (_, i) => (i % SIZE < BRIGHT_COLUMNS ? 250 : 5)),
  display: [0, 255],
});

describe('a model asked by clicks', () => {
  let app: LaunchedApp;
  beforeAll(async () => {
    app = await launchApp({ viewport: { width: 1366, height: 768 } });
    await untilState(app.page, 'seal', 'sealed');
    await openFiles(app.page, [{ name: 'halves.nii', mimeType: 'application/octet-stream', buffer: Buffer.from(volume) }]);
    await untilAttribute(app.page, 'viewport', 'state', 'ready', 60_000);
  });
  afterAll(async () => {
    expectSealed(await app.close());
  });

  const tool = () => app.page.locator('[data-tool="prompt"]');
  const marks = (kind: 'inside' | 'outside') => app.page.locator(`[data-layer="prompt"] [data-point="${kind}"]`);
  const area = async (): Promise<number> => {
    await handle(app.page, 'segmentation-label', { label: 'inside' }).waitFor({ timeout: 60_000 });
    return Number(await handle(app.page, 'segmentation-label', { label: 'inside' }).getAttribute('data-value'));
  };
  /** A quarter of the image from its middle. */
  const clickBeside = async (side: -1 | 1, modifiers: 'Alt'[] = []): Promise<void> => {
    const stage = app.page.locator('[data-viewport-stage="v1"]');
    const box = await stage.boundingBox();
    if (box === null) throw new Error('no stage');
    const position = { x: box.width / 2 + (side * Math.min(box.width, box.height)) / 4, y: box.height / 2 };
    await stage.click({ position, modifiers });
  };

  it('has its tool only while such a model is chosen', async () => {
    const { page } = app;
    expect(await tool().count()).toBe(0);
    const archive = await packPackage(await clickPackage());
    const file = { name: 'clicker.mdpkg', mimeType: 'application/zip', buffer: Buffer.from(await archive.arrayBuffer()) };
    await handle(page, 'package-import').setInputFiles(file);
    await handle(page, 'package-row', { 'model-id': 'clicker' }).waitFor({ timeout: 60_000 });
    await handle(page, 'model-item', { 'model-id': 'clicker' }).click();
    await tool().click({ timeout: 60_000 });
    expect(await tool().getAttribute('aria-pressed')).toBe('true');
  });

  it('asks for the reader’s word once where the model was not made for the image', async () => {
    await clickBeside(-1);
    await handle(app.page, 'run-acknowledge').click();
    await untilAttribute(app.page, 'job', 'state', 'succeeded', 60_000);
  });

  it('answers each click with the mask of what was clicked, and says how long it took', async () => {
    await handle(app.page, 'viewport').first().focus();
    const first = await area();
    await expect.poll(() => marks('inside').count()).toBe(1);
    await untilAttribute(app.page, 'prompt-latency', 'ms', /^\d+$/);
    await app.page.keyboard.press('Escape');
    await expect.poll(() => handle(app.page, 'segmentation-label', { label: 'inside' }).count()).toBe(0);
    expect(await handle(app.page, 'prompt-latency').count()).toBe(0);
    await clickBeside(1);
    const second = await area();
    await untilAttribute(app.page, 'prompt-latency', 'ms', /^\d+$/);
    expect([first, second].sort((a, b) => a - b)).toEqual([dark, bright]);
    expect(await handle(app.page, 'finding').count()).toBe(1);
    await expect.poll(() => app.page.locator('[data-layer="labels"]').first().getAttribute('data-labels')).toBe('1');
  });

  it('takes places outside by Alt, and takes them back by key', async () => {
    await clickBeside(-1, ['Alt']);
    await expect.poll(() => marks('outside').count()).toBe(1);
    await app.page.keyboard.press('Backspace');
    await expect.poll(() => marks('outside').count()).toBe(0);
    expect(await marks('inside').count()).toBe(1);
    await app.page.keyboard.press('Escape');
    await expect.poll(() => marks('inside').count()).toBe(0);
  });

  it('is asked by keys alone', async () => {
    await handle(app.page, 'viewport').first().focus();
    await app.page.keyboard.press('ArrowUp');
    await expect.poll(() => app.page.locator('[data-layer="prompt"] [data-cursor]').count()).toBe(1);
    await app.page.keyboard.press('Enter');
    expect(await area()).toBe(bright);
  });
});
