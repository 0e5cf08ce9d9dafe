/**
 * The default Trusted Types policy, installed by importing this module: the first import of the page and of every
 * worker. The Content-Security-Policy lets no other policy exist, so what this one refuses cannot happen.
 */

interface PolicyOptions {
  createScriptURL(url: string): string;
  createHTML(): never;
  createScript(): never;
}
interface PolicyFactory {
  readonly defaultPolicy: object | null;
  createPolicy(name: 'default', options: PolicyOptions): object;
}

function refuse(what: string): never {
  throw new TypeError(`${what} refused: the app makes no ${what} from text`);
}

/** The URL itself when it is of the app's own origin, else a `TypeError`. */
export function ownScriptUrl(url: string, base: string): string {
  const target = new URL(url, base);
  if (target.origin === 'null' || target.origin !== new URL(base).origin || target.protocol === 'blob:') refuse('foreign script');
  return url;
}

/** Idempotent. Does nothing where the browser has no Trusted Types. */
export function installTrustedTypes(): void {
  const { trustedTypes: factory } = globalThis as { trustedTypes?: PolicyFactory };
  if (factory?.defaultPolicy !== null) return;
  factory.createPolicy('default', {
    createScriptURL: (url) => ownScriptUrl(url, location.href),
    createHTML: () => refuse('markup'),
    createScript: () => refuse('script'),
  });
}

installTrustedTypes();
