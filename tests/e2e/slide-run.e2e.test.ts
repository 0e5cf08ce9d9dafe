import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PROJECT_ROOT } from '../../scripts/build';
import { expectSealed, launchApp, untilState, type LaunchedApp } from './support/launch-app';
import { attribute, handle, openDemo, untilAttribute } from './support/screen';

const truth = JSON.parse(readFileSync(join(PROJECT_ROOT, 'public/demo/smear-slide/truth.json'), 'utf8')) as {
  readonly boxes: readonly { readonly label: string }[];
};
const drawn = (label: string): number => truth.boxes.filter((box) => box.label === label).length;

/** How many findings of a class the summary counts. */
async function counted(app: LaunchedApp, label: string): Promise<number> {
  return Number(await app.page.locator(`[data-summary-label="${label}"]`).getAttribute('data-summary-count'));
}

describe('a model led over a slide', () => {
  let app: LaunchedApp;
  beforeAll(async () => {
    app = await launchApp();
    await untilState(app.page, 'seal', 'sealed');
    await openDemo(app.page, 'smear-slide');
  });
  afterAll(async () => {
    expectSealed(await app.close());
  });

  it('opens the drawn slide with the size of its pixels', async () => {
    const { page } = app;
    expect(await attribute(page, 'viewport', 'kind')).toBe('slide');
    await untilAttribute(page, 'viewport', 'tiles-pending', '0');
    expect(Number(await attribute(page, 'slide-mpp', 'x'))).toBeCloseTo(0.072, 5);
  });

  it('keeps what it found when it is stopped, and says how far it came', async () => {
    const { page } = app;
    await handle(page, 'model-item', { 'model-id': 'blood-cell-detection' }).click({ timeout: 120_000 });
    await handle(page, 'run-model').click();
    await untilAttribute(page, 'slide-coverage', 'percent', /^[1-9]\d?$/, 120_000);
    await handle(page, 'cancel-job').click();
    await untilAttribute(page, 'job', 'state', 'cancelled');
    const percent = Number(await attribute(page, 'slide-coverage', 'percent'));
    expect(percent).toBeGreaterThan(0);
    expect(percent).toBeLessThan(100);
    await untilAttribute(page, 'findings', 'count', /^[1-9]/);
  });

  it('finds the cells of the whole slide, each once', async () => {
    const { page } = app;
    await handle(page, 'run-model').click();
    await untilAttribute(page, 'job', 'state', 'succeeded', 300_000);
    expect(await attribute(page, 'slide-coverage', 'percent')).toBe('100');
    for (const label of ['RBC', 'WBC']) {
      const found = await counted(app, label);
      expect(found).toBeGreaterThan(0.9 * drawn(label));
      expect(found).toBeLessThan(1.1 * drawn(label));
    }
  });
});
