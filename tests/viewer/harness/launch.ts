import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { chromium } from 'playwright-core';
import { build } from 'vite';
import { CHROMIUM_FLAGS, findChromium } from '../../../scripts/chromium.mjs';
import type {} from './main';

/** The policy of the product, as its server sends it. */
const POLICY =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'; img-src 'self' blob: data:; " +
  "style-src 'self'; require-trusted-types-for 'script'; trusted-types default";
const TYPES: Readonly<Record<string, string>> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' };

export interface HarnessSite {
  readonly url: string;
  close(): void;
}

/** Builds the harness page and serves it under the product's policy. */
export async function serveHarness(): Promise<HarnessSite> {
  const folder = mkdtempSync(join(tmpdir(), 'diaphane-viewer-'));
  const configFile = fileURLToPath(new URL('vite.config.ts', import.meta.url));
  await build({ configFile, logLevel: 'error', build: { outDir: folder } });
  const server = createServer((request, response) => {
    const path = request.url === '/' ? '/index.html' : (request.url ?? '');
    readFile(join(folder, path)).then(
      (bytes) => {
        response.writeHead(200, { 'content-type': TYPES[extname(path)] ?? 'application/octet-stream', 'content-security-policy': POLICY });
        response.end(bytes);
      },
      () => {
        response.writeHead(404).end();
      },
    );
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `http://127.0.0.1:${String(address.port)}/`,
    close: () => {
      server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export interface HarnessPage {
  readonly page: Page;
  readonly browser: Browser;
  /** Uncaught errors and unhandled rejections. */
  readonly errors: string[];
}

export async function openHarness(site: HarnessSite, flags: readonly string[] = []): Promise<HarnessPage> {
  const browser = await chromium.launch({ executablePath: await findChromium(), args: [...CHROMIUM_FLAGS, ...flags] });
  const context = await browser.newContext({ viewport: { width: 1366, height: 768 }, hasTouch: true });
  const page = await context.newPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  await page.addInitScript(() => {
    // Remembers WebGL contexts, so that a test can lose them.
    const contexts: WebGL2RenderingContext[] = [];
    Object.assign(window, { graphicsContexts: contexts });
    const original = HTMLCanvasElement.prototype.getContext;
    HTMLCanvasElement.prototype.getContext = function (this: HTMLCanvasElement, ...args: Parameters<typeof original>) {
      const context = original.apply(this, args);
      if (context instanceof WebGL2RenderingContext && !contexts.includes(context)) contexts.push(context);
      return context;
    } as typeof original;
  });
  await page.goto(site.url);
  await page.waitForFunction(() => window.harness !== undefined);
  return { page, browser, errors };
}

/** Animation frames in which what was asked for reaches the state, and the state the screen. */
const FRAMES = 4;

async function frames(page: Page): Promise<void> {
  await page.evaluate(
    (count) =>
      new Promise<void>((resolve) => {
        let passed = 0;
        const step = (): void => {
          passed += 1;
          if (passed > count) resolve();
          else requestAnimationFrame(step);
        };
        step();
      }),
    FRAMES,
  );
}

/** Waits until what was asked for is drawn: the state has heard of it and is settled, and the screen has followed. */
export async function drawn(page: Page): Promise<void> {
  await frames(page);
  await page.waitForFunction(() =>
    Object.values(window.harness?.states.current ?? {}).every(
      (viewport) => viewport.state !== 'loading' && (viewport.slide?.tilesPending ?? 0) === 0,
    ),
  );
  await frames(page);
}
