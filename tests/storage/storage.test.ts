import { IDBFactory } from 'fake-indexeddb';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { SelfTest } from '../../src/domain/model-package';
import { DATABASE_NAME, openDatabase } from '../../src/storage/database';
import { openStorage } from '../../src/storage/storage';
import { IDBKeyRange } from 'fake-indexeddb';
import { allowOpfs, environment, FakeOpfs, file, kept } from './fakes';

beforeAll(allowOpfs);

const passed: SelfTest = {
  provider: 'webgpu',
  passed: true,
  maximumError: 1e-4,
  milliseconds: 12,
  date: '2026-11-22T08:00:00Z',
  adapter: 'swiftshader',
};
const key = { weightsSha256: 'aa', provider: 'webgpu', adapter: 'swiftshader', appVersion: '0.1.0' } as const;

function openAt(factory: IDBFactory, version: number, upgrade: (database: IDBDatabase) => void): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = factory.open(DATABASE_NAME, version);
    request.onupgradeneeded = () => {
      upgrade(request.result);
    };
    request.onsuccess = () => {
      resolve(request.result);
    };
    request.onerror = () => {
      reject(new Error('open failed'));
    };
  });
}

describe('settings', () => {
  it('are merged patch by patch, also when saved at once, and survive', async () => {
    const factory = new IDBFactory();
    const storage = await openStorage({ environment: environment({ factory }) });
    expect(await storage.settings.load()).toEqual({});
    await Promise.all([storage.settings.save({ language: 'en' }), storage.settings.save({ idlePurgeMinutes: 15 })]);
    storage.close();
    const again = await openStorage({ environment: environment({ factory }) });
    expect(await again.settings.load()).toEqual({ language: 'en', idlePurgeMinutes: 15 });
  });

  it('drop what is spoilt or unknown, field by field', async () => {
    const factory = new IDBFactory();
    const database = await openDatabase({ indexedDB: factory, IDBKeyRange, onClosed: () => undefined });
    const spoilt = { language: 'xx', keymap: 'ohif', idlePurgeMinutes: -1, patient: 'nobody' } as never;
    await database.tables.settings.put({ key: 'settings', value: spoilt });
    database.close();
    const storage = await openStorage({ environment: environment({ factory }) });
    expect(await storage.settings.load()).toEqual({ keymap: 'ohif' });
  });
});

describe('self-tests', () => {
  it('hold for one weights file, provider, adapter and app version', async () => {
    const { selfTests } = await openStorage({ environment: environment() });
    await selfTests.put(key, passed);
    expect(await selfTests.get(key)).toEqual(passed);
    expect(await selfTests.get({ ...key, weightsSha256: 'bb' })).toBeNull();
    expect(await selfTests.get({ ...key, provider: 'wasm' })).toBeNull();
    expect(await selfTests.get({ ...key, adapter: 'other' })).toBeNull();
    expect(await selfTests.get({ ...key, appVersion: '0.2.0' })).toBeNull();
    expect(await selfTests.list('aa', '0.1.0')).toEqual([passed]);
    expect(await selfTests.list('aa', '0.2.0')).toEqual([]);
  });
});

describe('publishers vouched for', () => {
  it('survive, each once, and can be taken back', async () => {
    const factory = new IDBFactory();
    const storage = await openStorage({ environment: environment({ factory }) });
    await storage.publisherKeys.put({ name: 'Labo X', keyId: 'labx', publicKey: 'A' });
    await storage.publisherKeys.put({ name: 'Labo X, Paris', keyId: 'labx', publicKey: 'A' });
    storage.close();
    const again = await openStorage({ environment: environment({ factory }) });
    expect(await again.publisherKeys.list()).toEqual([{ name: 'Labo X, Paris', keyId: 'labx', publicKey: 'A', origin: 'accepted' }]);
    await again.publisherKeys.remove('A');
    expect(await again.publisherKeys.list()).toEqual([]);
  });
});

