import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectSealed, launchApp, untilState, type LaunchedApp } from './support/launch-app';
import { handle, openDemo, runBloodCells } from './support/screen';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface AxeResult {
  readonly violations: readonly { readonly id: string; readonly nodes: readonly { readonly target: readonly unknown[] }[] }[];
}

describe('accessibility: axe finds nothing on any screen', () => {
  let app: LaunchedApp;
  beforeAll(async () => {
    // Playwright's init scripts are not the page's: the policy stays as it is.
    app = await launchApp({ viewport: { width: 1366, height: 768 }, prepare: (context) => context.addInitScript(AXE) });
    await untilState(app.page, 'seal', 'sealed');
  });
  afterAll(async () => {
    expectSealed(await app.close());
  });

  async function violations(): Promise<readonly string[]> {
    const result = await app.page.evaluate(async () => {
      const { axe } = globalThis as unknown as { axe: { run: (options: object) => Promise<unknown> } };
      return axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] });
    });
    return (result as AxeResult).violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
  }

  it('start', async () => {
    expect(await violations()).toEqual([]);
  });

  it('review of findings', async () => {
    await openDemo(app.page, 'smear');
    await runBloodCells(app.page);
    await handle(app.page, 'finding').first().click();
    expect(await violations()).toEqual([]);
  });

  it.each(['seal', 'offline', 'settings', 'help', 'about', 'wipe'])('dialog of %s', async (id) => {
    await handle(app.page, id).click();
    await app.page.locator('dialog[open]').waitFor();
    expect(await violations()).toEqual([]);
    await app.page.keyboard.press('Escape');
    await app.page.locator('dialog[open]').waitFor({ state: 'detached' });
  });

  it('can be driven by the keyboard alone: open, run, accept', async () => {
    const { page } = app;
    await handle(page, 'viewport').first().focus();
    await page.keyboard.press('g');
    await page.keyboard.press('n');
    await expect.poll(() => handle(page, 'finding', { status: 'accepted' }).count()).toBe(1);
    await page.keyboard.press('g');
    await page.keyboard.press('m');
    await expect.poll(() => handle(page, 'finding', { status: 'rejected' }).count()).toBe(1);
  });
});
