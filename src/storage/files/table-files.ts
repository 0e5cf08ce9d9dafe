import type { RecordTable } from '../record-tables';
import type { FileRow, StoragePlace } from '../schema';
import type { HashFiles } from './hash-files';

/** Files as rows: in IndexedDB where OPFS does not serve, or in memory. */
export function tableFiles(place: Exclude<StoragePlace, 'opfs'>, table: RecordTable<FileRow, string>): HashFiles {
  return {
    place,
    write: (sha256, bytes) => table.put({ sha256, bytes }),
    read: async (sha256) => (await table.get(sha256))?.bytes ?? null,
    delete: (sha256) => table.delete(sha256),
    names: () => table.keys(),
  };
}
