import { IDBFactory } from 'fake-indexeddb';
import { beforeAll, describe, expect, it } from 'vitest';
import { openStorage } from '../../src/storage/storage';
import { allowOpfs, environment, FakeOpfs, file, summary } from './fakes';

beforeAll(allowOpfs);

const first = summary('blood', '1.0.0', 'aa');
const files = [file('weights.onnx', 'aa', 40), file('manifest.json', 'bb', 4)];

describe.each([
  ['opfs', () => environment({ opfs: new FakeOpfs() })],
  ['indexeddb', () => environment()],
  ['memory', () => environment({ factory: null })],
] as const)('packages in %s', (place, make) => {
  it('are kept, read back and removed', async () => {
    const storage = await openStorage({ environment: make() });
    const record = await storage.models.put(first, files);
    expect(record).toMatchObject({ id: 'blood', version: '1.0.0', place, size: 44, weightsSha256: 'aa' });
    const contents = await storage.models.read('blood');
    expect([...contents.keys()]).toEqual(['weights.onnx', 'manifest.json']);
    expect(contents.get('weights.onnx')).toEqual(new Uint8Array(40).fill(7));
    expect(await storage.usage()).toMatchObject({ models: 1, modelBytes: 44 });
    await storage.models.remove('blood');
    expect(await storage.models.list()).toEqual([]);
    await expect(storage.models.read('blood')).rejects.toMatchObject({ code: 'model-not-installed' });
  });

  it('give way to another version, keeping the files both share', async () => {
    const storage = await openStorage({ environment: make() });
    await storage.models.put(first, files);
    await storage.models.put(summary('blood', '2.0.0', 'cc'), [file('weights.onnx', 'cc', 50), file('manifest.json', 'bb', 4)]);
    expect((await storage.models.list()).map((record) => record.version)).toEqual(['2.0.0']);
    expect((await storage.models.read('blood')).get('weights.onnx')?.byteLength).toBe(50);
    expect((await storage.models.read('blood')).get('manifest.json')?.byteLength).toBe(4);
  });
});

describe('what survives a restart', () => {
  it('records and files do, files without a record do not', async () => {
    const opfs = new FakeOpfs();
    const factory = new IDBFactory();
    const before = await openStorage({ environment: environment({ factory, opfs }) });
    await before.models.put(first, files);
    before.close();
    opfs.files.set('left-by-a-crash', new Uint8Array(9));
    const after = await openStorage({ environment: environment({ factory, opfs }) });
    await after.models.sweep();
    expect([...opfs.files.keys()].sort()).toEqual(['aa', 'bb']);
    expect((await after.models.read('blood')).size).toBe(2);
  });

  it('a file evicted or cut is named, not run', async () => {
    const opfs = new FakeOpfs();
    const storage = await openStorage({ environment: environment({ opfs }) });
    await storage.models.put(first, files);
    opfs.files.set('aa', new Uint8Array(39));
    await expect(storage.models.read('blood')).rejects.toMatchObject({ code: 'package-file-missing', context: { path: 'weights.onnx' } });
    opfs.files.delete('aa');
    await expect(storage.models.read('blood')).rejects.toMatchObject({ code: 'package-file-missing' });
  });
});

describe('when writing fails', () => {
  it('no room: nothing half-written, the older version stands', async () => {
    const opfs = new FakeOpfs();
    const storage = await openStorage({ environment: environment({ opfs }) });
    await storage.models.put(first, files);
    opfs.quota = 60;
    const bigger = [file('manifest.json', 'dd', 10), file('weights.onnx', 'cc', 50)];
    await expect(storage.models.put(summary('blood', '2.0.0', 'cc'), bigger)).rejects.toMatchObject({ code: 'storage-quota' });
    expect([...opfs.files.keys()].sort()).toEqual(['aa', 'bb']);
    expect((await storage.models.list()).map((record) => record.version)).toEqual(['1.0.0']);
    expect((await storage.models.read('blood')).size).toBe(2);
  });

  it('a broken file system is passed over for the database', async () => {
    const opfs = new FakeOpfs();
    opfs.broken = true;
    const storage = await openStorage({ environment: environment({ opfs }) });
    expect((await storage.models.put(first, files)).place).toBe('indexeddb');
    expect(opfs.files.size).toBe(0);
    expect((await storage.models.read('blood')).get('weights.onnx')?.byteLength).toBe(40);
  });

  it('an abort keeps nothing', async () => {
    const opfs = new FakeOpfs();
    const storage = await openStorage({ environment: environment({ opfs }) });
    const controller = new AbortController();
    controller.abort();
    await expect(storage.models.put(first, files, controller.signal)).rejects.toMatchObject({ name: 'AbortError' });
    expect(opfs.files.size).toBe(0);
    expect(await storage.models.list()).toEqual([]);
  });

  it('two writers at once leave one whole package', async () => {
    const opfs = new FakeOpfs();
    const storage = await openStorage({ environment: environment({ opfs }) });
    const second = [file('weights.onnx', 'cc', 50), file('manifest.json', 'dd', 4)];
    await Promise.all([storage.models.put(first, files), storage.models.put(summary('blood', '2.0.0', 'cc'), second)]);
    expect([...opfs.files.keys()].sort()).toEqual(['cc', 'dd']);
    expect((await storage.models.read('blood')).size).toBe(2);
  });
});
