import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { Dexie } from 'dexie';
import { describe, expect, it } from 'vitest';
import { DATABASE_NAME, openDatabase } from '../../src/storage/database';
import { MIGRATIONS } from '../../src/storage/migrations/registry';
import { TABLE_NAMES } from '../../src/storage/schema';
import { openStorage } from '../../src/storage/storage';
import { contentOf, environment, file, kept, summary } from './fakes';

/** A summary as version 1 wrote it. */
const summaryV1 = Object.fromEntries(
  Object.entries(summary('blood', '1.0.0', 'aa')).filter(([field]) => !['sources', 'outputs', 'verified'].includes(field)),
);

/** Rows as each schema version wrote them. A new migration adds its own set; old ones are never edited. */
const ROWS: Readonly<Record<number, Readonly<Record<string, readonly object[]>>>> = {
  1: {
    settings: [{ key: 'settings', value: { language: 'en' } }],
    packages: [
      {
        id: 'blood',
        version: '1.0.0',
        weightsSha256: 'aa',
        place: 'indexeddb',
        size: 3,
        files: [
          { path: 'weights.onnx', sha256: 'aa', size: 3 },
          { path: 'manifest.json', sha256: 'bb', size: 2 },
        ],
        installedAt: '2026-11-22T08:00:00.000Z',
        summary: summaryV1,
      },
    ],
    files: [{ sha256: 'aa', bytes: new Uint8Array([1, 2, 3]) }],
    selfTests: [{ weightsSha256: 'aa', provider: 'wasm', adapter: '', appVersion: '0.1.0', result: { passed: true } }],
  },
  2: {
    selfTests: [{ weightsSha256: 'aa', provider: 'wasm', adapter: '', appVersion: '0.1.0', result: { passed: true } }],
    files: [{ sha256: 'aa', blob: new Blob(['abc']) }],
    installed: ['1.0.0', '2.0.0'].map((version) => ({
      id: 'blood',
      version,
      manifestSha256: 'bb',
      origin: 'imported',
      pinned: version === '1.0.0',
      licenseAcceptedAt: null,
      weightsSha256: 'aa',
      place: 'indexeddb',
      size: 3,
      files: [{ path: 'weights.onnx', sha256: 'aa', size: 3 }],
      installedAt: '2026-11-22T08:00:00.000Z',
      summary: summary('blood', version, 'aa'),
    })),
    publisherKeys: [{ publicKey: 'A', keyId: 'labx', name: 'Labo X', acceptedAt: '2026-11-22T08:00:00.000Z' }],
  },
};

describe('migrations', () => {
  it('are numbered from 1 without gaps and each has rows here', () => {
    expect(MIGRATIONS.map(({ version }) => version)).toEqual(MIGRATIONS.map((_, index) => index + 1));
    expect(Object.keys(ROWS).map(Number)).toEqual(MIGRATIONS.map(({ version }) => version));
  });

  it('never take a table or an index away', () => {
    const known = new Map<string, string>();
    for (const { stores } of MIGRATIONS) {
      for (const [table, indexes] of Object.entries(stores)) {
        expect(indexes.startsWith(known.get(table) ?? '')).toBe(true);
        known.set(table, indexes);
      }
    }
    expect([...known.keys()].sort()).toEqual([...TABLE_NAMES].sort());
  });

  it.each(MIGRATIONS.map(({ version }) => version))('schema %i opens with all its rows', async (version) => {
    const factory = new IDBFactory();
    const old = new Dexie(DATABASE_NAME, { indexedDB: factory, IDBKeyRange });
    for (const migration of MIGRATIONS.slice(0, version)) old.version(migration.version).stores({ ...migration.stores });
    for (const [table, rows] of Object.entries(ROWS[version] ?? {})) await old.table(table).bulkPut([...rows]);
    old.close();
    const database = await openDatabase({ indexedDB: factory, IDBKeyRange, onClosed: () => undefined });
    for (const name of TABLE_NAMES.filter((table) => table !== 'installed' || version > 1)) {
      expect(await database.tables[name].all()).toEqual(ROWS[version]?.[name] ?? []);
    }
    expect(await database.tables.selfTests.get(['aa', 'wasm', '', '0.1.0'])).toMatchObject({ result: { passed: true } });
    database.close();
  });

  it('schema 1 packages stand beside later versions, and their files are read', async () => {
    const factory = new IDBFactory();
    const old = new Dexie(DATABASE_NAME, { indexedDB: factory, IDBKeyRange });
    for (const migration of MIGRATIONS.slice(0, 1)) old.version(migration.version).stores({ ...migration.stores });
    await old.table('packages').bulkPut([...(ROWS[1]?.['packages'] ?? [])]);
    await old.table('files').bulkPut([...(ROWS[1]?.['files'] ?? []), { sha256: 'bb', bytes: new Uint8Array([4, 5]) }]);
    old.close();
    const storage = await openStorage({ environment: environment({ factory }) });
    expect(await storage.models.list()).toMatchObject([
      { id: 'blood', version: '1.0.0', manifestSha256: 'bb', origin: 'imported', pinned: false, summary: { verified: true, sources: [] } },
    ]);
    await storage.models.put(kept('blood', '2.0.0', [file('weights.onnx', 'cc', 5)]));
    expect(await contentOf((await storage.models.read('blood', '1.0.0')).get('weights.onnx'))).toEqual([1, 2, 3]);
    expect((await storage.models.list()).map(({ version }) => version)).toEqual(['1.0.0', '2.0.0']);
  });
});
