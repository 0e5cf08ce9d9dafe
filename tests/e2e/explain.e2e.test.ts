import { encode } from 'fast-png';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packPackage } from '../../src/app/models/package-archive';
import { cornerPackage } from '../inference/fixtures/corner-package';
import { expectSealed, launchApp, untilState, type LaunchedApp } from './support/launch-app';
import { attribute, downloaded, handle, openFiles, untilAttribute } from './support/screen';

const [ROWS, COLUMNS] = [56, 84];

/** Bright at the top left, where the model looks. */
function photo(): Buffer {
  const data = new Uint8Array(ROWS * COLUMNS);
  for (let y = 0; y < ROWS / 2; y++) data.fill(255, y * COLUMNS, y * COLUMNS + COLUMNS / 2);
  return Buffer.from(encode({ width: COLUMNS, height: ROWS, data, channels: 1, depth: 8 }));
}

interface ExplainedRecord {
  readonly runs: readonly { readonly purpose: string; readonly state: string }[];
  readonly answers: readonly { readonly outputs: readonly { readonly kind: string; readonly method?: { readonly name: string } }[] }[];
}

describe('an explanation by occlusion', () => {
  let app: LaunchedApp;
  beforeAll(async () => {
    app = await launchApp({ viewport: { width: 1366, height: 768 } });
    await untilState(app.page, 'seal', 'sealed');
    await openFiles(app.page, [{ name: 'photo.png', mimeType: 'image/png', buffer: photo() }]);
    await untilAttribute(app.page, 'viewport', 'state', 'ready', 60_000);
    const archive = await packPackage(await cornerPackage());
    const file = { name: 'corner.mdpkg', mimeType: 'application/zip', buffer: Buffer.from(await archive.arrayBuffer()) };
    await handle(app.page, 'package-import').setInputFiles([file]);
    await handle(app.page, 'model-item', { 'model-id': 'corner' }).click({ timeout: 60_000 });
    await handle(app.page, 'run-model').click();
    await untilAttribute(app.page, 'job', 'state', 'succeeded', 120_000);
  });
  afterAll(async () => {
    expectSealed(await app.close());
  });

  /** Middle of what is painted over the image, as shares of the viewport; null where nothing is. */
  const painted = (): Promise<{ readonly x: number; readonly y: number } | null> =>
    handle(app.page, 'viewport', { state: 'ready' })
      .locator('[data-layer="labels"]')
      .first()
      .evaluate((canvas: HTMLCanvasElement) => {
        const { width, height } = canvas;
        const { data } = canvas.getContext('2d')?.getImageData(0, 0, width, height) ?? { data: [] };
        let [count, x, y] = [0, 0, 0];
        for (let at = 0; at * 4 < data.length; at++) {
          if ((data[at * 4 + 3] ?? 0) === 0) continue;
          count++;
          x += (at % width) / width;
          y += Math.floor(at / width) / height;
        }
        return count === 0 ? null : { x: x / count, y: y / count };
      });

  it('is computed when asked for, and lies over the image with words on what it is not', async () => {
    const { page } = app;
    expect(await painted()).toBeNull();
    await handle(page, 'explain').click();
    await handle(page, 'occlusion').waitFor({ timeout: 120_000 });
    expect(Number(await attribute(page, 'occlusion', 'probability'))).toBeGreaterThan(0.9);
    expect(Number(await attribute(page, 'occlusion', 'drop'))).toBeGreaterThan(0.5);
    const said = handle(page, 'answer', { kind: 'heatmap' });
    expect(await said.getByRole('button', { pressed: true }).count()).toBe(1);
    expect(await said.innerText()).toContain('pas une lésion');
    await expect.poll(painted, { timeout: 20_000 }).not.toBeNull();
    const middle = await painted();
    expect(middle?.x).toBeLessThan(0.5);
    expect(middle?.y).toBeLessThan(0.5);
  });

  it('is asked for another class too, which stands beside the first', async () => {
    const { page } = app;
    await handle(page, 'explain-class').selectOption('dark');
    await handle(page, 'explain').click();
    await handle(page, 'occlusion').nth(1).waitFor({ timeout: 120_000 });
    expect(await handle(page, 'answer', { kind: 'heatmap' }).count()).toBe(2);
  });

  it('is in the session record with how it was found', async () => {
    const { page } = app;
    await handle(page, 'export').click();
    const { text } = await downloaded(page, () => handle(page, 'export-item', { format: 'session' }).click());
    const record = JSON.parse(text) as ExplainedRecord;
    expect(record.runs.map(({ purpose, state }) => [purpose, state])).toEqual([
      ['answer', 'succeeded'],
      ['explanation', 'succeeded'],
      ['explanation', 'succeeded'],
    ]);
    const [answer] = record.answers;
    expect(answer?.outputs.map(({ kind, method }) => [kind, method?.name])).toEqual([
      ['classification', undefined],
      ['heatmap', 'occlusion'],
      ['heatmap', 'occlusion'],
    ]);
  });
});
