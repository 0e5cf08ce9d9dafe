import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PROJECT_ROOT } from '../../scripts/build';
import { readSessionRecord } from '../../src/results/session/session-record';
import { expectSealed, launchApp, untilState, type LaunchedApp } from './support/launch-app';
import { attribute, downloaded, handle, openDemo, runBloodCells, untilAttribute } from './support/screen';

/** One real thread through every room, on one page: the tests below follow one another. */
describe('first light: open, run, review, keep, offline, sealed', () => {
  let app: LaunchedApp;
  beforeAll(async () => {
    app = await launchApp({ viewport: { width: 1366, height: 768 } });
  });
  afterAll(async () => {
    expectSealed(await app.close());
  });

  it('shows every fixed handle once, from the start', async () => {
    await handle(app.page, 'open-files').waitFor({ state: 'attached' });
    for (const id of ['open-files', 'open-folder', 'seal', 'offline', 'language', 'wipe']) {
      expect(await handle(app.page, id).count(), id).toBe(1);
    }
    await expect(app.page.title()).resolves.toBe('Diaphane');
    expect(await app.page.evaluate(() => document.documentElement.lang)).toBe('fr');
  });

  it('is sealed on the first visit without a reload', async () => {
    await untilState(app.page, 'seal', 'sealed');
    expect(await attribute(app.page, 'seal', 'requests')).toBe('0');
    expect(app.requests.filter((url) => url === '/' || url.endsWith('index.html')).length).toBe(1);
    expect(new Set(app.sealRefusals.map(({ where }) => where))).toEqual(new Set(['page', 'worker']));
  });

  it('has all it needs stored', async () => {
    await untilState(app.page, 'offline', 'ready', 120_000);
  });

  it('opens the demo smear and finds the cells', async () => {
    await openDemo(app.page, 'smear');
    const viewport = handle(app.page, 'viewport').first();
    expect(await viewport.getAttribute('data-kind')).toBe('photo');
    expect(await viewport.getAttribute('data-index')).toBe('1');
    expect(await viewport.getAttribute('data-total')).toBe('1');
    await runBloodCells(app.page);
    expect(['wasm', 'wasm-threads', 'webgpu']).toContain(await attribute(app.page, 'job', 'provider'));
    const truth = JSON.parse(readFileSync(join(PROJECT_ROOT, 'public/demo/smear/truth.json'), 'utf8')) as { boxes: unknown[] };
    const count = Number(await attribute(app.page, 'findings', 'count'));
    expect(count).toBeGreaterThan(truth.boxes.length * 0.7);
    expect(count).toBeLessThan(truth.boxes.length * 1.3);
    const first = handle(app.page, 'finding').first();
    expect(['RBC', 'WBC', 'Platelets']).toContain(await first.getAttribute('data-label'));
    expect(await first.getAttribute('data-author')).toBe('model');
    expect(await first.getAttribute('data-status')).toBe('proposed');
  });

  // `SCREENSHOT=1` renews the picture of the README.
  it.runIf(process.env['SCREENSHOT'] === '1')('takes the picture of the README', async () => {
    await handle(app.page, 'finding', { label: 'WBC' }).first().click();
    await app.page.waitForTimeout(6000);
    await app.page.screenshot({ path: join(PROJECT_ROOT, 'docs/screenshot.png') });
  });

  it('records a verdict, takes it back and gives it again', async () => {
    const { page } = app;
    await handle(page, 'finding-accept').first().click();
    expect(await handle(page, 'finding', { status: 'accepted' }).count()).toBe(1);
    await page.keyboard.press('Control+z');
    expect(await handle(page, 'finding', { status: 'accepted' }).count()).toBe(0);
    await handle(page, 'finding-accept').first().click();
    await handle(page, 'finding').nth(1).locator('[data-testid="finding-reject"]').click();
    expect(await handle(page, 'finding', { status: 'accepted' }).count()).toBe(1);
    expect(await handle(page, 'finding', { status: 'rejected' }).count()).toBe(1);
  });

  it('exports a CSV that French Excel opens', async () => {
    const { page } = app;
    const { name, text } = await downloaded(page, async () => {
      await handle(page, 'export').click();
      await handle(page, 'export-item', { format: 'csv' }).click();
    });
    expect(name).toMatch(/^diaphane-\d{4}-\d{2}-\d{2}-constatations\.csv$/);
    expect(text.startsWith('\uFEFF')).toBe(true);
    const lines = text.slice(1).split('\r\n');
    expect(lines[0]?.split(';')).toContain('SHA-256 des poids');
    expect(lines.some((line) => line.includes(';accepté;IA;blood-cell-detection;'))).toBe(true);
  });

  it('exports a session record that answers which model, which weights, on what', async () => {
    const { page } = app;
    const { text } = await downloaded(page, async () => {
      await handle(page, 'export').click();
      await handle(page, 'export-item', { format: 'session' }).click();
    });
    const reading = readSessionRecord(text);
    if (!reading.ok) throw new Error(`${reading.problem} at ${reading.at}`);
    const manifest = JSON.parse(readFileSync(join(PROJECT_ROOT, 'models/blood-cell-detection/manifest.json'), 'utf8')) as {
      version: string;
      networks: { weights: { sha256: string }[] }[];
    };
    expect(reading.record.models[0]?.weightsSha256).toBe(manifest.networks[0]?.weights[0]?.sha256);
    expect(reading.record.models[0]?.version).toBe(manifest.version);
    const smear = createHash('sha256')
      .update(readFileSync(join(PROJECT_ROOT, 'public/demo/smear/smear-field.png')))
      .digest('hex');
    expect(text).toContain(smear);
    expect(reading.record.findings.filter(({ status }) => status === 'accepted').length).toBe(1);
    expect(reading.record.findings.filter(({ status }) => status === 'rejected').length).toBe(1);
  });

  it('speaks English at a switch', async () => {
    const { page } = app;
    await handle(page, 'language').click();
    await expect.poll(() => page.evaluate(() => document.documentElement.lang)).toBe('en');
    await handle(page, 'language').click();
    await expect.poll(() => page.evaluate(() => document.documentElement.lang)).toBe('fr');
  });

  it('starts again without a network and does all of it', async () => {
    const { page } = app;
    await app.stopServer();
    await page.reload();
    await untilState(page, 'seal', 'sealed');
    await untilState(page, 'offline', 'ready');
    await openDemo(page, 'smear');
    await runBloodCells(page);
    expect(Number(await attribute(page, 'findings', 'count'))).toBeGreaterThan(5);
    expect(await attribute(page, 'seal', 'requests')).toBe('0');
    await untilAttribute(page, 'viewport', 'state', 'ready');
  });
});
