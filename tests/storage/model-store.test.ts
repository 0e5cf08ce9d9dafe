import { IDBFactory } from 'fake-indexeddb';
import { beforeAll, describe, expect, it } from 'vitest';
import { AppError } from '../../src/domain/errors';
import { oneByOne } from '../../src/storage/environment';
import { openStorage } from '../../src/storage/storage';
import { allowOpfs, contentOf, environment, FakeOpfs, file, kept } from './fakes';

beforeAll(allowOpfs);

const files = [file('weights.onnx', 'aa', 40), file('manifest.json', 'bb', 4)];
const first = kept('blood', '1.0.0', files);
const second = kept('blood', '2.0.0', [file('weights.onnx', 'cc', 50), file('manifest.json', 'bb', 4)]);

describe.each([
  ['opfs', () => environment({ opfs: new FakeOpfs() })],
  ['indexeddb', () => environment()],
  ['memory', () => environment({ factory: null })],
] as const)('packages in %s', (place, make) => {
  it('are kept, read back and removed', async () => {
    const storage = await openStorage({ environment: make() });
    const record = await storage.models.put(first);
    expect(record).toMatchObject({ id: 'blood', version: '1.0.0', place, size: 44, weightsSha256: 'aa', pinned: false });
    const contents = await storage.models.read('blood', '1.0.0');
    expect([...contents.keys()]).toEqual(['weights.onnx', 'manifest.json']);
    expect(await contentOf(contents.get('weights.onnx'))).toEqual(Array.from({ length: 40 }, () => 7));
    expect(await storage.usage()).toMatchObject({ models: 1, modelBytes: 44 });
    await storage.models.remove('blood', '1.0.0');
    expect(await storage.models.list()).toEqual([]);
    await expect(storage.models.read('blood', '1.0.0')).rejects.toMatchObject({ code: 'model-not-installed' });
  });

  it('stand side by side in several versions, sharing what they share, and are pinned', async () => {
    const storage = await openStorage({ environment: make() });
    await storage.models.put(first);
    await storage.models.put(second);
    await storage.models.pin('blood', '1.0.0', true);
    expect((await storage.models.list()).map(({ version, pinned }) => [version, pinned])).toEqual([
      ['1.0.0', true],
      ['2.0.0', false],
    ]);
    // Put again, the version is still pinned.
    expect((await storage.models.put(first)).pinned).toBe(true);
    await storage.models.remove('blood', '1.0.0');
    const left = await storage.models.read('blood', '2.0.0');
    expect([left.get('weights.onnx')?.size, left.get('manifest.json')?.size]).toEqual([50, 4]);
    await expect(storage.models.pin('blood', '1.0.0', true)).rejects.toMatchObject({ code: 'model-not-installed' });
  });

  it('that are found wrong once written are not kept', async () => {
    const storage = await openStorage({ environment: make() });
    await storage.models.put(first);
    const verify = (stored: ReadonlyMap<string, Blob>): Promise<void> => {
      expect(stored.get('weights.onnx')?.size).toBe(50);
      return Promise.reject(new AppError('package-hash-mismatch', 'wrong'));
    };
    await expect(storage.models.put({ ...second, verify })).rejects.toMatchObject({ code: 'package-hash-mismatch' });
    expect((await storage.models.list()).map(({ version }) => version)).toEqual(['1.0.0']);
    expect((await storage.models.read('blood', '1.0.0')).get('manifest.json')?.size).toBe(4);
  });
});

