import { describe, expect, it, vi } from 'vitest';
import { preloadSelected } from '../../src/app/commands/preload';
import type { ModelPorts } from '../../src/app/commands/models';
import { makeStores } from './support/stores';

describe('the model that would run next', () => {
  const setUp = (tested: () => Promise<void> = () => Promise.resolve()) => {
    vi.useFakeTimers();
    const stores = makeStores();
    const loaded: string[] = [];
    preloadSelected(stores, {
      catalogue: { handle: (id: string) => ({ key: id, files: new Map() }), tested },
      compute: {
        preload: ({ key }: { readonly key: string }, provider: string) => (loaded.push(`${key} on ${provider}`), Promise.resolve()),
      },
    } as unknown as ModelPorts);
    return { stores, loaded };
  };
  const quiet = async (): Promise<void> => {
    await vi.advanceTimersByTimeAsync(2_000);
  };

  it('is loaded once what is open allows it and all is quiet', async () => {
    const { stores, loaded } = setUp();
    stores.models.setState({ selected: 'cells' });
    await quiet();
    expect(loaded).toEqual([]);
    stores.models.setState({ applicability: { cells: { verdict: 'yes', reasons: [] } } });
    expect(loaded).toEqual([]);
    await quiet();
    expect(loaded).toEqual(['cells on wasm']);
    stores.models.setState({ applicability: { cells: { verdict: 'no', reasons: [] } } });
    await quiet();
    expect(loaded).toHaveLength(1);
  });

  it('is not loaded where its tests failed here', async () => {
    const { stores, loaded } = setUp(() => Promise.reject(new Error('failed')));
    stores.models.setState({ selected: 'cells', applicability: { cells: { verdict: 'yes', reasons: [] } } });
    await quiet();
    expect(loaded).toEqual([]);
  });
});
