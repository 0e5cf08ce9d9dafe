import type { RecordTable, RecordTables } from './record-tables';

/** Tables for a browser without storage: everything works and is forgotten with the page. */
export function memoryTables(): RecordTables {
  return {
    settings: memoryTable((row) => row.key),
    packages: memoryTable((row) => row.id),
    files: memoryTable((row) => row.sha256),
    selfTests: memoryTable((row) => [row.weightsSha256, row.provider, row.adapter, row.appVersion] as const),
    installed: memoryTable((row) => [row.id, row.version] as const),
    publisherKeys: memoryTable((row) => row.publicKey),
  };
}

function memoryTable<Row, Key>(keyOf: (row: Row) => Key): RecordTable<Row, Key> {
  const rows = new Map<string, Row>();
  const text = (key: Key): string => JSON.stringify(key);
  return {
    get: (key) => Promise.resolve(rows.get(text(key))),
    all: () => Promise.resolve([...rows.values()]),
    keys: () => Promise.resolve([...rows.values()].map(keyOf)),
    put: (row) => {
      rows.set(text(keyOf(row)), row);
      return Promise.resolve();
    },
    delete: (key) => {
      rows.delete(text(key));
      return Promise.resolve();
    },
    clear: () => {
      rows.clear();
      return Promise.resolve();
    },
  };
}
