import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium, type BrowserContext, type Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { DIST, ensureBuild } from '../../scripts/build';
import { CHROMIUM_FLAGS, findChromium } from '../../scripts/chromium.mjs';
import { launchApp } from '../e2e/support/launch-app';

async function inBrowser(run: (page: Page, context: BrowserContext) => Promise<void>, javaScriptEnabled = true): Promise<void> {
  await ensureBuild();
  const profile = mkdtempSync(join(tmpdir(), 'diaphane-test-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: await findChromium(),
    headless: true,
    javaScriptEnabled,
    args: [...CHROMIUM_FLAGS],
  });
  try {
    await run(context.pages()[0] ?? (await context.newPage()), context);
  } finally {
    await context.close();
    rmSync(profile, { recursive: true, force: true });
  }
}

const INDEX = pathToFileURL(join(DIST, 'index.html')).href;

describe('where the app cannot run it says why, in French and English', () => {
  it('opened by double-click', () =>
    inBrowser(async (page) => {
      await page.goto(INDEX);
      const text = await page.locator('.too-old').innerText();
      expect(text).toContain('serveur local');
      expect(text).toContain('local server');
      expect(text).toContain('http.server');
      expect(await page.locator('.too-old').evaluate((element) => getComputedStyle(element).maxWidth)).toBe('704px');
    }));

  it('without JavaScript', () =>
    inBrowser(async (page) => {
      await page.goto(INDEX);
      expect(await page.locator('noscript').innerText()).toContain('JavaScript');
    }, false));

  it('in a browser that is too old', async () => {
    const app = await launchApp({
      prepare: (context) =>
        context.addInitScript(() => {
          Reflect.deleteProperty(Promise, 'withResolvers');
        }),
    });
    await app.page.locator('.too-old').waitFor();
    expect(await app.page.locator('.too-old').innerText()).toContain('trop ancien');
    expect(await app.page.getByTestId('seal').count()).toBe(0);
    await app.close();
  });
});
