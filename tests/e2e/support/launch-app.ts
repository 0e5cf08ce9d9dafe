import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type BrowserContext, type Page } from 'playwright-core';
import { expect } from 'vitest';
import { DIST, ensureBuild } from '../../../scripts/build';
import { CHROMIUM_FLAGS, findChromium, WEBGPU_FLAGS } from '../../../scripts/chromium.mjs';
import { startServer, type RunningServer } from '../../../scripts/server';
import { requestsOfNetLog } from './net-log';

/** The one outside name the app may utter, and must be refused. */
export const SEAL_TARGET = 'https://sealed-test.invalid';

export interface LaunchOptions {
  /** False: a static host that sends no security headers. */
  readonly headers?: boolean;
  /** Path under which the app is served, `/` at both ends. */
  readonly base?: string;
  /** Adds WebGPU in software. */
  readonly webgpu?: boolean;
  /** Folder to serve instead of `dist/` (which is built when stale). */
  readonly root?: string;
  /** False: the browser has no service workers (private window, policy). */
  readonly serviceWorkers?: boolean;
  readonly flags?: readonly string[];
  readonly viewport?: { readonly width: number; readonly height: number };
  /** Runs before the first page loads: routes, permissions, init scripts. */
  readonly prepare?: (context: BrowserContext) => Promise<unknown>;
}

export interface Violation {
  readonly directive: string;
  readonly blocked: string;
  readonly where: string;
}

export interface ClosingReport {
  /** Requests of pages and workers to anything but the app's own server. */
  readonly outside: readonly string[];
  /** Policy violations other than the refusals of the seal test. */
  readonly violations: readonly Violation[];
  /** Error lines of the console and uncaught errors, the refusals of the seal test left out. */
  readonly errors: readonly string[];
}

/** The built app in a Chromium of its own, with an empty profile. */
export interface LaunchedApp {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Ends in `/`. */
  readonly url: string;
  /** Path and query of each request the server saw. */
  readonly requests: readonly string[];
  /** Refusals of the seal test seen so far, by where they happened. */
  readonly sealRefusals: readonly Violation[];
  /** The network is gone: connections are refused. */
  stopServer(): Promise<void>;
  /** Same address, perhaps another build or other headers. */
  startServer(options?: { readonly root?: string; readonly headers?: boolean }): Promise<void>;
  close(): Promise<ClosingReport>;
}

/** Installed in every page before its first script. */
function watchViolations(channelName: string): void {
  const report = (globalThis as unknown as { reportViolation?: (violation: Violation) => void }).reportViolation;
  if (report === undefined) return;
  document.addEventListener('securitypolicyviolation', (event) => {
    report({ directive: event.violatedDirective, blocked: event.blockedURI, where: 'page' });
  });
  // The workers of the app tell what they were refused on the channel of its ledger.
  new BroadcastChannel(channelName).addEventListener('message', (event: MessageEvent<{ outcome?: string; target?: string }>) => {
    if (event.data.outcome === 'refused') report({ directive: 'connect-src', blocked: event.data.target ?? '', where: 'worker' });
  });
}

const REQUEST_CHANNEL = 'diaphane-requests';

export async function launchApp(options: LaunchOptions = {}): Promise<LaunchedApp> {
  if (options.root === undefined) await ensureBuild();
  const requests: string[] = [];
  const serverOptions = (port: number, root = options.root ?? DIST, securityHeaders = options.headers ?? true) => ({
    root,
    port,
    base: options.base ?? '/',
    securityHeaders,
    onRequest: (_method: string, url: string) => {
      requests.push(url);
    },
  });
  let server: RunningServer | null = await startServer(serverOptions(0));
  const { url } = server;
  const port = Number(new URL(url).port);

  const profile = mkdtempSync(join(tmpdir(), 'diaphane-test-'));
  const netLog = join(profile, 'net-log.json');
  const context = await chromium.launchPersistentContext(join(profile, 'profile'), {
    executablePath: await findChromium(),
    headless: true,
    serviceWorkers: options.serviceWorkers === false ? 'block' : 'allow',
    viewport: options.viewport ?? { width: 1280, height: 800 },
    args: [...CHROMIUM_FLAGS, ...(options.webgpu === true ? WEBGPU_FLAGS : []), `--log-net-log=${netLog}`, ...(options.flags ?? [])],
  });

  const violations: Violation[] = [];
  const errors: string[] = [];
  await context.exposeFunction('reportViolation', (violation: Violation) => {
    violations.push(violation);
  });
  await context.addInitScript(watchViolations, REQUEST_CHANNEL);
  context.on('console', (message) => {
    if (message.type() === 'error' && !message.text().includes(SEAL_TARGET)) errors.push(message.text());
  });
  context.on('weberror', (error) => {
    errors.push(error.error().message);
  });
  await options.prepare?.(context);
  const page = context.pages()[0] ?? (await context.newPage());
  await page.goto(url);

  const isSealTest = ({ blocked }: Violation): boolean => blocked.startsWith(SEAL_TARGET);
  return {
    page,
    context,
    url,
    requests,
    get sealRefusals() {
      return violations.filter(isSealTest);
    },
    stopServer: async () => {
      await server?.close();
      server = null;
    },
    startServer: async ({ root, headers } = {}) => {
      await server?.close();
      server = await startServer(serverOptions(port, root, headers));
    },
    close: async () => {
      await context.close();
      await server?.close();
      const origin = new URL(url).origin;
      const outside = requestsOfNetLog(netLog)
        .filter(({ url: target, initiator }) => initiator !== null && /^(https?|wss?):/.test(target) && new URL(target).origin !== origin)
        .map(({ url: target }) => target);
      rmSync(profile, { recursive: true, force: true });
      return { outside, violations: violations.filter((violation) => !isSealTest(violation)), errors };
    },
  };
}

/** Nothing left the machine, nothing was violated, nothing failed. */
export function expectSealed(report: ClosingReport): void {
  expect(report.outside, 'requests to the outside').toEqual([]);
  expect(report.violations, 'policy violations').toEqual([]);
  expect(report.errors, 'errors in the console').toEqual([]);
}

/** Waits for a handle to reach a state; gives its last state in the failure. */
export async function untilState(page: Page, testId: string, state: string, timeout = 120_000): Promise<void> {
  await page.locator(`[data-testid="${testId}"][data-state="${state}"]`).waitFor({ state: 'attached', timeout });
}
