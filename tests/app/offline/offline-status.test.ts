import { describe, expect, it } from 'vitest';
import { groupFiles, watchOfflineStatus, type OfflineState } from '../../../src/app/offline/offline-status';
import type { StoredFile } from '../../../src/app/service-worker/protocol';

const FILES: readonly StoredFile[] = [
  { url: 'index.html', bytes: 10, ready: true },
  { url: 'assets/a.js', bytes: 20, ready: true },
  { url: 'ort/ort-wasm-simd-threaded.wasm', bytes: 300, ready: true },
  { url: 'models/m/manifest.json', bytes: 4, ready: true },
  { url: 'demo/smear.png', bytes: 5, ready: true },
];
const PACKAGE = { name: 'm', bytes: 1, ready: true };

interface Scene {
  readonly registered?: boolean;
  readonly active?: boolean;
  readonly files?: readonly StoredFile[] | null;
  readonly packages?: readonly { name: string; bytes: number; ready: boolean }[];
}

async function look({ registered = true, active = true, files = FILES, packages = [PACKAGE] }: Scene) {
  const asked: string[] = [];
  const states: OfflineState[] = [];
  const watch = watchOfflineStatus({
    control: {
      isRegistered: () => Promise.resolve(registered),
      isActive: () => Promise.resolve(active),
      ask: (type: string) => {
        asked.push(type);
        return Promise.resolve(type === 'inventory' ? files : { complete: true });
      },
    },
    packages: () => Promise.resolve(packages),
    onChange: (state) => states.push(state),
  });
  const state = await watch.refresh();
  watch.stop();
  return { state, asked, states };
}

describe('ready offline', () => {
  it('lists application, runtime, packages and demo with their sizes', () => {
    expect(groupFiles(FILES)).toEqual([
      { name: 'application', bytes: 30, ready: true },
      { name: 'runtime', bytes: 300, ready: true },
      { name: 'packages', bytes: 4, ready: true },
      { name: 'demo', bytes: 5, ready: true },
    ]);
  });

  it('only when the worker is active, every file is in the cache and a package is stored', async () => {
    expect((await look({})).state.status).toBe('ready');
    expect((await look({ active: false })).state.status).toBe('preparing');
    expect((await look({ packages: [] })).state.status).toBe('preparing');
    expect((await look({ files: null })).state.status).toBe('preparing');
    expect((await look({ files: [] })).state.status).toBe('preparing');
    expect((await look({ registered: false })).state).toEqual({ status: 'unavailable', items: [] });
  });

  it('counts a package once: as installed, or as shipped where none is', async () => {
    const names = async (scene: Scene) => (await look(scene)).state.items.map(({ name }) => name);
    expect(await names({})).toEqual(['application', 'runtime', 'demo', 'm']);
    expect(await names({ packages: [] })).toEqual(['application', 'runtime', 'packages', 'demo']);
  });

  it('is out of reach while memory alone holds the models', async () => {
    expect((await look({ packages: [{ ...PACKAGE, ready: false }] })).state.status).toBe('unavailable');
    expect((await look({ packages: [PACKAGE, { ...PACKAGE, name: 'n', ready: false }] })).state.status).toBe('ready');
  });

  it('ends with the removal of the last model', async () => {
    const packages = [PACKAGE];
    const states: OfflineState['status'][] = [];
    const watch = watchOfflineStatus({
      control: {
        isRegistered: () => Promise.resolve(true),
        isActive: () => Promise.resolve(true),
        ask: () => Promise.resolve(FILES),
      },
      packages: () => Promise.resolve([...packages]),
      onChange: ({ status }) => states.push(status),
    });
    await watch.refresh();
    packages.pop();
    await watch.refresh();
    watch.stop();
    expect(states).toEqual(['ready', 'unavailable']);
  });

  it('has an evicted file fetched again', async () => {
    const [first, ...rest] = FILES;
    if (first === undefined) throw new Error('no file');
    const { state, asked } = await look({ files: [{ ...first, ready: false }, ...rest] });
    expect(state.status).toBe('preparing');
    expect(asked.filter((type) => type === 'repair')).toEqual(['repair']);
  });
});