describe('wipe', () => {
  it('erases settings and keeps models unless asked, and says what remains', async () => {
    const opfs = new FakeOpfs();
    const storage = await openStorage({ environment: environment({ opfs }) });
    await storage.settings.save({ language: 'en' });
    await storage.selfTests.put(key, passed);
    await storage.models.put(kept('blood', '1.0.0', [file('weights.onnx', 'aa', 40)]));
    await storage.publisherKeys.put({ name: 'Labo X', keyId: 'labx', publicKey: 'A' });
    expect(await storage.wipe({ models: false })).toEqual({ removed: { models: 0, bytes: 0 }, remaining: { models: 1, bytes: 40 } });
    expect(await storage.settings.load()).toEqual({});
    expect(await storage.publisherKeys.list()).toEqual([]);
    expect(await storage.selfTests.get(key)).toEqual(passed);
    expect(await storage.wipe({ models: true })).toEqual({ removed: { models: 1, bytes: 40 }, remaining: { models: 0, bytes: 0 } });
    expect(opfs.files.size).toBe(0);
    expect(await storage.selfTests.get(key)).toBeNull();
  });
});

describe('when storage is not what it should be', () => {
  it('absent: everything works in memory and says so', async () => {
    const storage = await openStorage({ environment: environment({ factory: null, opfs: new FakeOpfs() }) });
    expect(storage).toMatchObject({ place: 'memory', problem: { code: 'storage-unavailable' } });
    await storage.settings.save({ keymap: 'off' });
    expect(await storage.settings.load()).toEqual({ keymap: 'off' });
    expect(await storage.durability()).toBe('memory');
    expect((await storage.models.put(kept('blood', '1.0.0', [file('w', 'aa', 3)]))).place).toBe('memory');
  });

  it('throwing on open: memory', async () => {
    const denied = {
      open: () => {
        throw new DOMException('', 'SecurityError');
      },
    } as unknown as IDBFactory;
    const storage = await openStorage({ environment: environment({ factory: denied }) });
    expect(storage).toMatchObject({ place: 'memory', problem: { code: 'storage-unavailable' } });
  });

  it('never answering: memory after the time allowed', async () => {
    const silent = { open: () => ({}) } as unknown as IDBFactory;
    vi.useFakeTimers();
    const opening = openStorage({ environment: environment({ factory: silent }) });
    await vi.advanceTimersByTimeAsync(2000);
    vi.useRealTimers();
    expect(await opening).toMatchObject({ place: 'memory', problem: { code: 'storage-unavailable' } });
  });

  it('of a later app: refused, and left as it is', async () => {
    const factory = new IDBFactory();
    const later = await openAt(factory, 990, (database) => database.createObjectStore('settings').put('kept', 'theirs'));
    later.close();
    const storage = await openStorage({ environment: environment({ factory }) });
    expect(storage).toMatchObject({ place: 'memory', problem: { code: 'storage-newer', context: { installed: 99 } } });
    await storage.settings.save({ language: 'en' });
    await storage.wipe({ models: true });
    const again = await openAt(factory, 990, () => undefined);
    const names = [...again.objectStoreNames];
    const value = await new Promise((resolve) => {
      const request = again.transaction('settings').objectStore('settings').get('theirs');
      request.onsuccess = () => {
        resolve(request.result);
      };
    });
    expect({ names, value }).toEqual({ names: ['settings'], value: 'kept' });
  });

  it('wanted by a later app in another tab: closed for it, and said', async () => {
    const factory = new IDBFactory();
    const onClosed = vi.fn();
    const storage = await openStorage({ environment: environment({ factory }), onClosed });
    const later = await openAt(factory, 990, () => undefined);
    expect(onClosed).toHaveBeenCalledOnce();
    await expect(storage.settings.save({ language: 'en' })).rejects.toMatchObject({ code: 'storage-unavailable' });
    later.close();
  });
});
