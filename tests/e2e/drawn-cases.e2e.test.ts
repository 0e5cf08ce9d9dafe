import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectSealed, launchApp, untilState, type LaunchedApp } from './support/launch-app';
import { handle, untilAttribute } from './support/screen';

/** Cases that are drawn when they are opened: from the list and from a model's own row, to an answer. */
describe('drawn demonstration cases', () => {
  let app: LaunchedApp;
  beforeAll(async () => {
    app = await launchApp({ viewport: { width: 1366, height: 768 } });
    await untilState(app.page, 'seal', 'sealed');
    // The models that come with the app are installed one after the other.
    await untilState(app.page, 'offline', 'ready', 180_000);
  });
  afterAll(async () => {
    expectSealed(await app.close());
  });

  async function run(model: string): Promise<void> {
    const { page } = app;
    await handle(page, 'model-item', { 'model-id': model, applicable: 'yes' }).click({ timeout: 60_000 });
    await handle(page, 'run-model').click();
    await untilAttribute(page, 'job', 'state', 'succeeded', 120_000);
    await handle(page, 'demo-note').waitFor();
  }

  it('offers all cases in one list', async () => {
    const { page } = app;
    await handle(page, 'all-demos').click();
    const library = handle(page, 'demo-library');
    await library.waitFor();
    const cases = await library.locator('[data-testid="demo-case"]').evaluateAll((all) => all.map((one) => one.getAttribute('data-case')));
    expect(cases).toEqual(expect.arrayContaining(['smear', 'fundus', 'fetal-head', 'aki-table', 'french-letter']));
    expect(new Set(cases).size).toBe(cases.length);
  });

  it('opens a drawn fetal head from the list: the model answers, and the overlap with the drawing stands beside', async () => {
    const { page } = app;
    await handle(page, 'demo-library').locator('[data-case="fetal-head"]').click();
    await handle(page, 'viewport', { state: 'ready' }).first().waitFor({ timeout: 60_000 });
    await run('fetal-head-ultrasound');
    expect(Number(await handle(page, 'demo-dice').getAttribute('data-value'))).toBeGreaterThan(0.9);
  });

  it('goes on to a made-up table by the button of another model, in place of the case that was open', async () => {
    const { page } = app;
    await handle(page, 'models').click();
    const manager = handle(page, 'model-manager');
    await manager.locator('[data-testid="try-demo"][data-case="aki-table"]').click();
    await run('aki-outcome');
    expect(await handle(page, 'answer').count()).toBeGreaterThanOrEqual(3);
    expect(await handle(page, 'demo-dice').count()).toBe(0);
  });
});
