import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PROJECT_ROOT } from '../../scripts/build';
import { image } from '../fixtures/dicom/images';
import { writeDicom } from '../fixtures/dicom/write-dicom';
import { expectSealed, launchApp, untilState, type LaunchedApp } from './support/launch-app';
import { attribute, handle, openDemo, openFiles, runBloodCells, untilAttribute } from './support/screen';

const MODEL = join(PROJECT_ROOT, 'models/blood-cell-detection');

/** The shipped package as a dropped folder, one file of it changed. */
function packageFolder(change: (path: string, bytes: Buffer) => Buffer): { path: string; base64: string }[] {
  const manifest = JSON.parse(readFileSync(join(MODEL, 'manifest.json'), 'utf8')) as { files: { path: string }[] };
  return ['manifest.json', ...manifest.files.map(({ path }) => path)].map((path) => ({
    path,
    base64: change(path, readFileSync(join(MODEL, path))).toString('base64'),
  }));
}

describe('running models: WebGPU self-tested, cancelled at once, refused in words', () => {
  let app: LaunchedApp;
  beforeAll(async () => {
    app = await launchApp({ webgpu: true });
    await untilState(app.page, 'seal', 'sealed');
    await openDemo(app.page, 'smear');
  });
  afterAll(async () => {
    expectSealed(await app.close());
  });

  it('answers a cancel at once and can run again', async () => {
    const { page } = app;
    await handle(page, 'model-item', { applicable: 'yes' }).click({ timeout: 60_000 });
    await handle(page, 'run-model').click();
    await handle(page, 'cancel-job').click();
    // The state is the app's own answer, not the worker's: it is there when the click returns.
    expect(await attribute(page, 'job', 'state')).toBe('cancelled');
    expect(await attribute(page, 'findings', 'count')).toBe('0');
    await runBloodCells(page);
    expect(Number(await attribute(page, 'findings', 'count'))).toBeGreaterThan(5);
  });

  it('does not offer a colour model for a CT, and says why', async () => {
    const { page } = app;
    await openFiles(page, {
      name: 'ct.dcm',
      mimeType: 'application/dicom',
      buffer: Buffer.from(writeDicom(image({ rows: 32, columns: 32, position: [0, 0, 0] }))),
    });
    await untilAttribute(page, 'viewport', 'kind', 'volume');
    const item = page.locator('[data-testid="model-item"][data-model-id="blood-cell-detection"]');
    await expect.poll(() => item.getAttribute('data-applicable')).toBe('no');
    await expect.poll(() => handle(page, 'run-model').isDisabled()).toBe(true);
  });

  it('refuses a package with a flipped bit and keeps the good one', async () => {
    const { page } = app;
    const files = packageFolder((path, bytes) => {
      const copy = Buffer.from(bytes);
      if (path.endsWith('.onnx')) copy[copy.length >> 1] = (copy[copy.length >> 1] ?? 0) ^ 1;
      return copy;
    });
    // Of this model alone: others may still be installing when the test begins.
    const rows = handle(page, 'package-row', { 'model-id': 'blood-cell-detection' });
    expect(await rows.count()).toBe(1);
    await page.evaluate((list) => {
      const transfer = new DataTransfer();
      for (const { path, base64 } of list) {
        transfer.items.add(new File([Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))], path));
      }
      const target = document.body;
      target.dispatchEvent(new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: transfer }));
    }, files);
    await handle(page, 'notice')
      .filter({ hasText: /intégrité|empreinte|modifié|corromp/i })
      .first()
      .waitFor({ timeout: 30_000 });
    expect(await rows.count()).toBe(1);
    expect(await rows.getAttribute('data-selftest-wasm')).toBe('passed');
  });
});