describe('what survives a restart', () => {
  it('records and files do, files without a record do not', async () => {
    const opfs = new FakeOpfs();
    const factory = new IDBFactory();
    const before = await openStorage({ environment: environment({ factory, opfs }) });
    await before.models.put(first);
    before.close();
    opfs.files.set('left-by-a-crash', new Uint8Array(9));
    const after = await openStorage({ environment: environment({ factory, opfs }) });
    await after.models.sweep();
    expect([...opfs.files.keys()].sort()).toEqual(['aa', 'bb']);
    expect((await after.models.read('blood', '1.0.0')).size).toBe(2);
  });

  it('a file evicted or cut is named, not run', async () => {
    const opfs = new FakeOpfs();
    const storage = await openStorage({ environment: environment({ opfs }) });
    await storage.models.put(first);
    opfs.files.set('aa', new Uint8Array(39));
    const missing = { code: 'package-file-missing', context: { path: 'weights.onnx' } };
    await expect(storage.models.read('blood', '1.0.0')).rejects.toMatchObject(missing);
    opfs.files.delete('aa');
    await expect(storage.models.read('blood', '1.0.0')).rejects.toMatchObject(missing);
  });

  it('a damaged file is written anew when its package is given again, a sound one is left alone', async () => {
    const opfs = new FakeOpfs();
    const storage = await openStorage({ environment: environment({ opfs }) });
    await storage.models.put(first);
    const sound = opfs.files.get('bb');
    opfs.files.set('aa', new Uint8Array(40));
    await storage.models.put(first);
    expect((await contentOf((await storage.models.read('blood', '1.0.0')).get('weights.onnx')))[0]).toBe(7);
    expect(opfs.files.get('bb')).toBe(sound);
  });

  it('an altered file does not pass by the good one that another package has stored, nor spoils it', async () => {
    const opfs = new FakeOpfs();
    const storage = await openStorage({ environment: environment({ opfs }) });
    await storage.models.put(first);
    const good = opfs.files.get('bb');
    const altered = [file('weights.onnx', 'cc', 50), file('manifest.json', 'bb', 4, 8)];
    const refused = storage.models.put({ ...second, files: altered });
    await expect(refused).rejects.toMatchObject({ code: 'package-hash-mismatch', context: { path: 'manifest.json' } });
    expect([...opfs.files.keys()].sort()).toEqual(['aa', 'bb']);
    expect(opfs.files.get('bb')).toBe(good);
  });
});

describe('when writing fails', () => {
  it('no room: nothing half-written, what was there stands', async () => {
    const opfs = new FakeOpfs();
    const storage = await openStorage({ environment: environment({ opfs }) });
    await storage.models.put(first);
    opfs.quota = 60;
    const bigger = kept('blood', '2.0.0', [file('manifest.json', 'dd', 10), file('weights.onnx', 'cc', 50)]);
    await expect(storage.models.put(bigger)).rejects.toMatchObject({ code: 'storage-quota' });
    expect([...opfs.files.keys()].sort()).toEqual(['aa', 'bb']);
    expect((await storage.models.list()).map((record) => record.version)).toEqual(['1.0.0']);
    expect((await storage.models.read('blood', '1.0.0')).size).toBe(2);
  });

  it('a broken file system is passed over for the database', async () => {
    const opfs = new FakeOpfs();
    opfs.broken = true;
    const storage = await openStorage({ environment: environment({ opfs }) });
    expect((await storage.models.put(first)).place).toBe('indexeddb');
    expect(opfs.files.size).toBe(0);
    expect((await storage.models.read('blood', '1.0.0')).get('weights.onnx')?.size).toBe(40);
  });

  it('an abort keeps nothing, also one during the check', async () => {
    const opfs = new FakeOpfs();
    const storage = await openStorage({ environment: environment({ opfs }) });
    for (const early of [true, false]) {
      const controller = new AbortController();
      if (early) controller.abort();
      const verify = (): Promise<void> => {
        controller.abort();
        return Promise.resolve();
      };
      await expect(storage.models.put({ ...first, verify }, controller.signal)).rejects.toMatchObject({ name: 'AbortError' });
      expect(opfs.files.size).toBe(0);
      expect(await storage.models.list()).toEqual([]);
    }
  });

  it('two tabs importing at once leave two whole packages, and a sweep in between takes nothing', async () => {
    const opfs = new FakeOpfs();
    const factory = new IDBFactory();
    // One lock over both tabs, as Web Locks are.
    const exclusively = oneByOne();
    const tabs = await Promise.all([0, 1].map(() => openStorage({ environment: { ...environment({ factory, opfs }), exclusively } })));
    const third = kept('lung', '1.0.0', [file('weights.onnx', 'ee', 30), file('manifest.json', 'bb', 4)]);
    await Promise.all([tabs[0]?.models.put(first), tabs[1]?.models.sweep(), tabs[1]?.models.put(third), tabs[0]?.models.put(second)]);
    expect([...opfs.files.keys()].sort()).toEqual(['aa', 'bb', 'cc', 'ee']);
    for (const tab of tabs) {
      expect((await tab.models.list()).map(({ id, version }) => `${id} ${version}`).sort()).toEqual([
        'blood 1.0.0',
        'blood 2.0.0',
        'lung 1.0.0',
      ]);
      expect((await tab.models.read('lung', '1.0.0')).size).toBe(2);
    }
  });
});
