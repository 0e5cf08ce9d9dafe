import type { Page } from 'playwright-core';
import { launchApp } from '../e2e/support/launch-app';
import { handle, openDemo, untilAttribute } from '../e2e/support/screen';
import { whenSealed } from './harness/browser';
import { compare } from './harness/pairs';
import { comparisonRow, type Row } from './harness/report';

/** How long gaps between frames are watched on the idle page, milliseconds. */
const WATCHED_MS = 2_000;

interface GapWatch {
  readonly gaps: number[];
  over: boolean;
}

/** Until the runs are over, or on the idle page a stretch of time: the 95th percentile of the gaps between frames, milliseconds. */
async function gapWhile(page: Page, work: () => Promise<unknown>): Promise<number> {
  // Nothing named inside: the TypeScript loader would wrap it in a helper that the page does not have.
  await page.evaluate(() => {
    const watch: GapWatch = { gaps: [], over: false };
    Object.assign(globalThis, { watch });
    void (async () => {
      let last = performance.now();
      while (!watch.over) {
        const now = await new Promise<number>((resolve) => requestAnimationFrame(resolve));
        watch.gaps.push(now - last);
        last = now;
      }
    })();
  });
  await work();
  const gaps = await page.evaluate(() => {
    const { watch } = globalThis as unknown as { readonly watch: GapWatch };
    watch.over = true;
    return watch.gaps;
  });
  return gaps.sort((a, b) => a - b)[Math.ceil(gaps.length * 0.95) - 1] ?? Number.NaN;
}

/** P8: frames kept while a model runs, against the same page idle. Headless Chromium draws at 60 Hz where the machine can. */
export async function smoothPage(): Promise<readonly Row[]> {
  const app = await launchApp();
  const { page } = app;
  try {
    await whenSealed(page);
    await openDemo(page, 'smear');
    await handle(page, 'model-item', { 'model-id': 'blood-cell-detection', applicable: 'yes' }).click({ timeout: 60_000 });
    await untilAttribute(page, 'offline', 'state', 'ready', 120_000);
    const busy = (): Promise<number> =>
      gapWhile(page, async () => {
        await handle(page, 'run-model').click();
        await untilAttribute(page, 'job', 'state', 'succeeded', 120_000);
      });
    const idle = (): Promise<number> => gapWhile(page, () => page.waitForTimeout(WATCHED_MS));
    const compared = await compare(busy, idle);
    return [comparisonRow('P8', 'longest gap between frames but for 5 %, a model running; the page idle', compared, '≤ 33 ms')];
  } finally {
    await app.close();
  }
}
