import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { chromium, type Page } from 'playwright-core';
import { build } from 'vite';
import { CHROMIUM_FLAGS, findChromium, WEBGPU_FLAGS } from '../../../scripts/chromium.mjs';
import { ortAssets } from '../../../scripts/ort-assets-plugin';
import { startServer } from '../../../scripts/server';
import type { PackageBlobs } from '../../../src/inference/packages/package-files';

const root = new URL('../../../', import.meta.url).pathname;

/** A page of this project's own workers in Chromium with software WebGPU, under the app's headers. */
export interface WorkerPage {
  readonly page: Page;
  readonly url: string;
  /** Opens the page: a test may listen to it before. */
  open(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Builds `tests/inference/<name>` and serves it.
 * @param published packages beside the page, by name: `fetchPackage` reads them there
 * @param others texts beside the page, by path
 */
export async function serveWorkerPage(
  name: string,
  published: ReadonlyMap<string, PackageBlobs>,
  others: ReadonlyMap<string, string> = new Map(),
): Promise<WorkerPage> {
  const folder = mkdtempSync(join(tmpdir(), `diaphane-${name}-`));
  await build({
    configFile: false,
    root: join(root, 'tests/inference', name),
    base: './',
    publicDir: false,
    logLevel: 'error',
    plugins: [ortAssets(root)],
    worker: { format: 'es' },
    build: { target: 'es2023', outDir: folder, emptyOutDir: true, assetsInlineLimit: 0, reportCompressedSize: false },
  });
  const write = (path: string, content: string | Uint8Array): void => {
    const target = join(folder, path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, content);
  };
  for (const [path, text] of others) write(path, text);
  for (const [of, files] of published) {
    for (const [path, blob] of files) write(join(of, path), new Uint8Array(await blob.arrayBuffer()));
    write(join(of, 'index.json'), JSON.stringify([...files.keys()]));
  }
  const server = await startServer({ root: folder, port: 0 });
  const context = await chromium.launchPersistentContext(join(folder, 'profile'), {
    executablePath: await findChromium(),
    args: [...CHROMIUM_FLAGS, ...WEBGPU_FLAGS],
  });
  const page = context.pages()[0] ?? (await context.newPage());
  return {
    page,
    url: server.url,
    open: async () => {
      await page.goto(server.url);
    },
    close: async () => {
      await context.close();
      await server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
