import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DIST } from '../../scripts/build';
import { SECURITY_HEADERS } from '../../src/app/service-worker/headers';
import { expectSealed, launchApp, untilState, type LaunchedApp } from '../e2e/support/launch-app';

/** A photo at hand: a demo case of the build, given as a file. */
const PHOTO = join(DIST, 'demo', 'smear', 'smear-field.png');

/** Loads of the document that reached the server. */
const documents = (app: LaunchedApp, base = '/'): number => app.requests.filter((url) => url === base).length;

const isolated = (app: LaunchedApp): Promise<boolean> => app.page.evaluate(() => crossOriginIsolated);

/** Headers as the browser got them: of the document and of a worker's script, each by its own load. */
async function receivedHeaders(app: LaunchedApp): Promise<Record<'document' | 'worker', Record<string, string>>> {
  const worker = app.page.waitForResponse((response) => /assets\/seal\.entry-.*\.js$/.test(response.url()));
  const document = await app.page.reload();
  return { document: (await document?.allHeaders()) ?? {}, worker: await (await worker).allHeaders() };
}

describe.each([
  { name: 'at the root', base: '/' },
  { name: 'below a path', base: '/some/where/' },
])('a server that sends the headers, $name', ({ base }) => {
  it('is sealed at the first visit without a reload', async () => {
    const app = await launchApp({ base });
    await untilState(app.page, 'seal', 'sealed');
    expect(await isolated(app)).toBe(true);
    await untilState(app.page, 'offline', 'ready');
    expect(documents(app, base)).toBe(1);
    expect(await app.page.getByTestId('seal').getAttribute('data-requests')).toBe('0');
    expect(new Set(app.sealRefusals.map(({ where }) => where))).toEqual(new Set(['page', 'worker']));
    const received = await receivedHeaders(app);
    for (const [name, value] of SECURITY_HEADERS) {
      expect(received.document[name.toLowerCase()], name).toBe(value);
      expect(received.worker[name.toLowerCase()], name).toBe(value);
    }
    expectSealed(await app.close());
  });
});

describe.each([
  { name: 'at the root', base: '/' },
  { name: 'below a path', base: '/some/where/' },
])('a host that sends no headers, $name', ({ base }) => {
  it('is sealed and isolated by the service worker, after one reload', async () => {
    const app = await launchApp({ base, headers: false });
    await untilState(app.page, 'seal', 'sealed');
    await untilState(app.page, 'offline', 'ready');
    expect(await isolated(app)).toBe(true);
    expect(documents(app, base), 'the reload came from the store').toBe(1);
    const received = await receivedHeaders(app);
    for (const [name, value] of SECURITY_HEADERS) {
      expect(received.document[name.toLowerCase()], name).toBe(value);
      expect(received.worker[name.toLowerCase()], name).toBe(value);
    }
    await untilState(app.page, 'seal', 'sealed');
    expect(await app.page.getByTestId('seal').getAttribute('data-requests')).toBe('0');
    const { outside, violations, errors } = await app.close();
    // Until the service worker answers, the one name of the test is all that was tried.
    expect(outside.filter((url) => url !== 'https://sealed-test.invalid/')).toEqual([]);
    expect({ violations, errors }).toEqual({ violations: [], errors: [] });
  });
});

describe('files given while the seal is tested', () => {
  it('wait and open by themselves, and keep a host without headers from reloading the page', async () => {
    const app = await launchApp({ headers: false });
    expect(await app.page.getByTestId('seal').getAttribute('data-state')).toBe('testing');
    await app.page.getByTestId('open-files').setInputFiles(PHOTO);
    expect(await app.page.getByTestId('series-item').count()).toBe(0);
    await untilState(app.page, 'seal', 'sealed');
    await app.page.getByTestId('series-item').first().waitFor();
    expect(documents(app)).toBe(1);
    expect(await isolated(app), 'the next start will be').toBe(false);
    const { violations, errors } = await app.close();
    expect({ violations, errors }).toEqual({ violations: [], errors: [] });
  });
});

describe('a host without headers and a browser without service workers', () => {
  it('is unsealed: a file opens only after consent', async () => {
    const app = await launchApp({ headers: false, serviceWorkers: false });
    await untilState(app.page, 'seal', 'unsealed');
    await untilState(app.page, 'offline', 'unavailable');
    expect(Number(await app.page.getByTestId('seal').getAttribute('data-requests'))).toBeGreaterThan(0);
    await app.page.getByTestId('open-files').setInputFiles(PHOTO);
    await app.page.getByTestId('consent-unsealed').waitFor();
    expect(await app.page.getByTestId('series-item').count()).toBe(0);
    await app.page.getByTestId('consent-unsealed').click();
    await app.page.getByTestId('series-item').first().waitFor();
    await app.close();
  });
});

describe('a browser without service workers, with headers', () => {
  it('is sealed all the same', async () => {
    const app = await launchApp({ serviceWorkers: false });
    await untilState(app.page, 'seal', 'sealed');
    await untilState(app.page, 'offline', 'unavailable');
    expectSealed(await app.close());
  });
});

describe('channels beside fetch', () => {
  it('are closed in a sealed page', async () => {
    const app = await launchApp();
    await untilState(app.page, 'seal', 'sealed');
    const result = await app.page.evaluate(async () => {
      const attempt = (name: string, run: () => unknown): Promise<[string, string]> =>
        Promise.resolve()
          .then(run)
          .then(
            (value) => [name, String(value)],
            (error: unknown) => [name, (error as Error).name],
          );
      const image = new Image();
      const imageFailed = new Promise((resolve) => {
        image.onerror = () => resolve('refused');
        image.onload = () => resolve('loaded');
      });
      image.src = 'https://sealed-test.invalid/image';
      return Object.fromEntries(
        await Promise.all([
          attempt('rtc', () => typeof Reflect.get(globalThis, 'RTCPeerConnection')),
          attempt('frame', () => {
            const frame = document.createElement('iframe');
            frame.src = 'https://sealed-test.invalid/frame';
            document.body.append(frame);
            return frame.contentDocument === null ? 'refused' : 'blank';
          }),
          attempt('image', () => imageFailed),
          attempt('html', () => {
            Reflect.set(document.body, 'innerHTML', '<b>x</b>');
          }),
          attempt('worker', () => new Worker('https://sealed-test.invalid/w.js')),
          attempt(
            'socket',
            () =>
              new Promise((resolve) => {
                const socket = new WebSocket('wss://sealed-test.invalid/');
                socket.onerror = () => resolve('refused');
                socket.onopen = () => resolve('open');
              }),
          ),
        ]),
      );
    });
    expect(result).toMatchObject({ rtc: 'undefined', image: 'refused', html: 'TypeError', worker: 'TypeError' });
    expect(result['socket']).not.toBe('open');
    const { outside } = await app.close();
    expect(outside).toEqual([]);
  });
});
