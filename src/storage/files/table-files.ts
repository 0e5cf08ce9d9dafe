import type { RecordTable } from '../record-tables';
import type { FileRow, StoragePlace } from '../schema';
import { storageError } from '../storage-errors';
import type { HashFiles } from './hash-files';

/** Files as rows: in IndexedDB where OPFS does not serve, or in memory. */
export function tableFiles(place: Exclude<StoragePlace, 'opfs'>, table: RecordTable<FileRow, string>): HashFiles {
  return {
    place,
    write: async (sha256, blob) => {
      // The file it is a slice of may be deleted or moved: memory keeps bytes of its own, the database copies.
      await table.put({ sha256, blob: place === 'memory' ? await copied(blob) : blob });
    },
    read: async (sha256) => {
      const row = await table.get(sha256);
      return row?.blob ?? (row?.bytes === undefined ? null : new Blob([row.bytes]));
    },
    delete: (sha256) => table.delete(sha256),
    names: () => table.keys(),
  };
}

async function copied(blob: Blob): Promise<Blob> {
  try {
    return new Blob([await blob.arrayBuffer()]);
  } catch (error) {
    throw storageError(error, 'keeping a model file in memory', { bytes: blob.size });
  }
}
