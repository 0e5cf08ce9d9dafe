import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { cacheControl, mimeType, SECURITY_HEADERS } from '../src/app/service-worker/headers';

export interface ServerOptions {
  /** Folder to serve. */
  readonly root: string;
  /** 0 picks a free one. */
  readonly port: number;
  /** Path under which the app lives, `/` at both ends. */
  readonly base?: string;
  /** False behaves as a static host that sets no headers of its own (tests of the service worker). */
  readonly securityHeaders?: boolean;
  /** Sees every request, answered or refused. */
  readonly onRequest?: (method: string, url: string) => void;
}

export interface RunningServer {
  /** With the base, ending in `/`. */
  readonly url: string;
  close(): Promise<void>;
}

/**
 * File of a request path, relative to the root; null when the path is not one the server answers.
 * Names that begin with a dot and anything that could climb out of the root are refused.
 */
export function requestedFile(url: string, base: string): string | null {
  const [encoded = ''] = url.split(/[?#]/, 1);
  let path: string;
  try {
    path = decodeURIComponent(encoded);
  } catch {
    return null;
  }
  if (!path.startsWith(base)) return null;
  const relative = path.slice(base.length);
  if (relative === '') return 'index.html';
  const unsafe = relative.split('/').some((segment) => segment === '' || segment.startsWith('.') || /[\0\\:]/.test(segment));
  return unsafe ? null : relative;
}

async function answer(request: IncomingMessage, response: ServerResponse, options: Required<ServerOptions>): Promise<void> {
  const method = request.method ?? 'GET';
  const url = request.url ?? '/';
  options.onRequest(method, url);
  if (options.securityHeaders) for (const [name, value] of SECURITY_HEADERS) response.setHeader(name, value);
  const refuse = (status: number, text: string): void => {
    response.setHeader('Cache-Control', 'no-store');
    response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8' }).end(method === 'HEAD' ? undefined : `${text}\n`);
  };
  if (method !== 'GET' && method !== 'HEAD') {
    response.setHeader('Allow', 'GET, HEAD');
    refuse(405, 'Method not allowed');
    return;
  }
  if (`${url}/` === options.base) {
    response.writeHead(308, { Location: options.base }).end();
    return;
  }
  const file = requestedFile(url, options.base);
  const path = file === null ? null : join(options.root, file);
  const found = path === null ? null : await stat(path).catch(() => null);
  if (file === null || path === null || found?.isFile() !== true) {
    refuse(404, 'Not found');
    return;
  }
  const tag = `"${found.size.toString(36)}-${found.mtimeMs.toString(36)}"`;
  response.setHeader('ETag', tag);
  response.setHeader('Cache-Control', options.securityHeaders ? cacheControl(file) : 'no-cache');
  if (request.headers['if-none-match'] === tag) {
    response.writeHead(304).end();
    return;
  }
  response.writeHead(200, { 'Content-Type': mimeType(file), 'Content-Length': found.size });
  if (method === 'HEAD') {
    response.end();
    return;
  }
  const stream = createReadStream(path);
  stream.on('error', () => response.destroy());
  response.on('close', () => stream.destroy());
  stream.pipe(response);
}

/**
 * Serves a built folder on 127.0.0.1.
 * @throws the error of `listen` (`EADDRINUSE`, `EACCES`).
 */
export async function startServer(given: ServerOptions): Promise<RunningServer> {
  const options = { base: '/', securityHeaders: true, onRequest: () => undefined, ...given };
  const server: Server = createServer((request, response) => {
    answer(request, response, options).catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${String(port)}${options.base}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}
