import { generateKeyPairSync, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packPackage } from '../../src/app/models/package-archive';
import { canonicalBytes } from '../../src/inference/packages/trust/canonical-json';
import type { PackageBlobs } from '../../src/inference/packages/package-files';
import { writeZip } from '../fixtures/dicom/write-zip';
import { packed, tinyNetwork, tinyPackage } from '../inference/fixtures/tiny-package';
import { expectSealed, launchApp, untilState, type LaunchedApp } from './support/launch-app';
import { handle, untilAttribute } from './support/screen';

interface Given {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

const given = async (name: string, blob: Blob): Promise<Given> => ({
  name,
  mimeType: 'application/zip',
  buffer: Buffer.from(await blob.arrayBuffer()),
});

/** The tiny package under another id and version, as one file. */
const tiny = (id: string, version = '1.0.0'): PackageBlobs =>
  packed(tinyPackage(), (json) => {
    json['id'] = id;
    json['version'] = version;
    json['name'] = id;
  });
const tinyFile = async (id: string, version?: string): Promise<Given> => given(`${id}.mdpkg`, await packPackage(tiny(id, version)));

async function signed(files: PackageBlobs): Promise<PackageBlobs> {
  const { privateKey } = generateKeyPairSync('ed25519');
  const manifest = JSON.parse((await files.get('manifest.json')?.text()) ?? '') as Record<string, unknown>;
  manifest['publisher'] = { name: 'Labo X', key_id: 'labx' };
  const { x = '' } = privateKey.export({ format: 'jwk' });
  const signature = {
    alg: 'Ed25519',
    key_id: 'labx',
    public_key: Buffer.from(x, 'base64url').toString('base64'),
    signature: sign(null, canonicalBytes(manifest), privateKey).toString('base64'),
  };
  return new Map(files)
    .set('manifest.json', new Blob([JSON.stringify(manifest)]))
    .set('manifest.sig', new Blob([JSON.stringify(signature)]));
}

const row = (page: Page, id: string, attributes: Readonly<Record<string, string>> = {}) =>
  handle(page, 'package-row', { 'model-id': id, ...attributes });
const imports = (page: Page, files: Given | Given[]): Promise<void> => handle(page, 'package-import').setInputFiles(files);
const refused = (page: Page, code: string) => handle(page, 'package-refused', { code });

describe('model packages in the built app', () => {
  let app: LaunchedApp;
  beforeAll(async () => {
    app = await launchApp();
    await untilState(app.page, 'seal', 'sealed');
  });
  afterAll(async () => {
    expectSealed(await app.close());
  });

  it('imports a file, tests it here, and keeps it over a reload', async () => {
    const { page } = app;
    await imports(page, await tinyFile('first'));
    await row(page, 'first', {
      version: '1.0.0',
      trust: 'unsigned',
      'selftest-wasm': 'passed',
      'selftest-webgpu': 'unsupported',
      offline: 'true',
    }).waitFor({
      timeout: 60_000,
    });
    await page.reload();
    await row(page, 'first', { 'selftest-wasm': 'passed' }).waitFor({ timeout: 60_000 });
  });

  it('a signed package is unknown until its key is vouched for', async () => {
    const { page } = app;
    await imports(page, await given('signed.mdpkg', await packPackage(await signed(tiny('signed')))));
    await row(page, 'signed', { trust: 'unknown' }).waitFor({ timeout: 60_000 });
    await handle(page, 'models').click();
    const entry = handle(page, 'managed-package', { 'model-id': 'signed' });
    await entry.locator('summary').first().click();
    await entry.getByTestId('trust-publisher').click();
    await row(page, 'signed', { trust: 'known' }).waitFor({ state: 'attached' });
    await entry.getByTestId('package-verify').click();
    await row(page, 'signed', { trust: 'known', 'selftest-wasm': 'passed' }).waitFor({ state: 'attached', timeout: 60_000 });
    await page.keyboard.press('Escape');
  });

  it('an altered package, a bomb, a cut file and a hostile network are refused in words, and leave nothing', async () => {
    const { page } = app;
    const altered = new Map(await signed(tiny('evil')));
    altered.set('card.md', new Blob([`${' '.repeat((altered.get('card.md')?.size ?? 1) - 1)}!`]));
    const bomb = writeZip([
      { name: 'manifest.json', bytes: new TextEncoder().encode('{"files": [{"path": "w.onnx"}]}') },
      { name: 'w.onnx', bytes: new Uint8Array(64 << 20), deflate: true },
    ]);
    const whole = await tinyFile('evil');
    const cases: readonly (readonly [Given, string])[] = [
      [await given('altered.mdpkg', await packPackage(altered)), 'package-hash-mismatch'],
      [{ name: 'bomb.zip', mimeType: 'application/zip', buffer: Buffer.from(bomb) }, 'decompression-bomb'],
      [{ ...whole, buffer: whole.buffer.subarray(0, whole.buffer.length >> 1) }, 'archive-malformed'],
      [{ name: 'noise.onnx', mimeType: '', buffer: Buffer.alloc(1000, 0xff) }, 'onnx-malformed'],
    ];
    for (const [file, code] of cases) {
      await imports(page, file);
      await refused(page, code).waitFor({ timeout: 30_000 });
    }
    for (const id of ['evil', 'noise', 'bomb']) expect(await row(page, id).count(), id).toBe(0);
  });

  it('a package among the files opened is a model, not an image', async () => {
    const { page } = app;
    await handle(page, 'open-files').setInputFiles(await tinyFile('dropped'));
    await row(page, 'dropped', { trust: 'unsigned' }).waitFor({ timeout: 60_000 });
    expect(await handle(page, 'viewport', { state: 'ready' }).count()).toBe(0);
  });

  it('an older version asks first; versions stand side by side, and the newer one goes on being used', async () => {
    const { page } = app;
    await imports(page, await tinyFile('first', '0.9.0'));
    await handle(page, 'import-concern', { concern: 'older-version' }).waitFor({ timeout: 30_000 });
    await handle(page, 'import-agree').click();
    await row(page, 'first', { version: '0.9.0' }).waitFor({ timeout: 60_000 });
    await row(page, 'first', { version: '1.0.0' }).waitFor();
  });

  it('a bare network becomes a draft', async () => {
    const { page } = app;
    await imports(page, { name: 'bare.onnx', mimeType: '', buffer: Buffer.from(tinyNetwork()) });
    await handle(page, 'draft-install').click({ timeout: 30_000 });
    await row(page, 'bare', { trust: 'unsigned', 'selftest-wasm': 'none' }).waitFor({ timeout: 60_000 });
  });

  it('all leave in one file, which brings them to the next workstation', async () => {
    const { page } = app;
    await handle(page, 'models').click();
    const [download] = await Promise.all([page.waitForEvent('download'), handle(page, 'export-packages').click()]);
    const file = { name: download.suggestedFilename(), mimeType: 'application/zip', buffer: readFileSync(await download.path()) };
    const next = await launchApp();
    await untilState(next.page, 'seal', 'sealed');
    await imports(next.page, file);
    for (const id of ['first', 'signed', 'dropped', 'bare']) await row(next.page, id).first().waitFor({ timeout: 120_000 });
    expect(await handle(next.page, 'package-refused').count()).toBe(0);
    // The key was vouched for on the other machine alone.
    await row(next.page, 'signed', { trust: 'unknown' }).waitFor();
    expectSealed(await next.close());
    await page.keyboard.press('Escape');
  });

  it('two tabs importing at once lose nothing', async () => {
    const { page, context, url } = app;
    const other = await context.newPage();
    await other.goto(url);
    await untilState(other, 'seal', 'sealed');
    const [left, right] = [await tinyFile('left'), await tinyFile('right')];
    await Promise.all([imports(page, left), imports(other, right)]);
    await Promise.all([row(page, 'left').waitFor({ timeout: 60_000 }), row(other, 'right').waitFor({ timeout: 60_000 })]);
    await other.close();
    await page.reload();
    for (const id of ['left', 'right']) await row(page, id, { 'selftest-wasm': 'passed' }).waitFor({ timeout: 60_000 });
  });

  it('no room: said so, nothing half-written, the rest works', async () => {
    const { page, context, url } = app;
    const session = await context.newCDPSession(page);
    const { usage } = await session.send('Storage.getUsageAndQuota', { origin: new URL(url).origin });
    await session.send('Storage.overrideQuotaForOrigin', { origin: new URL(url).origin, quotaSize: Math.round(usage) + 1000 });
    await imports(page, await tinyFile('late'));
    await refused(page, 'storage-quota').waitFor({ timeout: 30_000 });
    expect(await row(page, 'late').count()).toBe(0);
    await session.send('Storage.overrideQuotaForOrigin', { origin: new URL(url).origin });
    await imports(page, await tinyFile('late'));
    await row(page, 'late', { 'selftest-wasm': 'passed' }).waitFor({ timeout: 60_000 });
    await untilAttribute(page, 'seal', 'state', 'sealed');
  });
});
