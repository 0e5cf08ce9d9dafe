/**
 * The one header table. The server of `npm start`, the service worker and the snippets for other servers
 * (`_headers`, `.htaccess`, `web.config`, nginx) all read it; `docs/security.md` gives the reason of each line.
 */

/** Content-Security-Policy by directive. Loosened nowhere without a reason in docs/security.md. */
export const POLICY: Readonly<Record<string, readonly string[]>> = {
  'default-src': ["'none'"],
  'script-src': ["'self'", "'wasm-unsafe-eval'"],
  'worker-src': ["'self'"],
  'connect-src': ["'self'"],
  'img-src': ["'self'", 'blob:', 'data:'],
  'style-src': ["'self'"],
  'font-src': ["'self'"],
  'manifest-src': ["'self'"],
  'frame-src': ["'none'"],
  'object-src': ["'none'"],
  'base-uri': ["'none'"],
  'form-action': ["'none'"],
  'frame-ancestors': ["'none'"],
  'require-trusted-types-for': ["'script'"],
  'trusted-types': ['default'],
};

/** Directives that a `<meta>` policy cannot carry; browsers log a line when it tries. */
const NOT_IN_META = new Set(['frame-ancestors']);

function serialise(directives: readonly (readonly [string, readonly string[]])[]): string {
  return directives.map(([name, values]) => [name, ...values].join(' ')).join('; ');
}

/** The policy as a header value. */
export const CONTENT_SECURITY_POLICY = serialise(Object.entries(POLICY));

/** The policy as the `content` of a `<meta>`: the belt under a host that sends no headers. It does not reach workers. */
export const META_POLICY = serialise(Object.entries(POLICY).filter(([name]) => !NOT_IN_META.has(name)));

/** Powers of the browser that the app never needs. */
const DENIED_FEATURES = [
  'accelerometer',
  'ambient-light-sensor',
  'attribution-reporting',
  'autoplay',
  'bluetooth',
  'browsing-topics',
  'display-capture',
  'encrypted-media',
  'gamepad',
  'geolocation',
  'gyroscope',
  'hid',
  'identity-credentials-get',
  'idle-detection',
  'interest-cohort',
  'join-ad-interest-group',
  'local-fonts',
  'magnetometer',
  'microphone',
  'midi',
  'otp-credentials',
  'payment',
  'private-state-token-issuance',
  'private-state-token-redemption',
  'publickey-credentials-create',
  'publickey-credentials-get',
  'run-ad-auction',
  'serial',
  'shared-storage',
  'storage-access',
  'usb',
  'xr-spatial-tracking',
] as const;

/** Every response carries these, documents, scripts of workers and data alike. */
export const SECURITY_HEADERS: readonly (readonly [name: string, value: string])[] = [
  ['Content-Security-Policy', CONTENT_SECURITY_POLICY],
  ['Cross-Origin-Opener-Policy', 'same-origin'],
  ['Cross-Origin-Embedder-Policy', 'require-corp'],
  ['Cross-Origin-Resource-Policy', 'same-origin'],
  ['Document-Isolation-Policy', 'isolate-and-require-corp'],
  // The camera is for models over live frames: the app's own pages may ask for it, and the person is asked each time.
  ['Permissions-Policy', [...DENIED_FEATURES.map((feature) => `${feature}=()`), 'camera=(self)'].join(', ')],
  ['Referrer-Policy', 'no-referrer'],
  ['X-Content-Type-Options', 'nosniff'],
  ['X-DNS-Prefetch-Control', 'off'],
  ['X-Frame-Options', 'DENY'],
];

/** Types by file ending that some servers do not know. The service worker and the server take them from here. */
export const MIME_TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  mjs: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  json: 'application/json; charset=utf-8',
  webmanifest: 'application/manifest+json; charset=utf-8',
  wasm: 'application/wasm',
  onnx: 'application/octet-stream',
  bin: 'application/octet-stream',
  npy: 'application/octet-stream',
  dcm: 'application/dicom',
  zip: 'application/zip',
  txt: 'text/plain; charset=utf-8',
  md: 'text/markdown; charset=utf-8',
  png: 'image/png',
  jpg: 'image/jpeg',
  svg: 'image/svg+xml',
  ico: 'image/x-icon',
  woff2: 'font/woff2',
};

export function mimeType(path: string): string {
  const ending = path.slice(path.lastIndexOf('.') + 1).toLowerCase();
  return MIME_TYPES[ending] ?? 'application/octet-stream';
}

/** Files whose name carries the hash of their content never change. */
export const IMMUTABLE_FOLDER = 'assets/';

export function cacheControl(path: string): string {
  return path.startsWith(IMMUTABLE_FOLDER) ? 'public, max-age=31536000, immutable' : 'no-cache';
}
