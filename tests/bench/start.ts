import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import type { Page } from 'playwright-core';
import { build } from 'vite';
import { launchApp } from '../e2e/support/launch-app';
import { whenSealed } from './harness/browser';
import { compare, repeat } from './harness/pairs';
import { comparisonRow, figureRow, type Row } from './harness/report';

const HELLO = fileURLToPath(new URL('peers/hello/', import.meta.url));

/** P10: largest contentful paint with an empty profile, against a React page that says hello. */
export async function coldStart(): Promise<readonly Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'diaphane-bench-'));
  try {
    const hello = join(folder, 'hello');
    await build({ root: HELLO, base: './', plugins: [react()], logLevel: 'error', build: { outDir: hello, emptyOutDir: true } });
    const compared = await compare(
      () => coldPaint(),
      () => coldPaint(hello),
    );
    const what = 'cold start, empty profile, local server: largest contentful paint; React hello world';
    return [comparisonRow('P10', what, compared, '≤ 2.0; ≤ 1200 ms')];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function coldPaint(root?: string): Promise<number> {
  const app = await launchApp(root === undefined ? {} : { root });
  try {
    return await largestPaint(app.page);
  } finally {
    await app.close();
  }
}

/** P10: second visits, without a server: everything comes from the offline store. */
export async function warmStart(): Promise<readonly Row[]> {
  const app = await launchApp();
  try {
    await whenSealed(app.page);
    await app.page.locator('[data-testid=offline][data-state=ready]').waitFor({ state: 'attached', timeout: 120_000 });
    await app.stopServer();
    const sealed: number[] = [];
    const paints = await repeat(async () => {
      await app.page.reload();
      await whenSealed(app.page);
      sealed.push(await app.page.evaluate(() => performance.now()));
      return largestPaint(app.page);
    });
    const show = (value: number): string => `${value.toFixed(0)} ms`;
    return [
      figureRow('P10', 'warm start, offline: largest contentful paint', paints, show, '≤ 600 ms'),
      figureRow('P10', 'warm start, offline: sealed and open for files', sealed, show, '–'),
    ];
  } finally {
    await app.close();
  }
}

/** Milliseconds from navigation to the largest paint so far, once the page has been quiet for a second. */
async function largestPaint(page: Page): Promise<number> {
  await page.waitForLoadState('load');
  await page.waitForTimeout(1000);
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        new PerformanceObserver((list) => {
          resolve(list.getEntries().at(-1)?.startTime ?? Number.NaN);
        }).observe({ type: 'largest-contentful-paint', buffered: true });
      }),
  );
}
