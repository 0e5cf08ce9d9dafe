import { readFile } from 'node:fs/promises';
import type { Locator, Page } from 'playwright-core';

/** A handle of the page by its stable name. */
export function handle(page: Page, testId: string, attributes: Readonly<Record<string, string>> = {}): Locator {
  const filters = Object.entries(attributes).map(([name, value]) => `[data-${name}="${value}"]`);
  return page.locator(`[data-testid="${testId}"]${filters.join('')}`);
}

export async function attribute(page: Page, testId: string, name: string): Promise<string> {
  return (await handle(page, testId).first().getAttribute(`data-${name}`)) ?? '';
}

/** Waits until the attribute has this value; polls, since strings as code are refused by the page's policy. */
export async function untilAttribute(page: Page, testId: string, name: string, value: string | RegExp, timeout = 30_000): Promise<string> {
  const end = Date.now() + timeout;
  for (;;) {
    const now = await attribute(page, testId, name).catch(() => '');
    if (typeof value === 'string' ? now === value : value.test(now)) return now;
    if (Date.now() > end) throw new Error(`${testId} data-${name} is "${now}", not ${String(value)}`);
    await page.waitForTimeout(50);
  }
}

/** Opens a demo case and waits for its first image. */
export async function openDemo(page: Page, id: 'smear' | 'smear-slide' | 'ct-phantom'): Promise<void> {
  await handle(page, 'demo-case', { case: id }).click();
  await handle(page, 'viewport', { state: 'ready' }).first().waitFor({ timeout: 30_000 });
}

/** Gives files as a person would with the file picker, and waits for the report. */
export async function openFiles(page: Page, files: Parameters<Locator['setInputFiles']>[0]): Promise<void> {
  await handle(page, 'open-files').setInputFiles(files);
  await handle(page, 'file-report', { state: 'done' }).waitFor({ state: 'attached', timeout: 60_000 });
}

/** Selects the blood-cell model, runs it and waits for the end. */
export async function runBloodCells(page: Page): Promise<void> {
  await handle(page, 'model-item', { 'model-id': 'blood-cell-detection', applicable: 'yes' }).click({ timeout: 60_000 });
  await handle(page, 'run-model').click();
  await untilAttribute(page, 'job', 'state', 'succeeded', 120_000);
}

/** Starts a download by `trigger` and gives its name and text. */
export async function downloaded(page: Page, trigger: () => Promise<void>): Promise<{ name: string; text: string }> {
  const [download] = await Promise.all([page.waitForEvent('download'), trigger()]);
  const path = await download.path();
  return { name: download.suggestedFilename(), text: await readFile(path, 'utf8') };
}
