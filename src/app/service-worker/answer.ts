import { cacheControl, mimeType, SECURITY_HEADERS } from './headers';

/**
 * The same body under the header table: whatever the host sends or forgets, documents and scripts of workers reach
 * the browser with the policy. Nothing of the host's own headers is passed on.
 */
export function reissue(response: Response, path: string): Response {
  const headers = new Headers({ 'Content-Type': mimeType(path), 'Cache-Control': cacheControl(path) });
  for (const [name, value] of SECURITY_HEADERS) headers.set(name, value);
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers });
}

/** The answer to everything that is not a file of the app: it goes nowhere. */
export function refusal(): Response {
  return reissue(new Response('Refused: not a file of this application.\n', { status: 403, statusText: 'Forbidden' }), 'refused.txt');
}

/** Where a request is answered from. */
export type Route =
  | { readonly kind: 'store'; readonly path: string }
  | { readonly kind: 'config' }
  | { readonly kind: 'package'; readonly path: string }
  | { readonly kind: 'refuse' }
  /** Another origin: an error, as if there were no network. */
  | { readonly kind: 'foreign' };

export interface RequestLike {
  readonly url: string;
  readonly method: string;
  readonly mode: string;
}

/**
 * The air gap. Only GET requests without a query for files of the app are answered; a document is answered under any
 * query, from the store, which reads none of it. `packagePrefixes`: folders of model packages that the
 * administrator's `config.json` names.
 */
export function routeOf(request: RequestLike, scope: string, packagePrefixes: readonly string[]): Route {
  const url = new URL(request.url);
  const base = new URL(scope);
  if (url.origin !== base.origin) return { kind: 'foreign' };
  if (!url.pathname.startsWith(base.pathname) || request.method !== 'GET') return { kind: 'refuse' };
  const path = url.pathname.slice(base.pathname.length);
  if (request.mode === 'navigate' && (path === '' || path === 'index.html')) return { kind: 'store', path: 'index.html' };
  if (url.search !== '') return { kind: 'refuse' };
  if (path === 'config.json') return { kind: 'config' };
  if (packagePrefixes.some((prefix) => path.startsWith(prefix))) return { kind: 'package', path };
  return { kind: 'store', path: path === '' ? 'index.html' : path };
}
