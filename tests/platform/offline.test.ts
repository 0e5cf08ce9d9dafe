import { appendFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { anotherBuild, BUILD_MARK } from '../e2e/support/second-build';
import { expectSealed, launchApp, untilState } from '../e2e/support/launch-app';

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});
async function build(name: string): Promise<string> {
  const folder = await anotherBuild(name);
  folders.push(folder);
  return folder;
}

describe('without a network', () => {
  it.each([{ headers: true }, { headers: false }])('starts again, sealed and ready (headers: $headers)', async ({ headers }) => {
    const app = await launchApp({ headers, base: '/sub/path/' });
    await untilState(app.page, 'seal', 'sealed');
    await untilState(app.page, 'offline', 'ready');
    await app.stopServer();
    const seen = app.requests.length;
    await app.page.reload();
    await untilState(app.page, 'seal', 'sealed');
    await untilState(app.page, 'offline', 'ready');
    expect(app.requests.length).toBe(seen);
    const { violations, outside } = await app.close();
    expect(violations).toEqual([]);
    expect(outside.filter((url) => headers || url !== 'https://sealed-test.invalid/')).toEqual([]);
  });
});

describe('the air gap', () => {
  it('answers files of the app only, and the server never hears of the rest', async () => {
    const app = await launchApp();
    await untilState(app.page, 'offline', 'ready');
    await app.page.reload();
    await untilState(app.page, 'seal', 'sealed');
    const before = app.requests.length;
    const statuses = await app.page.evaluate(async () => {
      const status = async (url: string, method = 'GET'): Promise<number> => (await fetch(url, { method })).status;
      return {
        own: await status('./index.html'),
        unknown: await status('./patients/DOE'),
        query: await status('./index.html?name=DOE'),
        above: await status('/'),
        post: await status('./index.html', 'POST'),
      };
    });
    expect(statuses).toEqual({ own: 200, unknown: 403, query: 403, above: 200, post: 403 });
    expect(app.requests.slice(before)).toEqual([]);
    const report = await app.close();
    expect(report.outside).toEqual([]);
    expect(report.violations).toEqual([]);
  });
});

describe('an update', () => {
  it('waits for the word, keeps an open page whole, and never mixes builds', async () => {
    const [one, two] = [await build('one'), await build('two')];
    const app = await launchApp({ root: one });
    await untilState(app.page, 'offline', 'ready');
    const markOf = (page = app.page) => page.locator(BUILD_MARK).getAttribute('content');
    expect(await markOf()).toBe('one');

    await app.startServer({ root: two });
    await app.page.reload();
    await app.page.getByTestId('apply-update').waitFor();
    expect(await markOf(), 'the old build stays until the word').toBe('one');
    const other = await app.context.newPage();
    await other.goto(app.url);
    await untilState(other, 'seal', 'sealed');
    expect(await markOf(other)).toBe('one');

    await Promise.all([app.page.waitForEvent('load'), app.page.getByTestId('apply-update').click()]);
    expect(await markOf()).toBe('two');
    await untilState(app.page, 'seal', 'sealed');

    // The page of the old build lives on, with its own files, and is told.
    expect(await markOf(other)).toBe('one');
    await other.getByTestId('apply-update').waitFor();
    const old = await other.evaluate(async () => {
      const script = document.querySelector<HTMLScriptElement>('script[type="module"]')?.src ?? '';
      return { script, status: (await fetch(script)).status };
    });
    expect(old.script).toMatch(/-one\.js$/);
    expect(old.status).toBe(200);

    // Once it is closed the next start clears the old build away (the browser lets go of its lock a moment later).
    await other.close();
    const filesOfOne = async (): Promise<number> => {
      await app.page.reload();
      await untilState(app.page, 'offline', 'ready');
      return app.page.evaluate(async () => {
        const keys = await Promise.all((await caches.keys()).map(async (name) => (await caches.open(name)).keys()));
        return keys.flat().filter(({ url }) => url.endsWith('-one.js')).length;
      });
    };
    await expect.poll(filesOfOne, { timeout: 60_000 }).toBe(0);
    expectSealed(await app.close());
  });

  it('is refused when a file of it differs from its hash; the old build goes on', async () => {
    const [one, two] = [await build('whole'), await build('damaged')];
    appendFileSync(join(two, 'index.html'), '<!-- changed on the way -->');
    const app = await launchApp({ root: one });
    await untilState(app.page, 'offline', 'ready');
    await app.startServer({ root: two });
    await app.page.reload();
    await untilState(app.page, 'offline', 'ready');
    await app.page.evaluate(async () => {
      const registration = await navigator.serviceWorker.ready;
      await registration.update();
      const worker = registration.installing;
      if (worker !== null) await new Promise((resolve) => worker.addEventListener('statechange', resolve));
    });
    expect(await app.page.locator(BUILD_MARK).getAttribute('content')).toBe('whole');
    expect(await app.page.evaluate(async () => (await navigator.serviceWorker.ready).waiting)).toBeNull();
    await app.stopServer();
    await app.page.reload();
    await untilState(app.page, 'seal', 'sealed');
    expect(await app.page.locator(BUILD_MARK).getAttribute('content')).toBe('whole');
    await app.close();
  });

  it('behind a captive portal, which answers everything with a page, changes nothing', async () => {
    const app = await launchApp();
    await untilState(app.page, 'offline', 'ready');
    await app.stopServer();
    const portal = createServer((_request, response) => {
      response.writeHead(200, { 'Content-Type': 'text/html' }).end('<h1>Please log in</h1>');
    });
    await new Promise<void>((resolve) => portal.listen(Number(new URL(app.url).port), '127.0.0.1', resolve));
    await app.page.reload();
    await untilState(app.page, 'seal', 'sealed');
    await untilState(app.page, 'offline', 'ready');
    expect(await app.page.evaluate(async () => (await fetch('./config.json')).json())).toEqual({});
    await app.close();
    portal.closeAllConnections();
    await new Promise((resolve) => portal.close(resolve));
  });
});
