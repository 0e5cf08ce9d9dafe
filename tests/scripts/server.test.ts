import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServer, type RunningServer } from '../../scripts/server';
import { SECURITY_HEADERS } from '../../src/app/service-worker/headers';

const FILES = {
  'index.html': '<!doctype html>',
  'sw.js': '//',
  'config.json': '{}',
  'manifest.webmanifest': '{}',
  'assets/index-abc.js': '//',
  'assets/seal.entry-abc.js': '//',
  'runtime/ort.wasm': '\0asm',
  'runtime/ort.mjs': '//',
  'models/m/net.onnx': 'x',
  '.htaccess': 'x',
};

let folder: string;
let server: RunningServer;
let dumb: RunningServer;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'diaphane-server-'));
  const root = join(folder, 'dist');
  for (const [name, text] of Object.entries(FILES)) {
    mkdirSync(join(root, name, '..'), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  writeFileSync(join(folder, 'secret.txt'), 'secret');
  server = await startServer({ root, port: 0 });
  dumb = await startServer({ root, port: 0, base: '/some/where/', securityHeaders: false });
});

afterAll(async () => {
  await server.close();
  await dumb.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** As it stands: `fetch` would tidy the path. */
function ask(base: string, path: string, method = 'GET', headers: Record<string, string> = {}): Promise<Answer> {
  const { hostname, port } = new URL(base);
  return new Promise((resolve, reject) => {
    const sent = request({ hostname, port, path, method, headers }, (response) => {
      let body = '';
      response.on('data', (chunk: Buffer) => (body += chunk.toString()));
      response.on('end', () => {
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body });
      });
    });
    sent.on('error', reject);
    sent.end();
  });
}

describe('the server of npm start', () => {
  it.each(['/', ...Object.keys(FILES).map((name) => `/${name}`), '/nowhere', '/%'])(
    'sends the whole header table with %s',
    async (path) => {
      const { headers } = await ask(server.url, path);
      for (const [name, value] of SECURITY_HEADERS) expect(headers[name.toLowerCase()], name).toBe(value);
    },
  );

  it.each([
    ['/', 'text/html; charset=utf-8', 'no-cache'],
    ['/sw.js', 'text/javascript; charset=utf-8', 'no-cache'],
    ['/config.json', 'application/json; charset=utf-8', 'no-cache'],
    ['/manifest.webmanifest', 'application/manifest+json; charset=utf-8', 'no-cache'],
    ['/runtime/ort.wasm', 'application/wasm', 'no-cache'],
    ['/runtime/ort.mjs', 'text/javascript; charset=utf-8', 'no-cache'],
    ['/models/m/net.onnx', 'application/octet-stream', 'no-cache'],
    ['/assets/index-abc.js', 'text/javascript; charset=utf-8', 'public, max-age=31536000, immutable'],
  ])('%s has its type and cache rule', async (path, type, cache) => {
    const { status, headers } = await ask(server.url, path);
    expect([status, headers['content-type'], headers['cache-control']]).toEqual([200, type, cache]);
  });

  it.each([
    '/../secret.txt',
    '/%2e%2e/secret.txt',
    '/assets/..%2f..%2fsecret.txt',
    '/..\\secret.txt',
    '/%00',
    '//secret.txt',
    '/assets',
    '/assets/',
    '/.htaccess',
    '/nowhere',
  ])('does not answer %s', async (path) => {
    const { status, body } = await ask(server.url, path);
    expect(status).toBe(404);
    expect(body).not.toContain('secret');
  });

  it('answers GET and HEAD only', async () => {
    expect((await ask(server.url, '/', 'POST')).status).toBe(405);
    const head = await ask(server.url, '/', 'HEAD');
    expect([head.status, head.body, head.headers['content-length']]).toEqual([200, '', String(FILES['index.html'].length)]);
  });

  it('answers a known tag with 304', async () => {
    const { headers } = await ask(server.url, '/');
    expect((await ask(server.url, '/', 'GET', { 'If-None-Match': String(headers['etag']) })).status).toBe(304);
  });

  it('serves below a path and nothing beside it, without headers when told', async () => {
    const { status, headers } = await ask(dumb.url, '/some/where/');
    expect(status).toBe(200);
    for (const [name] of SECURITY_HEADERS) expect(headers[name.toLowerCase()]).toBeUndefined();
    expect((await ask(dumb.url, '/some/where')).headers['location']).toBe('/some/where/');
    expect((await ask(dumb.url, '/')).status).toBe(404);
    expect((await ask(dumb.url, '/index.html')).status).toBe(404);
  });
});
