import { PrecacheController } from 'workbox-precaching';
import { IMMUTABLE_FOLDER } from './headers';
import { PAGE_LOCK_PREFIX, type OfflineFile, type StoredFile } from './protocol';

/**
 * The offline set: one cache for all builds, each build knowing its own keys. A file whose name carries its hash is
 * shared between builds; a build's files stay until no page of that build lives, so an old page never gets a file of
 * a newer build and never misses one of its own.
 */
export class OfflineStore {
  readonly #cacheName: string;
  readonly #controller: PrecacheController;
  readonly #files: ReadonlyMap<string, OfflineFile>;

  constructor(
    private readonly scope: string,
    files: readonly OfflineFile[],
  ) {
    this.#cacheName = `diaphane-app@${new URL(scope).pathname}`;
    this.#controller = new PrecacheController({ cacheName: this.#cacheName, fallbackToNetwork: false });
    this.#controller.addToCacheList(files.map(({ url, revision, integrity }) => ({ url: new URL(url, scope).href, revision, integrity })));
    this.#files = new Map(files.map((file) => [file.url, file]));
  }

  has(path: string): boolean {
    return this.#files.has(path);
  }

  /** All or nothing: one file that is missing or differs from its hash fails the install, and the old build stays. */
  async install(event: ExtendableEvent): Promise<void> {
    await this.#controller.install(event);
  }

  /** The stored file; undefined when the build does not know it. Evicted files are fetched again, hash-checked. */
  async match(path: string): Promise<Response | undefined> {
    const cache = await caches.open(this.#cacheName);
    const url = new URL(path, this.scope).href;
    const file = this.#files.get(path);
    // A page of the build before may still ask for its own hashed files.
    if (file === undefined) return path.startsWith(IMMUTABLE_FOLDER) ? cache.match(url) : undefined;
    const stored = await cache.match(this.#key(url));
    return stored ?? this.#fetch(cache, file);
  }

  async inventory(): Promise<readonly StoredFile[]> {
    const stored = await this.#storedKeys();
    return [...this.#files.values()].map(({ url, bytes }) => ({
      url,
      bytes,
      ready: stored.has(this.#key(new URL(url, this.scope).href)),
    }));
  }

  async repair(): Promise<boolean> {
    const cache = await caches.open(this.#cacheName);
    const missing = (await this.inventory()).filter((file) => !file.ready);
    const fetched = await Promise.allSettled(
      missing.map(async ({ url }) => {
        const file = this.#files.get(url);
        if (file !== undefined) await this.#fetch(cache, file);
      }),
    );
    return fetched.every(({ status }) => status === 'fulfilled');
  }

  /** Removes the files of older builds once no page of theirs is open. */
  async removeOldBuilds(): Promise<void> {
    const { held = [] } = await navigator.locks.query();
    const pages = held.map(({ name = '' }) => name).filter((name) => name.startsWith(PAGE_LOCK_PREFIX + this.scope));
    const old = pages.filter((name) => !this.#files.has(name.slice(PAGE_LOCK_PREFIX.length + this.scope.length)));
    if (old.length > 0) return;
    const cache = await caches.open(this.#cacheName);
    const current = new Set(this.#controller.getURLsToCacheKeys().values());
    for (const { url } of await cache.keys()) if (!current.has(url)) await cache.delete(url);
  }

  #key(url: string): string {
    return this.#controller.getCacheKeyForURL(url) ?? url;
  }

  async #storedKeys(): Promise<ReadonlySet<string>> {
    const cache = await caches.open(this.#cacheName);
    return new Set((await cache.keys()).map(({ url }) => url));
  }

  async #fetch(cache: Cache, file: OfflineFile): Promise<Response> {
    const url = new URL(file.url, this.scope).href;
    const response = await fetch(url, { integrity: file.integrity, cache: 'no-cache', credentials: 'same-origin' });
    if (!response.ok) throw new TypeError(`${file.url}: ${String(response.status)}`);
    await cache.put(this.#key(url), response.clone());
    return response;
  }
}
