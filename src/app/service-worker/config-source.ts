import { configSchema, packagePrefixes } from '../config/config-schema';
import { CONFIG_FILE } from './protocol';

/** The network may be a black hole: after this long the stored copy answers. */
const NETWORK_TIMEOUT_MS = 3000;

/** `config.json`: from the network when there is one, else the copy of last time, else empty. */
export class ConfigSource {
  readonly #url: string;
  readonly #cacheName: string;
  #prefixes: readonly string[] | null = null;

  constructor(scope: string) {
    this.#url = new URL(CONFIG_FILE, scope).href;
    this.#cacheName = `diaphane-config@${new URL(scope).pathname}`;
  }

  async answer(): Promise<{ readonly response: Response; readonly network: boolean }> {
    const cache = await caches.open(this.#cacheName);
    try {
      const response = await fetch(this.#url, { cache: 'no-cache', signal: AbortSignal.timeout(NETWORK_TIMEOUT_MS) });
      const text = await response.text();
      // A captive portal answers with a page: only JSON counts.
      if (!response.ok) throw new TypeError(`config.json: ${String(response.status)}`);
      JSON.parse(text);
      await cache.put(this.#url, new Response(text));
      this.#prefixes = null;
      return { response: new Response(text), network: true };
    } catch {
      const stored = await cache.match(this.#url);
      return { response: stored ?? new Response('{}'), network: false };
    }
  }

  /** Folders of packages that the stored copy names. */
  async packagePrefixes(): Promise<readonly string[]> {
    this.#prefixes ??= await this.#readPrefixes();
    return this.#prefixes;
  }

  async #readPrefixes(): Promise<readonly string[]> {
    const cache = await caches.open(this.#cacheName);
    const stored = await cache.match(this.#url);
    if (stored === undefined) return [];
    const parsed = configSchema.safeParse(await stored.json().catch(() => ({})));
    return parsed.success ? packagePrefixes(parsed.data) : [];
  }
}
