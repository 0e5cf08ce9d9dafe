import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser, type Page } from 'playwright-core';
import { build, preview, type PreviewServer } from 'vite';
import { afterAll, beforeAll } from 'vitest';
import { CHROMIUM_FLAGS, findChromium } from '../../../scripts/chromium.mjs';

const configFile = fileURLToPath(new URL('./vite.config.ts', import.meta.url));
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export interface OpenScene {
  readonly page: Page;
  /** Uncaught errors of the page. */
  readonly errors: readonly string[];
}

/** The real interface over a fake application, built and served for one test file, in a real browser. */
export function sceneBrowser(): (query: string, viewport?: { readonly width: number; readonly height: number }) => Promise<OpenScene> {
  const outDir = mkdtempSync(join(tmpdir(), 'diaphane-ui-'));
  let browser: Browser;
  let server: PreviewServer;
  beforeAll(async () => {
    await build({ configFile, logLevel: 'error', build: { outDir, emptyOutDir: true, minify: false } });
    server = await preview({ configFile, logLevel: 'error', build: { outDir }, preview: { host: '127.0.0.1', port: 0 } });
    browser = await chromium.launch({ executablePath: await findChromium(), args: [...CHROMIUM_FLAGS] });
  });
  afterAll(async () => {
    await browser.close();
    await server.close();
    rmSync(outDir, { recursive: true, force: true });
  });
  return async (query, viewport = { width: 1366, height: 768 }) => {
    const page = await browser.newPage({ viewport });
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(error.message));
    await page.goto(`${server.resolvedUrls?.local[0] ?? ''}?${query}`);
    await page.getByTestId('wipe').waitFor();
    return { page, errors };
  };
}

/** What axe finds, a line a rule with the places. */
export async function violations(page: Page): Promise<readonly string[]> {
  await page.evaluate(axeSource);
  return page.evaluate(async () => {
    const { axe } = window as unknown as { axe: { run(): Promise<{ violations: { id: string; nodes: { target: unknown[] }[] }[] }> } };
    return (await axe.run()).violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
  });
}

/** Arguments of each call of a command of the fake application. */
export const calls = (page: Page, name: string): Promise<unknown[][]> =>
  page.evaluate((wanted) => window.fakeApp.calls.filter((call) => call.name === wanted).map(({ args }) => [...args]), name);
